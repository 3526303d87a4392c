// The runner's executable: compiled from runner.c by the found clang on first use, kept in the user's cache.
import { createHash } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../cache/cache-folder.ts';
import { isKept, keepProgram } from '../cache/kept-program.ts';
import { makeFolder } from '../files/make-folder.ts';
import { FailureError } from '../model/failure.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { runTool } from '../process/run-process.ts';
import { processEnd, runnerNotCompiled } from './messages/runner.ts';
import counters from './runner-counters.c';
import guard from './runner-guard.c';
import inherited from './runner-inherited.c';
import leftovers from './runner-leftovers.c';
import output from './runner-output.c';
import requests from './runner-requests.c';
import main from './runner.c';

/** By the names that runner.c includes them under. */
const SOURCES = {
  'runner.c': main,
  'runner-counters.c': counters,
  'runner-guard.c': guard,
  'runner-inherited.c': inherited,
  'runner-leftovers.c': leftovers,
  'runner-output.c': output,
  'runner-requests.c': requests,
};

const FLAGS = ['-std=c11', '-O2'];
const COMPILE_LIMIT = 60_000;

export interface RunnerProgram {
  /** Absolute path. */
  readonly path: string;
  /** Removes what was made outside of the cache. */
  dispose(): Promise<void>;
}

/**
 * Path of a runner ready to start; a cache that cannot be written is passed over for a temporary folder.
 * @throws {FailureError} `runner-failed` where it cannot be compiled.
 */
export async function runnerProgram(
  toolchain: Pick<Toolchain, 'clang' | 'banner'>,
  options: { readonly signal?: AbortSignal | undefined; readonly rebuild?: boolean } = {},
): Promise<RunnerProgram> {
  const key = createHash('sha256')
    .update(JSON.stringify([SOURCES, FLAGS, toolchain.banner, process.platform, process.arch]))
    .digest('hex')
    .slice(0, 32);
  const folder = join(cacheFolder(), 'runner');
  const path = join(folder, `runner-${key}`);
  const cached = { path, dispose: () => Promise.resolve() };
  if (options.rebuild !== true && (await isKept(path))) return cached;
  try {
    await makeFolder(folder);
    await compileInto(folder, path, toolchain, options.signal);
    return cached;
  } catch (error) {
    if (error instanceof FailureError || options.signal?.aborted === true) throw error;
  }
  const temporary = await mkdtemp(join(tmpdir(), 'retarget-runner-'));
  const dispose = (): Promise<void> => rm(temporary, { recursive: true, force: true });
  try {
    const elsewhere = join(temporary, 'runner');
    await compileInto(temporary, elsewhere, toolchain, options.signal);
    return { path: elsewhere, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Compiles beside the final path and renames: two processes may do so at once, and a reader never sees half a file. */
async function compileInto(
  folder: string,
  path: string,
  toolchain: Pick<Toolchain, 'clang'>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const work = await mkdtemp(join(folder, 'making-'));
  try {
    const file = join(work, 'runner.c');
    const made = join(work, 'runner');
    for (const [name, text] of Object.entries(SOURCES)) await writeFile(join(work, name), text);
    const result = await runTool({
      command: toolchain.clang,
      args: [...FLAGS, '-o', made, file],
      signal,
      timeLimit: COMPILE_LIMIT,
    });
    if (result.exitCode !== 0) {
      throw new FailureError({
        code: 'runner-failed',
        ...runnerNotCompiled({ compiler: toolchain.clang, end: processEnd(result) }),
        details: result.stderr,
      });
    }
    await chmod(made, 0o755);
    await keepProgram(made, path);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
