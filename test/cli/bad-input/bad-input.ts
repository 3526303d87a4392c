// What tests of bad input share: the bundled command in a world of its own, tiny projects, and the rule that nothing stays behind.
import { mkdir, mkdtemp, readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { StartedProcess } from '../../../src/process/start-process.ts';
import { runProcess } from '../../../src/process/run-process.ts';
import { freshCache } from '../../shared-bundle.ts';
import { bundledCommandLine, type RunOptions } from '../retarget.ts';

export interface Outcome {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams, runs of white space as one space: texts are wrapped to 80 columns. */
  readonly said: string;
}

export type Files = Readonly<Record<string, string | Buffer>>;

export interface BadInput {
  /** Absolute path of a folder of the running test's own, empty at first. */
  readonly folder: string;
  /** Absolute path of the cache folder, which the tests of one file share. */
  readonly cache: string;
  /** Writes a project's files into `folder` and returns its path; `config` becomes its retarget.json. */
  project(files: Files, config?: unknown): Promise<string>;
  run(args: readonly string[], options?: RunOptions): Promise<Outcome>;
  start(args: readonly string[], options?: RunOptions): StartedProcess;
  /** Ids of processes that a command started by `run` or `start` has left, directly or not. */
  readonly left: () => Promise<string[]>;
}

/** After each test nothing that its commands started may still run, and no folder of theirs may be left in the cache. */
export function badInput(): BadInput {
  const commandLine = bundledCommandLine();
  let folder = '';
  let temporary = '';
  let cache = '';
  beforeAll(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'retarget-bad-input-'));
    cache = join(temporary, 'cache');
    await freshCache(cache);
  });
  afterAll(() => rm(temporary, { recursive: true, force: true }));
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(commandLine.folder, 'project-')));
  });
  afterEach(async () => {
    expect(await gone(left)).toEqual([]);
    expect(await readdir(join(cache, 'work')).catch(() => [])).toEqual([]);
  });
  const left = (): Promise<string[]> => processesWith(`\0TMPDIR=${temporary}\0`);
  // The lock between profiles is each test's own: none waits for another's, or for that of a process it killed.
  const environment = (env: RunOptions['env']): Readonly<Record<string, string>> => ({
    TMPDIR: temporary,
    RETARGET_LOCK_FOLDER: folder,
    RETARGET_CACHE: cache,
    ...env,
  });
  return {
    get folder() {
      return folder;
    },
    get cache() {
      return cache;
    },
    left,
    project: async (files, config) => {
      await writeFiles(folder, files);
      if (config !== undefined) {
        await writeFile(join(folder, 'retarget.json'), JSON.stringify(config, null, 2));
      }
      return folder;
    },
    run: async (args, { cwd = folder, env } = {}) => {
      const { stdout, stderr, exitCode } = await commandLine.run(args, {
        cwd,
        env: environment(env),
      });
      return { exitCode, stdout, stderr, said: `${stderr}\n${stdout}`.replace(/\s+/g, ' ') };
    },
    start: (args, { cwd = folder, env } = {}) =>
      commandLine.start(args, { cwd, env: environment(env) }),
  };
}

export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}

/** Two targets that every x86-64 host builds for, one of which it may not run; a fifth of a second. */
export const QUICK = { targets: ['x86-64', 'x86-64-v2'], budget: '0.2s' };

/** A whole program, small and quick. */
export const GOOD = `#include <stdio.h>
int main(void) {
  unsigned sum = 1;
  for (unsigned i = 0; i < 100000u; i++) sum = sum * 1664525u + (i ^ (sum >> 13));
  return printf("%u\\n", sum) < 0;
}
`;

/** Mounts a disk in memory of this size and hands its path on; resolves to false, without a call, where that is not allowed. */
export async function onSmallDisk(
  size: string,
  use: (disk: string) => Promise<void>,
): Promise<boolean> {
  const disk = await mkdtemp(join(tmpdir(), 'retarget-disk-'));
  const mount = ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk];
  const mounted = await runProcess({ command: 'mount', args: mount });
  try {
    if (mounted.exitCode === 0) await use(disk);
    return mounted.exitCode === 0;
  } finally {
    if (mounted.exitCode === 0) await runProcess({ command: 'umount', args: [disk] });
    await rm(disk, { recursive: true, force: true });
  }
}

/** Resolves once a stream has said this, to all it said until then. */
export function saidOn(stream: StartedProcess['stderr'], words: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    stream?.on('data', (data: Buffer) => {
      text += data.toString();
      if (words.test(text)) resolve(text);
    });
    stream?.on('end', () => {
      reject(new Error(`it ended without saying ${words.source}: ${text}`));
    });
  });
}

/** Processes have ten seconds to disappear: a killed one is still listed until its parent has asked for it. */
export async function gone(left: () => Promise<string[]>): Promise<string[]> {
  for (let tries = 0; tries < 100; tries++) {
    if ((await left()).length === 0) return [];
    await delay(100);
  }
  return left();
}

/** Ids of processes whose environment holds a text; none where the system does not show environments. */
async function processesWith(text: string): Promise<string[]> {
  const names = await readdir('/proc').catch(() => []);
  const found: string[] = [];
  for (const pid of names.filter((name) => /^\d+$/.test(name))) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (`\0${environment}`.includes(text)) found.push(pid);
  }
  return found;
}
