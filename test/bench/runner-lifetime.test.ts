import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openExecutor } from '../../src/bench/open-executor.ts';
import { runnerProgram } from '../../src/bench/runner-program.ts';
import {
  compile,
  eventually,
  execution,
  freshFolder,
  processesWith,
  toolchain,
} from './compile.ts';

const folder = freshFolder();
const shared = join(folder, 'cache');
process.env['RETARGET_CACHE'] = shared;
afterEach(() => {
  process.env['RETARGET_CACHE'] = shared;
});

const waits = compile(
  folder,
  'waits',
  `#include <unistd.h>
int main(void) {
  if (fork() == 0) { setsid(); for (;;) pause(); }
  for (;;) pause();
}`,
);

/** A runner as the command line would have it, with a program and its runaway child under way. */
async function runnerAtWork(tag: string): Promise<ChildProcess> {
  const { path } = await runnerProgram(toolchain);
  const runner = spawn(path, [], { stdio: ['pipe', 'pipe', 'ignore'], detached: true });
  runner.stdin.write(`run 60000 0 -1 none / /dev/null ${waits} 2 ${waits} ${tag} 0\n`);
  expect(await eventually(() => processesWith(tag).length === 2)).toBe(true);
  return runner;
}

describe('what runs under the runner', () => {
  it('dies with its children when the driver is gone, as after SIGKILL of the command line', async () => {
    const runner = await runnerAtWork('tag-driver-gone');
    runner.stdin?.destroy();
    await once(runner, 'exit');
    expect(processesWith('tag-driver-gone')).toEqual([]);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'dies when the runner gets %s',
    async (signal) => {
      const runner = await runnerAtWork(`tag-${signal}`);
      runner.kill(signal);
      await once(runner, 'exit');
      expect(processesWith(`tag-${signal}`)).toEqual([]);
    },
  );

  it.runIf(process.platform === 'linux')('dies even when the runner itself is killed', async () => {
    const tag = 'tag-runner-killed';
    const runner = await runnerAtWork(tag);
    runner.kill('SIGKILL');
    await once(runner, 'exit');
    // The program only: its own runaway child has nobody left who knows of it.
    expect(await eventually(() => processesWith(tag).length <= 1)).toBe(true);
    for (const pid of processesWith(tag)) process.kill(Number(pid), 'SIGKILL');
  });

  it('dies with the executor when the signal that opened it is aborted', async () => {
    const controller = new AbortController();
    const executor = await openExecutor(toolchain, { signal: controller.signal });
    const argv = [waits, 'tag-open-signal'];
    const settled = expect(executor.execute(execution(waits, { argv }))).rejects.toThrow();
    expect(await eventually(() => processesWith('tag-open-signal').length === 2)).toBe(true);
    controller.abort();
    await settled;
    expect(await eventually(() => processesWith('tag-open-signal').length === 0)).toBe(true);
  });
});

describe('the runner’s executable', () => {
  it('is compiled once and found in the cache afterwards', async () => {
    const first = await runnerProgram(toolchain);
    const made = statSync(first.path).mtimeMs;
    const second = await runnerProgram(toolchain);
    expect(second.path).toBe(first.path);
    expect(statSync(second.path).mtimeMs).toBe(made);
  });

  it('is another one for another compiler', async () => {
    const other = await runnerProgram({ ...toolchain, banner: 'clang version 99' });
    expect(other.path).not.toBe((await runnerProgram(toolchain)).path);
  });

  it('is made whole by several processes at once', async () => {
    process.env['RETARGET_CACHE'] = join(folder, 'contended');
    const executors = await Promise.all([1, 2, 3].map(() => openExecutor(toolchain)));
    expect(executors.map(({ kind }) => kind)).toEqual(['runner', 'runner', 'runner']);
    await Promise.all(executors.map((executor) => executor.close()));
    const kept = readdirSync(join(folder, 'contended', 'runner'));
    // Its hash is beside it.
    expect(kept.filter((name) => !name.endsWith('.sha256'))).toHaveLength(1);
    expect(kept).toHaveLength(2);
  });

  it('is made anew where the cached file is damaged', async () => {
    process.env['RETARGET_CACHE'] = join(folder, 'damaged');
    const { path } = await runnerProgram(toolchain);
    writeFileSync(path, '\u007fELF and then nothing');
    const executor = await openExecutor(toolchain);
    expect(executor.kind).toBe('runner');
    await executor.close();
  });

  it('does without a cache folder that cannot be written', async () => {
    const blocked = join(folder, 'blocked');
    writeFileSync(blocked, 'a file where the folder should be');
    process.env['RETARGET_CACHE'] = blocked;
    const executor = await openExecutor(toolchain);
    expect(executor.kind).toBe('runner');
    await executor.close();
  });

  it('is replaced by the plain executor, with a warning that says why, where nothing compiles', async () => {
    const fails = join(folder, 'clang that fails');
    writeFileSync(fails, '#!/bin/sh\necho "fatal error: stdio.h not found" >&2\nexit 1\n');
    chmodSync(fails, 0o755);
    mkdirSync(join(folder, 'none'), { recursive: true });
    process.env['RETARGET_CACHE'] = join(folder, 'none');
    const executor = await openExecutor({ clang: fails, banner: 'broken' });
    expect(executor.kind).toBe('plain');
    expect(executor.warning?.code).toBe('plain-executor');
    expect(executor.warning?.message).toContain(fails);
    await executor.close();
  });
});
