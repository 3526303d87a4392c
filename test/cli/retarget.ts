// The command line as users get it: bundled once for all test files, run as a process of its own in folders of its own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { ProcessResult } from '../../src/process/run-process.ts';
import { runProcess } from '../../src/process/run-process.ts';
import type { StartedProcess } from '../../src/process/start-process.ts';
import { startProcess } from '../../src/process/start-process.ts';
import { freshCache, sharedBundle } from '../shared-bundle.ts';

export interface CommandLine {
  /** A folder that is the tests' own, empty at first. */
  readonly folder: string;
  /** Runs to the end. */
  run(args: readonly string[], options?: RunOptions): Promise<ProcessResult>;
  /** What starts it, for tests that start it themselves. */
  invocation(args: readonly string[]): {
    readonly command: string;
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
  };
  /** Starts, and leaves the rest to the test. */
  start(args: readonly string[], options?: RunOptions): StartedProcess;
}

export interface RunOptions {
  /** The tests' folder unless given. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Has the bundle before the tests of a file and cleans up after them. The cache is fresh, too. */
export function bundledCommandLine(): CommandLine {
  let folder = '';
  let bundle = '';
  let own = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'retarget-cli-'));
    own = await mkdtemp(join(tmpdir(), 'retarget-own-'));
    bundle = await sharedBundle();
    await freshCache(join(own, 'cache'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await rm(own, { recursive: true, force: true });
  });
  const environment = (env: RunOptions['env']): Record<string, string> => ({
    RETARGET_CACHE: join(own, 'cache'),
    // A profile that someone else runs on this machine is not waited for.
    RETARGET_LOCK_FOLDER: own,
    NO_COLOR: '1',
    LC_ALL: 'C.UTF-8',
    ...env,
  });
  const argv = (args: readonly string[]): string[] => [join(bundle, 'cli.js'), ...args];
  return {
    get folder() {
      return folder;
    },
    run: (args, { cwd = folder, env } = {}) =>
      runProcess({ command: process.execPath, args: argv(args), cwd, env: environment(env) }),
    invocation: (args) => ({
      command: process.execPath,
      args: argv(args),
      env: { ...(process.env as Record<string, string>), ...environment(undefined) },
    }),
    start: (args, { cwd = folder, env } = {}) =>
      startProcess({
        command: process.execPath,
        args: argv(args),
        cwd,
        env: { ...(process.env as Record<string, string>), ...environment(env) },
        stdin: 'ignore',
        stdout: 'pipe',
        stderr: 'pipe',
      }),
  };
}
