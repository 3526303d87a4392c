// `npm test`: sets up what is missing, builds, checks (types, lint, format), runs every test, and ends with a line
// such as `123 passed, 0 failed`. `npm test -- <vitest arguments>` runs only those tests, without the check.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ensureXz } from './lib/ensure-xz.mjs';
import { ensureNodeModules } from './lib/node-modules.mjs';
import { requireNode } from './lib/node-version.mjs';
import { repository } from './lib/repository.mjs';
import { run, runNpm } from './lib/run.mjs';
import { tallyLine, tallyOf } from './lib/tally.mjs';
import { ensureBrowser } from './setup-browser.mjs';
import { ensureLlvm } from './setup-llvm.mjs';

const chosen = process.argv.slice(2);

requireNode();
await ensureNodeModules();
await ensureLlvm();
const browser = await ensureBrowser();
await ensureXz();

const { buildAll } = await import('./build.mjs');
await buildAll();

const checkCode = chosen.length === 0 ? await runNpm(['run', '--silent', 'check']) : 0;

const scratch = await mkdtemp(join(tmpdir(), 'retarget-test-'));
try {
  const file = join(scratch, 'report.json');
  const testCode = await run(
    process.execPath,
    [
      join(repository, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      ...chosen,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
    { env: browser === undefined ? {} : { RETARGET_CHROMIUM: browser } },
  );
  if (checkCode !== 0) {
    process.stdout.write('\nnpm run check failed (see above): counted as one failure.\n');
  }
  const written = await readFile(file, 'utf8').catch(() => undefined);
  if (written === undefined) {
    // Interrupted, or told to do something else than run tests: there is nothing to count.
    process.exitCode = testCode === 0 ? checkCode : testCode;
  } else {
    const tally = tallyOf(JSON.parse(written), testCode);
    if (checkCode !== 0) tally.failed++;
    process.stdout.write(`\n${tallyLine(tally)}\n`);
    process.exitCode = tally.failed === 0 ? 0 : 1;
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
