// A shared library as the thing built, exercised by a driver: the library is each target's, the driver the same for all.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { badInput } from './bad-input/bad-input.ts';

const retarget = badInput();

const FILES = {
  'lib/sum.c':
    'int sum(const int *a, int n) { int s = 0; for (int k = 0; k < n; k++) s += a[k] * a[k]; return s; }\n',
  'decoy.c': 'int sum(const int *a, int n) { return 7 + n * !a; }\n',
  'bench.c': `#include <stdio.h>
int sum(const int *a, int n);
static int a[4096];
int main(void) {
  unsigned s = 0;
  for (int k = 0; k < 4096; k++) a[k] = k & 63;
  for (int r = 0; r < 2000; r++) { a[r & 4095] ^= 1; s += (unsigned)sum(a, 4096); }
  return printf("%u\\n", s) < 0;
}
`,
};

const PROGRAM = {
  name: 'sum',
  sharedLibrary: 'libsum.so.1',
  sources: ['lib/*.c'],
  flags: ['-O3'],
  driver: { sources: ['bench.c'], flags: ['-O3'] },
};

it('the library is built for each target and taken by the loader, and the driver is the same for all', async () => {
  const folder = await retarget.project(FILES, {
    baseline: 'x86-64',
    targets: ['x86-64-v2', 'x86-64-v3:-mno-fma'],
    programs: [PROGRAM],
    budget: '0.3s',
  });
  const out = join(folder, 'out');
  const built = await retarget.run(['build', '--targets', 'x86-64-v3', '--out', out]);
  expect(built.exitCode, built.said).toBe(0);
  const file = (target: string, name: string) => readFile(join(out, 'sum', target, name));
  expect(await file('x86-64', 'bench.c.o')).toEqual(await file('x86-64-v3', 'bench.c.o'));
  expect(await file('x86-64', 'libsum.so.1')).not.toEqual(await file('x86-64-v3', 'libsum.so.1'));
  expect(built.said).not.toContain('keeps the CPU');
  // Another library of that name, which LD_LIBRARY_PATH leads to, is not taken.
  const decoy = join(folder, 'decoy');
  await mkdir(decoy);
  const { clang } = await findToolchain();
  const made = await runProcess({
    command: clang,
    args: [
      '-shared',
      '-fPIC',
      '-Wl,-soname,libsum.so.1',
      '-o',
      join(decoy, 'libsum.so.1'),
      join(folder, 'decoy.c'),
    ],
  });
  expect(made.exitCode, made.stderr).toBe(0);
  const runs = await Promise.all(
    [undefined, { LD_LIBRARY_PATH: decoy }].map((env) =>
      runProcess({
        command: join(out, 'sum', 'x86-64', 'sum'),
        args: [],
        ...(env === undefined ? {} : { env }),
      }),
    ),
  );
  expect(runs[0]?.stdout).toMatch(/^\d+\n$/u);
  expect(runs[1]?.stdout).toBe(runs[0]?.stdout);

  const { stdout, stderr, exitCode } = await retarget.run(['profile', '--json']);
  expect(exitCode, stderr).toBe(0);
  const [program] = (JSON.parse(stdout) as Run).programs;
  const variants = program?.variants ?? [];
  expect(variants.map(({ state }) => state)).toEqual(['built', 'built', 'built']);
  const libraries = variants.map((each) => each.libraries?.[0]);
  expect(libraries.map((each) => each?.name)).toEqual(Array(3).fill('libsum.so.1'));
  expect(new Set(libraries.map((each) => each?.hash)).size).toBeGreaterThan(1);
  // One executable for all: only the library's code tells two variants apart.
  expect(new Set(variants.map((each) => each.executableHash)).size).toBe(1);
});

it.each([
  [
    { ...PROGRAM, driver: undefined },
    '"sharedLibrary" requires "driver", because a library does not run by itself',
  ],
  [{ ...PROGRAM, sharedLibrary: undefined }, '"driver" requires "sharedLibrary"'],
  [{ ...PROGRAM, sharedLibrary: '../libsum.so' }, 'expected the name of a file without a folder'],
  [
    { ...PROGRAM, sources: undefined, flags: undefined, cmake: { target: 'sum' } },
    '"sharedLibrary" cannot be combined with "cmake"',
  ],
])('%j is refused', async (program, words) => {
  await retarget.project(FILES, { programs: [program] });
  const { said, exitCode } = await retarget.run(['profile']);
  expect(said).toContain(words);
  expect(exitCode).toBe(2);
});
