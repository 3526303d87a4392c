// What `retarget` begins with, in one file: with too few open files allowed, not even the rest of it can be loaded.
import { readFileSync } from 'node:fs';
import { EXIT_USAGE, tooFewOpenFiles } from './too-few-files.ts';

/** Loading takes most of these at once; a build has pipes to a compiler for each core. */
const FEWEST_OPEN_FILES = 128;

// A file that grows beyond its limit (ulimit -f) fails its writer with words, instead of ending this without any.
if (process.platform !== 'win32') process.on('SIGXFSZ', () => undefined);

const limit = openFileLimit();
if (limit !== undefined && limit < FEWEST_OPEN_FILES) {
  refuse(tooFewOpenFiles({ limit, fewest: FEWEST_OPEN_FILES }));
} else {
  await import('./main.ts').catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EMFILE' && code !== 'ENFILE') throw error;
    refuse(tooFewOpenFiles({ limit, fewest: FEWEST_OPEN_FILES }));
  });
}

/** How many files this process may have open; undefined where the system does not say. */
function openFileLimit(): number | undefined {
  try {
    const [, soft] =
      /^Max open files +(\d+)/mu.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined;
  }
}

function refuse(failure: ReturnType<typeof tooFewOpenFiles>): void {
  if (process.argv.includes('--json'))
    process.stdout.write(`${JSON.stringify({ failure }, null, 2)}\n`);
  process.stderr.write(`error: ${failure.message}\n  hint: ${failure.hint}\n`);
  process.exitCode = EXIT_USAGE;
}
