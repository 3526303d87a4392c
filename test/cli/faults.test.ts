// What the world does to a command (limits, folders that go, a cache that is damaged): it goes on, or ends with words and never with 70.
import { cp, mkdir, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { runProcess, type ProcessResult } from '../../src/process/run-process.ts';
import { bundledCommandLine } from './retarget.ts';

const retarget = bundledCommandLine();
let cwd: string;
let filled: string;

beforeAll(async () => {
  cwd = join(retarget.folder, 'project');
  filled = join(retarget.folder, 'filled');
  await mkdir(cwd);
  await writeFile(join(cwd, 'main.c'), 'int main(void) { return 0; }\n');
  const programs = [{ name: 'p', sources: ['*.c'], flags: ['-O2'] }];
  const config = {
    baseline: 'x86-64',
    targets: ['x86-64-v3'],
    budget: '1s',
    precision: 0.2,
    programs,
  };
  await writeFile(join(cwd, 'retarget.json'), JSON.stringify(config));
  await profile(filled);
});

function profile(cache: string): Promise<ProcessResult> {
  return retarget.run(['profile', '.', '--json'], { cwd, env: { RETARGET_CACHE: cache } });
}

/** The command under what a shell does first, as users set limits. */
function inShell(before: string, args: readonly string[]): Promise<ProcessResult> {
  const { command, args: argv, env } = retarget.invocation(args);
  const line = [command, ...argv].map((word) => `'${word}'`).join(' ');
  return runProcess({
    command: 'sh',
    args: ['-c', `${before}; exec ${line}`],
    cwd,
    env: { ...env, RETARGET_CACHE: filled },
    timeLimit: 60_000,
  });
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
}

async function namesIn(folder: string): Promise<string[]> {
  return (await filesIn(folder)).map((path) => path.slice(folder.length)).sort();
}

describe.runIf(process.platform === 'linux')('a command', () => {
  it.each([20, 32, 48, 64])('that may open %d files says how many it needs', async (files) => {
    for (const args of [['profile', '.'], ['host', '--json'], ['runs']]) {
      const result = await inShell(`ulimit -n ${files}`, args);
      expect(result.exitCode).toBe(2);
      expect(result.stderr).toContain(
        `The limit on open files is too low (${files}).\n  hint: Allow`,
      );
    }
  });

  it.each([['profile', '.'], ['build', '.', '--out', 'o'], ['runs'], ['record', '--', 'true']])(
    'in a folder that was deleted says so: %s',
    async (...args) => {
      const gone = join(retarget.folder, `gone-${args[0]}`);
      await mkdir(gone);
      const result = await inShell(`cd '${gone}' && rmdir '${gone}'`, args);
      expect(result.exitCode).toBe(2);
      expect(result.stderr).toContain('The current folder no longer exists.');
    },
  );

  it('whose files may not grow ends with words', async () => {
    const result = await inShell('ulimit -f 1', ['profile', '.', '--json']);
    expect([0, 1, 2, 4]).toContain(result.exitCode);
    expect(result.stderr).not.toContain('Unexpected error');
  });

  it.each(['/proc/x', '/dev/full', '/dev/null/x'])(
    'whose cache is %s ends with words',
    async (cache) => {
      const result = await profile(cache);
      expect(result.exitCode).toBe(2);
      expect(result.stdout).toContain('is not writable');
    },
  );
});

describe.runIf(process.platform === 'linux')('a cache in which every file is replaced by', () => {
  const misplace: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
    'a folder': (path) => mkdir(join(path, 'inside'), { recursive: true }),
    'a pipe': (path) => runProcess({ command: 'mkfifo', args: [path] }),
    null: (path) => writeFile(path, 'null'),
    'other JSON': (path) => writeFile(path, '{"a":[1],"question":[],"answer":{},"hash":"x"}'),
    binary: (path) => writeFile(path, Buffer.from([0, 255, 1, 254, 10, 13])),
    'an endless file': (path) => writeFile(path, '').then(() => truncate(path, 3 * 1024 ** 3)),
  };

  it.each(Object.entries(misplace))(
    '%s is mended in one run',
    { timeout: 90_000 },
    async (name, one) => {
      const cache = join(retarget.folder, name);
      await cp(filled, cache, { recursive: true });
      for (const path of await filesIn(cache)) {
        await rm(path);
        await one(path);
      }
      const result = await profile(cache);
      expect(result.exitCode, result.stderr).toBe(0);
      expect(result.stdout).not.toContain('Timed by Node');
      const made = await namesIn(join(cache, 'artifacts'));
      expect(made).toEqual(expect.arrayContaining(await namesIn(join(filled, 'artifacts'))));
    },
  );
});

describe('the cache', () => {
  it('is not cleared, and what a killed build left is counted and removed', async () => {
    const cache = join(retarget.folder, 'held');
    const env = { RETARGET_CACHE: cache };
    const slow = join(retarget.folder, 'slow');
    await mkdir(slow);
    await writeFile(join(slow, 'main.c'), '#include <unistd.h>\nint main(void) { sleep(600); }\n');
    const running = retarget.start(['profile', '.', '--verify', 'none'], { cwd: slow, env });
    while ((await readdir(join(cache, 'work')).catch(() => [])).length === 0) await sleep(50);
    const refused = await retarget.run(['cache', 'clear'], { env });
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('The cache is in use');
    process.kill(running.pid ?? 0, 'SIGKILL');
    await running.ended;
    const [work = ''] = await readdir(join(cache, 'work'));
    await writeFile(join(cache, 'work', work, 'left'), Buffer.alloc(5000));
    const use = JSON.parse((await retarget.run(['cache', '--json'], { env })).stdout) as {
      folders: { name: string; size: number }[];
    };
    expect(use.folders.find(({ name }) => name === 'work')?.size).toBeGreaterThanOrEqual(5000);
    expect((await retarget.run(['cache', 'clear'], { env })).exitCode).toBe(0);
    expect(await readdir(join(cache, 'work'))).toEqual([]);
  });
});
