import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/run-store.ts';
import { bundledCommandLine } from './retarget.ts';

const retarget = bundledCommandLine();

const SOURCE = `#include <stdio.h>
int main(void) { for (int i = 0; i < 40; i++) putchar('a'); puts("!"); puts("b 5"); return 0; }
`;

async function project(name: string, benchmarks: readonly object[]): Promise<string> {
  const folder = join(retarget.folder, name);
  await mkdir(folder);
  await writeFile(join(folder, 'a.c'), SOURCE);
  const programs = [{ name: 'p', sources: ['a.c'], flags: ['-O1'], benchmarks }];
  const config = { baseline: 'x86-64', targets: ['x86-64-v2'], budget: '200ms', programs };
  await writeFile(join(folder, 'retarget.json'), JSON.stringify(config));
  return folder;
}

const ENDLESS = '^(a+)+$';
const NUMBER = { pattern: '^b ([0-9]+)$', better: 'lower' } as const;

describe('a pattern that never ends', () => {
  it.each([
    ['a metric', { metric: { pattern: ENDLESS, better: 'lower' } }],
    ['a metric with names', { metric: { pattern: `${ENDLESS}|(?<name>zz)`, better: 'lower' } }],
    ['lines to ignore', { check: { ignoreLines: ['^b', ENDLESS] } }],
  ])('as %s fails its benchmark and no other, by its name', async (name, benchmark) => {
    const other = { name: 'other', metric: NUMBER };
    const folder = await project(name.replaceAll(' ', '-'), [
      { name: 'endless', ...benchmark },
      other,
    ]);
    const { stdout } = await retarget.run(['profile', folder, '--json', '-q']);
    expect(stdout).toContain('endless');
    const run = await openStore(folder).load('latest');
    const said = (which: string): string =>
      JSON.stringify(run.programs[0]?.benchmarks.find((each) => each.benchmark.name === which));
    expect(said('endless')).toContain('took more than 1 second');
    expect(said('endless')).toContain('(a+)+$');
    expect(said('other')).not.toContain('failure');
  });

  it('leaves Ctrl-C its exit code, and stores the run', async () => {
    const metric = { pattern: ENDLESS, better: 'lower' };
    const names = ['b0', 'b1', 'b2', 'b3', 'b4'];
    const folder = await project(
      'interrupted',
      names.map((name) => ({ name, metric })),
    );
    const profile = retarget.start(['profile', folder]);
    await new Promise<void>((resolve) => {
      profile.stderr?.on('data', (text: Buffer) => {
        if (/^p\/b0: /m.test(text.toString())) resolve();
      });
    });
    await delay(300);
    process.kill(profile.pid ?? 0, 'SIGINT');
    expect(await profile.ended).toEqual({ exitCode: 130 });
    expect((await openStore(folder).load('latest')).state).toBe('interrupted');
  });
});
