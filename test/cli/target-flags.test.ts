// Targets with flags of their own, through the command: asked for, refused, measured and stored.
import { expect, it } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { badInput } from './bad-input/bad-input.ts';

const retarget = badInput();

const LOOP = `#include <stdio.h>
static float a[256], b[256];
int main(void) {
  for (int k = 0; k < 256; k++) b[k] = (float)k;
  for (int r = 0; r < 20000; r++) for (int k = 0; k < 256; k++) a[k] = a[k] * 0.5f + b[k];
  return printf("%g\\n", a[77]) < 0;
}
`;

const PROGRAMS = [{ name: 'p', sources: ['a.c'], flags: ['-O3'] }];

it('a described target is measured and stored with its CPU and flags, and explained where its name does not say them', async () => {
  const narrow = { cpu: 'x86-64-v2', flags: ['-fno-vectorize', '-fno-slp-vectorize'] };
  await retarget.project(
    { 'a.c': LOOP },
    {
      baseline: 'x86-64',
      targets: [
        { ...narrow, name: 'no vectors' },
        'x86-64-v2:-mtune=znver3',
        'x86-64-v2:-mno-popcnt',
      ],
      programs: PROGRAMS,
      budget: '0.5s',
    },
  );
  const { stdout, exitCode, stderr } = await retarget.run(['profile', '--json']);
  expect(exitCode, stderr).toBe(0);
  const run = JSON.parse(stdout) as Run;
  expect(run.targets.map(({ name, cpu, flags }) => ({ name, cpu, flags }))).toEqual([
    { name: 'x86-64', cpu: undefined, flags: undefined },
    { ...narrow, name: 'no vectors' },
    { name: 'x86-64-v2:-mtune=znver3', cpu: 'x86-64-v2', flags: ['-mtune=znver3'] },
    { name: 'x86-64-v2:-mno-popcnt', cpu: 'x86-64-v2', flags: ['-mno-popcnt'] },
  ]);
  expect(run.targets[2]?.features).toContain('popcnt');
  expect(run.targets[3]?.features).not.toContain('popcnt');
  const [program] = run.programs;
  expect(program?.variants.map(({ state }) => state)).toEqual(Array(4).fill('built'));
  const [plain, narrowed] = (program?.variants ?? []).map(({ units }) => units[0]?.objectHash);
  expect(narrowed).toMatch(/^[0-9a-f]{64}$/u);
  expect(narrowed).not.toBe(plain);
  const argv = program?.variants[1]?.units[0]?.codegenArgv ?? [];
  expect(argv.join(' ')).toContain('-march=x86-64-v2 -fno-vectorize -fno-slp-vectorize');
  // A front end for -mtune is none that the source asked for.
  expect(program?.build?.ownFrontEnds).toEqual([]);
  const report = await retarget.run(['report', run.id]);
  expect(report.said).toContain('no vectors: is x86-64-v2 with -fno-vectorize -fno-slp-vectorize.');
  // By its name from the file, on the command line.
  const again = await retarget.run(['profile', '--json', '--targets', 'no vectors']);
  const second = JSON.parse(again.stdout) as Run;
  expect(second.targets.map(({ name }) => name)).toEqual(['x86-64', 'no vectors']);
  const compared = await retarget.run(['compare', run.id, second.id, '--json']);
  expect(compared.exitCode).toBe(0);
});

it.each([
  ['znver4:-mno-such-thing', "unknown argument: '-mno-such-thing'"],
  ['znver4:-mtune=zen9', "unknown target CPU 'zen9'"],
  ['znver4:-mprefer-vector-width=wide', "invalid value 'wide' in 'mprefer-vector-width='"],
  ['znver4:-mllvm:-no-such-option', "Unknown command line argument '-no-such-option'"],
  ['znver9:-mno-gather', 'has no x86_64 CPU named "znver9"'],
  ['znver4:-O2', '"-O2" is not allowed in a target'],
  ['x86-64:-march=znver4', 'sets the CPU, which the target already sets'],
])('%s is refused before anything is built', async (target, words) => {
  await retarget.project({ 'a.c': 'this is no C\n' }, { programs: PROGRAMS });
  for (const option of ['--targets', '--baseline']) {
    const { said, exitCode } = await retarget.run(['profile', option, target]);
    expect(said).toContain(words);
    expect(said).not.toContain('does not compile');
    expect(exitCode).toBe(2);
  }
});

it('features that flags add or take away decide what runs here', async () => {
  const added = await retarget.run(['host', '--explain', 'x86-64:-mxop']);
  expect(added.said).toMatch(/x86-64:-mxop cannot run on this .*(?:xop|fma4)/u);
  const taken = await retarget.run([
    'host',
    '--explain',
    'bdver4:-mno-avx:-mno-sse4a:-mno-tbm:-mno-lwp',
  ]);
  expect(taken.said).not.toMatch(/xop|fma4/u);
  // A habit of code generation is no ability that a host could lack.
  const habit = await retarget.run(['host', '--explain', 'x86-64:-mno-gather']);
  expect(habit.said).toContain('x86-64:-mno-gather runs on this');
});

it("a name that is another CPU's is refused", async () => {
  await retarget.project(
    { 'a.c': LOOP },
    { targets: [{ cpu: 'x86-64-v2', flags: ['-mno-popcnt'], name: 'znver3' }], programs: PROGRAMS },
  );
  const { said, exitCode } = await retarget.run(['profile']);
  expect(said).toContain(
    'The target "znver3" is x86-64-v2 with its own flags, but it has the name of another CPU.',
  );
  expect(exitCode).toBe(2);
});
