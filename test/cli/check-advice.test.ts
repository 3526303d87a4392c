import { expect, it } from 'vitest';
import { basename, join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import type { Run } from '../../src/model/run.ts';
import { badInput } from './bad-input/bad-input.ts';

const retarget = badInput();

/** Its output differs each time, by less than any tolerance that is suggested. */
const UNSTABLE = `#include <stdio.h>
#include <time.h>
int main(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return printf("value %.9f\\n", 1000 + (now.tv_nsec % 99991) * 1e-9) < 0;
}
`;

it('the way to a file that is not there yet has a line of its own behind the settings for it', async () => {
  const folder = await retarget.project({ 'main.c': UNSTABLE });
  const words = ['--targets', 'x86-64', '--budget', '1s', '--format', 'json'];
  const { stdout } = await retarget.run(['profile', folder, ...words]);
  const run = JSON.parse(stdout) as Run;
  const failure = run.programs[0]?.benchmarks[0]?.failure;
  expect(failure?.hint).toMatch(/to compare exit codes only$/u);
  expect(failure?.remedies).toEqual([
    // For buttons; options of a command would be for every benchmark of the folder.
    { kind: 'set-benchmark', check: { output: 'numbers', tolerance: 1e-6 } },
    { kind: 'set-benchmark', check: { output: 'exit-code' } },
    { kind: 'save-configuration', directory: folder, program: basename(folder) },
  ]);
});

it('the file that is suggested where outputs differ is accepted, and does what it promises', async () => {
  const folder = await retarget.project({ 'main.c': UNSTABLE });
  const words = ['--targets', 'x86-64', '--budget', '1s', '--format', 'json'];
  const first = await retarget.run(['profile', join(folder, 'main.c'), ...words]);
  const run = JSON.parse(first.stdout) as Run;
  const hint = run.programs[0]?.benchmarks[0]?.failure?.hint ?? '';
  const suggested = /create one next to it: (?<json>\{.*\})\):\n/u.exec(hint)?.groups?.['json'];
  expect(suggested, hint).toBeDefined();
  await writeFile(join(folder, 'retarget.json'), suggested ?? '');
  const { said, exitCode } = await retarget.run(['profile', folder, ...words]);
  expect(exitCode, said).toBe(0);
});
