// The recorder, compiled by the found clang on first use and kept in the user's cache.
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cacheFolder } from '../../cache/cache-folder.ts';
import { isKept, keepProgram } from '../../cache/kept-program.ts';
import { FailureError } from '../../model/failure.ts';
import { WATCHED_TOOLS } from '../../flags/tools.ts';
import type { Toolchain } from '../../model/toolchain.ts';
import { runProcess } from '../../process/run-process.ts';
import source from './recorder.c';
import { recorderNotCompiled } from './messages/build.ts';

export interface RecorderProgram {
  /** Absolute path of the folder that holds both, and may hold more that belongs to them. */
  readonly folder: string;
  /** What the loader puts into every process; absent where loaders refuse that. */
  readonly library?: string;
  /** What stands before single tools. */
  readonly shim: string;
}

const COMMON = ['-std=c11', '-D_GNU_SOURCE', '-O2'];
// Without a library of its own it is at home in any process, whichever C library that has.
const LIBRARY = [
  ...['-DRECORDER_LIBRARY', '-shared', '-fPIC', '-nostdlib'],
  `-DRECORDER_TOOLS=${WATCHED_TOOLS.map((name) => JSON.stringify(name)).join(',')}`,
];
const COMPILE_LIMIT = 60_000;

/** Absolute paths of a recorder ready to use. @throws {FailureError} `runner-failed` where it cannot be compiled. */
export async function recorderProgram(
  toolchain: Pick<Toolchain, 'clang' | 'banner'>,
  signal: AbortSignal,
): Promise<RecorderProgram> {
  const preloads = process.platform === 'linux';
  const key = createHash('sha256')
    .update(
      JSON.stringify([source, COMMON, LIBRARY, toolchain.banner, process.platform, process.arch]),
    )
    .digest('hex')
    .slice(0, 32);
  const folder = join(cacheFolder(), 'recorder', key);
  const program = {
    folder,
    shim: join(folder, 'shim'),
    ...(preloads ? { library: join(folder, 'recorder.so') } : {}),
  };
  const files = [program.shim, ...(program.library === undefined ? [] : [program.library])];
  const kept = await Promise.all(files.map((file) => isKept(file)));
  if (kept.every(Boolean)) return program;
  await mkdir(folder, { recursive: true });
  // Made beside their place and renamed: two may do so at once, and a build that runs now keeps what it has loaded.
  const making = await mkdtemp(join(cacheFolder(), 'recorder', 'making-'));
  try {
    const file = join(making, 'recorder.c');
    await writeFile(file, source);
    for (const path of files) {
      const made = join(making, basename(path));
      const flags = [...COMMON, ...(path === program.library ? LIBRARY : [])];
      await compile(toolchain, [...flags, '-o', made, file], signal);
      await keepProgram(made, path);
    }
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return program;
}

async function compile(
  { clang }: Pick<Toolchain, 'clang'>,
  args: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const result = await runProcess({ command: clang, args, signal, timeLimit: COMPILE_LIMIT });
  if (result.exitCode === 0) return;
  const why = result.spawnError ?? result.signal ?? `exit code ${result.exitCode ?? 'unknown'}`;
  throw new FailureError({
    code: 'runner-failed',
    ...recorderNotCompiled({ clang, why }),
    details: result.stderr,
  });
}
