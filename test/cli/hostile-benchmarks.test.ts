// One benchmark cannot take the others down, and nothing that any of them starts is left, also where the command is killed.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { eventually, processesWith } from '../bench/compile.ts';
import { bundledCommandLine } from './retarget.ts';

const retarget = bundledCommandLine();

const SOURCE = `#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
static void stay(void) {
  if (fork() != 0) return;
  setsid();
  if (fork() != 0) _exit(0);
  signal(SIGTERM, SIG_IGN), signal(SIGHUP, SIG_IGN), signal(SIGINT, SIG_IGN);
  close(0), close(1), close(2);
  for (;;) pause();
}
int main(int count, char **words) {
  const char *how = count > 1 ? words[1] : "";
  pid_t parent = getppid();
  if (*how != 0) stay();
  if (strcmp(how, "kills") == 0) kill(parent, SIGKILL);
  if (strcmp(how, "stops") == 0) kill(parent, SIGSTOP);
  if (strcmp(how, "limits") == 0) prlimit(parent, RLIMIT_NOFILE, &(struct rlimit){3, 3}, NULL);
  if (strcmp(how, "stops-itself") == 0) raise(SIGSTOP);
  if (strcmp(how, "stops-group") == 0) setpgid(0, getpgid(parent)), kill(0, SIGSTOP);
  if (strcmp(how, "hangs") == 0) for (;;) pause();
  puts("ok");
  usleep(2000);
  return 0;
}
`;

async function project(name: string, hows: readonly string[], timeLimit: string): Promise<string> {
  const folder = join(retarget.folder, name);
  await mkdir(folder);
  await writeFile(join(folder, 'hostile.c'), SOURCE);
  const benchmarks = [
    ...hows.map((how) => ({ name: how, args: [how, `tag-${name}`], timeLimit })),
    { name: 'good' },
    { name: 'daemon', args: ['daemonises', `tag-${name}`] },
  ];
  const programs = [{ name: 'p', sources: ['hostile.c'], flags: ['-O1'], benchmarks }];
  const config = { baseline: 'x86-64', targets: ['x86-64-v3'], budget: '1s', precision: 0.2 };
  await writeFile(join(folder, 'retarget.json'), JSON.stringify({ ...config, programs }));
  return folder;
}

async function workFolders(): Promise<string[]> {
  return readdir(join(retarget.invocation([]).env['RETARGET_CACHE'] ?? '', 'work'));
}

describe.runIf(process.platform === 'linux')('benchmarks that attack what measures them', () => {
  it('fail with words, and the others are measured', { timeout: 120_000 }, async () => {
    const hows = ['kills', 'stops', 'limits', 'stops-itself'];
    const cwd = await project('attacked', hows, '2s');
    const result = await retarget.run(['profile', '.', '--json', '--verify', 'none'], { cwd });
    expect(result.exitCode).toBe(5);
    const { programs } = JSON.parse(result.stdout) as Run;
    const failures = programs[0]?.benchmarks.map(({ benchmark, failure, rounds }) => [
      ...[benchmark.name, failure?.code, failure?.message.replaceAll(/\d+ m?s/gu, 'TIME')],
      rounds > 0,
    ]);
    expect(failures).toEqual([
      ['kills', 'runner-failed', 'The runner was killed while the program ran (SIGKILL).', false],
      ['stops', 'runner-failed', 'The runner was stopped while the program ran (SIGSTOP).', false],
      [
        ...['limits', 'runner-failed'],
        'The program changed the limits, priority or cores of the runner.',
        false,
      ],
      ['stops-itself', 'benchmark-timeout', expect.stringContaining('did not finish'), false],
      ['good', undefined, undefined, true],
      ['daemon', undefined, undefined, true],
    ]);
    expect(processesWith('tag-attacked')).toEqual([]);
    expect(await workFolders()).toEqual([]);
  });

  it.each(['hangs', 'stops-itself', 'stops-group'])(
    'leave no process and no folder where the command is killed while one %s',
    { timeout: 120_000 },
    async (how) => {
      const cwd = await project(`killed-${how}`, [how], '600s');
      const command = retarget.start(['profile', '.', '--verify', 'none'], { cwd });
      const tag = `tag-killed-${how}`;
      expect(await eventually(() => processesWith(tag).length >= 2)).toBe(true);
      process.kill(command.pid ?? 0, 'SIGKILL');
      await command.ended;
      expect(await eventually(() => processesWith(tag).length === 0)).toBe(true);
      expect(await workFolders()).toHaveLength(1);
      const after = await project(`after-${how}`, [], '2s');
      const next = await retarget.run(['profile', '.', '--verify', 'none', '--json'], {
        cwd: after,
      });
      expect(next.exitCode).toBe(0);
      expect(await workFolders()).toEqual([]);
    },
  );
});
