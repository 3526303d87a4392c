import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { runProcess } from '../../src/process/run-process.ts';
import type { StartedProcess } from '../../src/process/start-process.ts';
import { openStore } from '../../src/store/run-store.ts';
import { bundledCommandLine } from './retarget.ts';
import { executions, writeSpinningProject } from './spinning-project.ts';

const retarget = bundledCommandLine();

async function project(name: string, budget: string): Promise<string> {
  const folder = join(retarget.folder, name);
  await writeSpinningProject(folder, budget);
  return folder;
}

/** Resolves once standard error has said this; what was said until then is in the answer. */
function said({ stderr }: StartedProcess, words: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    stderr?.on('data', (data: Buffer) => {
      text += data.toString();
      if (words.test(text)) resolve(text);
    });
    stderr?.on('end', () => {
      reject(new Error(`it ended without saying ${words.source}: ${text}`));
    });
  });
}

async function nothingRuns(folder: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if ((await executions(folder)).length === 0) return;
    await delay(100);
  }
  throw new Error(`still running in ${folder}: ${(await executions(folder)).join(' ')}`);
}

describe('a profile', () => {
  it('says what it does on standard error, its results on standard output, and stores them', async () => {
    const folder = await project('plain', '1s');
    const { stdout, stderr, exitCode } = await retarget.run(['profile', folder]);
    expect(stderr).toMatch(/^Profiling .*plain for [23] targets with LLVM/);
    expect(stderr).toMatch(/^spin: front end \(\d+ of \d+ steps\)\nspin: code generation/m);
    expect(stderr).toMatch(/^spin\/first: .* \(1 of 2\)$/m);
    expect(stderr).toMatch(/^spin\/second: .* \(2 of 2\)$/m);
    expect(stdout).toContain('first');
    expect(exitCode).toBe(0);
    const run = await openStore(folder).load('latest');
    expect(run).toMatchObject({ state: 'finished', baseline: 'x86-64' });
    const [, again] = /^Run saved. To show it again: retarget (.*)$/m.exec(stderr) ?? [];
    expect(again).toBe(`report ${join(openStore(folder).folder, `${run.id}.json`)}`);
    expect((await retarget.run(again?.split(' ') ?? [])).stdout).toBe(stdout);
  });

  it('says before the first round that the rounds any verdict takes are longer than the budget, and keeps to it', async () => {
    const folder = await project('longer', '10ms');
    const { stderr } = await retarget.run(['profile', folder]);
    const said =
      /^Measuring 2 benchmarks: at least (\d+) s, for (\d+) rounds of each; the budget is 1 s$/m;
    const [, , rounds = ''] = said.exec(stderr) ?? [];
    expect(stderr.search(said)).toBeLessThan(stderr.search(/^spin\/first: .*\(1 of 2\)$/m));
    const run = await openStore(folder).load('latest');
    expect(run.programs[0]?.benchmarks.map((each) => each.rounds)).toEqual([+rounds, +rounds]);
    expect(run.warnings.map(({ code }) => code)).toContain('many-benchmarks');
  });

  it('is JSON alone on standard output where that is asked for, and silent where that is', async () => {
    const folder = await project('quiet', '300ms');
    const result = await retarget.run(['profile', folder, '--json', '-q', '--seed', '7']);
    expect((JSON.parse(result.stdout) as Run).settings).toMatchObject({ budget: 0.3, seed: 7 });
    expect(result.stderr).toMatch(/^Run saved. .*\n$/);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'stops at %s, saves what is finished, leaves nothing and exits %i',
    async (name, code) => {
      const folder = await project(name, '120s');
      const profile = retarget.start(['profile', folder]);
      await said(profile, /\d+ rounds/);
      process.kill(profile.pid ?? 0, name);
      expect(await profile.ended).toEqual({ exitCode: code });
      expect(await executions(folder)).toEqual([]);
      const run = await openStore(folder).load('latest');
      expect(run.state).toBe('interrupted');
      expect(
        run.programs[0]?.variants.filter(({ state }) => state === 'built').length,
      ).toBeGreaterThan(1);
      expect(await readdir(openStore(folder).folder)).toEqual([`${run.id}.json`]);
    },
  );

  it('that is killed leaves a store that reads, and the next one cleans up', async () => {
    const folder = await project('killed', '120s');
    const profile = retarget.start(['profile', folder]);
    await said(profile, /\d+ rounds/);
    process.kill(profile.pid ?? 0, 'SIGKILL');
    expect(await profile.ended).toEqual({ signal: 'SIGKILL' });
    const killed = await openStore(folder).load('latest');
    expect(killed.state).toBe('running');
    expect((await retarget.run(['runs', '-p', folder])).stdout).toContain(killed.id);
    expect((await retarget.run(['report', '-p', folder])).exitCode).toBe(0);
    await nothingRuns(folder);

    const next = await retarget.run(['profile', folder, '--budget', '300ms']);
    expect(next.exitCode).toBe(0);
    expect((await openStore(folder).load(killed.id)).state).toBe('interrupted');
    const names = await readdir(openStore(folder).folder);
    expect(names.filter((name) => !name.endsWith('.json'))).toEqual([]);
    expect(names).toHaveLength(2);
  });
});

describe('a profile that cannot be stored', () => {
  it('in a read-only project folder gives its results all the same, and says so', async ({
    skip,
  }) => {
    if (process.getuid?.() !== 0) skip('making a read-only disk needs root');
    const folder = await project('read-only', '300ms');
    const bind = await runProcess({ command: 'mount', args: ['--bind', folder, folder] });
    if (bind.exitCode !== 0) skip('this root may not mount');
    try {
      await runProcess({ command: 'mount', args: ['-o', 'remount,bind,ro', folder] });
      const { stdout, stderr, exitCode } = await retarget.run(['profile', folder]);
      expect(stderr).toMatch(/warning: The run is not stored\. .* is not writable \(EROFS\)/);
      expect(stdout).toContain('second');
      expect(exitCode).toBe(0);
    } finally {
      await runProcess({ command: 'umount', args: [folder] });
    }
  });

  it('on a full disk gives its results all the same, and says so', async ({ skip }) => {
    if (process.getuid?.() !== 0) skip('mounting a small disk needs root');
    const folder = await project('full', '300ms');
    const mount = await runProcess({
      command: 'mount',
      args: ['-t', 'tmpfs', '-o', 'size=8k', 'tmpfs', folder],
    });
    if (mount.exitCode !== 0) skip('this root may not mount');
    try {
      await writeSpinningProject(folder, '300ms');
      const { stdout, stderr, exitCode } = await retarget.run(['profile', folder]);
      expect(stderr).toMatch(/warning: The run is not stored\. .* the disk is full/);
      expect(stdout).toContain('second');
      expect(exitCode).toBe(0);
    } finally {
      await runProcess({ command: 'umount', args: [folder] });
    }
  });
});
