// The baseline rule for targets with flags of their own: the code is what `-march=<cpu> <flags>` in the user's own build gives.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Toolchain } from '../../src/model/toolchain.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { badInput } from '../cli/bad-input/bad-input.ts';
import { disassemble, firstDifference } from './disassembly.ts';

const retarget = badInput();

/** Loops that each of the flags changes, for a CPU with AVX-512. */
const LOOPS = `
void gather(float *restrict o, const float *restrict t, const int *restrict i, int n) {
  for (int k = 0; k < n; k++) o[k] = t[i[k]] * 2.0f;
}
double dot(const double *a, const double *b, int n) {
  double s = 0;
  for (int k = 0; k < n; k++) s += a[k] * b[k];
  return s;
}
void saxpy(float *restrict y, const float *restrict x, float a, int n) {
  for (int k = 0; k < n; k++) y[k] += a * x[k];
}
int sum(const int *a, int n) {
  int s = 0;
  for (int k = 0; k < n; k++) s += a[k];
  return s;
}
`;

const SOURCES = {
  'loops.c': LOOPS,
  // Looks at the target: which of the two stands there, the flags decide.
  'asks.c': `
#if defined(__FMA__)
double step(double a, double b, double c) { return __builtin_fma(a, b, c) + 1; }
#else
double step(double a, double b, double c) { return a * b * c; }
#endif
`,
  // A function with features of its own, on top of the target's.
  'pinned.c': `
__attribute__((target("avx2"))) void add(float *restrict y, const float *restrict x, int n) {
  for (int k = 0; k < n; k++) y[k] += x[k] * 3.0f;
}
`,
  'main.c': 'int main(void) { return 0; }\n',
};

const FLAGGED = [
  'znver4:-mno-gather',
  'znver4:-mno-fma',
  'znver4:-mno-avx512f',
  'znver4:-mtune=znver2',
  'znver4:-mtune=generic',
  'znver4:-mprefer-vector-width=128',
  'znver4:-mprefer-vector-width=128:-mno-fma',
  'znver4:-fno-vectorize:-fno-slp-vectorize',
  'znver4:-mllvm:-force-vector-width=2',
  'x86-64-v4:-mprefer-vector-width=512',
  'x86-64-v3:-mtune=znver4',
];

/** Acts in the front end alone. */
const FRONT_END = 'znver4:-ffp-contract=off';

let toolchain: Toolchain;

beforeAll(async () => {
  toolchain = await findToolchain();
});

/** Listings of the objects that `retarget build` leaves, by target and by the object's name. */
async function built(folder: string, targets: readonly string[]) {
  const out = join(folder, 'out');
  const { said, exitCode } = await retarget.run(
    ['build', '--baseline', 'x86-64', '--targets', targets.join(','), '--out', out],
    { cwd: folder },
  );
  expect(exitCode, said).toBe(0);
  const folders = await readdir(join(out, 'p'));
  const listing = (target: string, name: string): Promise<string> => {
    // Names of folders hold no colon, and end in a part of a hash then.
    const own = folders.find((each) =>
      target.includes(':')
        ? each.startsWith(`${target.replaceAll(':', '_')}-`) && each.length === target.length + 9
        : each === target,
    );
    if (own === undefined) throw new Error(`${target} is not among ${folders.join(' ')}`);
    return disassemble(toolchain, join(out, 'p', own, name));
  };
  return listing;
}

async function direct(folder: string, target: string, source: string, own: readonly string[] = []) {
  const [cpu = '', ...flags] = target.split(':');
  const object = join(folder, 'direct.o');
  const result = await runProcess({
    command: toolchain.clang,
    args: ['-O3', `-march=${cpu}`, ...flags, ...own, '-c', source, '-o', object],
    cwd: folder,
  });
  expect(result.exitCode, result.stderr).toBe(0);
  return disassemble(toolchain, object);
}

describe('a target with flags of its own', () => {
  it('gets from sources what clang makes with these flags', async (context) => {
    context.skip(!toolchain.triple.startsWith('x86_64'), 'the targets are x86-64 CPUs');
    const folder = await retarget.project(SOURCES, {
      programs: [{ name: 'p', sources: ['*.c'], flags: ['-O3'] }],
    });
    const targets = [...FLAGGED, FRONT_END];
    const listing = await built(folder, targets);
    for (const target of targets) {
      for (const source of ['loops.c', 'asks.c', 'pinned.c']) {
        const ours = await listing(target, `${source}.o`);
        const theirs = await direct(folder, target, source);
        expect.soft(firstDifference(ours, theirs), `${source} for ${target}`).toBeUndefined();
      }
      // Flags that do nothing would be the same everywhere, too. AVX-512 is what 512 bits are taken from only with that flag.
      const plain = await direct(folder, target.replace(/:.*/u, ''), 'loops.c');
      expect.soft(await listing(target, 'loops.c.o'), `${target} differs`).not.toBe(plain);
    }
    expect(await listing('znver4:-mno-gather', 'loops.c.o')).not.toContain('vgather');
    expect(await listing('znver4:-mno-fma', 'asks.c.o')).not.toContain('vfmadd');
    expect(await listing('x86-64-v4:-mprefer-vector-width=512', 'loops.c.o')).toContain('%zmm');
  }, 600_000);

  it('gets from bitcode what clang makes of the source, and flags that only a front end knows are refused', async (context) => {
    context.skip(!toolchain.triple.startsWith('x86_64'), 'the targets are x86-64 CPUs');
    const folder = await retarget.project(SOURCES, {
      programs: [{ name: 'p', sources: ['loops.bc', 'main.c'], flags: ['-O3'] }],
    });
    const made = await runProcess({
      command: toolchain.clang,
      args: ['-O3', '-Xclang', '-disable-llvm-passes', '-emit-llvm', '-c', 'loops.c'],
      cwd: folder,
    });
    expect(made.exitCode, made.stderr).toBe(0);
    const listing = await built(folder, FLAGGED);
    for (const target of FLAGGED) {
      const ours = await listing(target, 'loops.bc.o');
      const theirs = await direct(folder, target, 'loops.c');
      expect.soft(firstDifference(ours, theirs), target).toBeUndefined();
    }
    const refused = await retarget.run(
      ['build', '--baseline', 'x86-64', '--targets', FRONT_END, '--out', 'out'],
      { cwd: folder },
    );
    expect(refused.said).toContain(
      `cannot be built for ${FRONT_END}: -ffp-contract=off takes effect when a source is compiled to IR`,
    );
  }, 600_000);

  it('leaves a file the features that it has for itself, as options behind CFLAGS do', async (context) => {
    context.skip(!toolchain.triple.startsWith('x86_64'), 'the targets are x86-64 CPUs');
    const folder = await retarget.project(
      {
        ...SOURCES,
        'own.c': `#include <immintrin.h>\n__m256 twice(__m256 x) { return _mm256_add_ps(x, x); }\n${LOOPS.replaceAll('gather(', 'take(').replaceAll('dot(', 'dots(').replaceAll('saxpy(', 'axpy(').replaceAll('sum(', 'sums(')}`,
        'compile_commands.json': JSON.stringify(
          [['main.c'], ['loops.c'], ['own.c', '-mavx2']].map(([file = '', ...flags]) => ({
            ...{ directory: retarget.folder, file },
            arguments: ['cc', '-O3', ...flags, '-c', file],
          })),
        ),
      },
      { programs: [{ name: 'p', compileCommands: '.' }] },
    );
    const listing = await built(folder, ['x86-64-v3:-mno-avx2']);
    const ours = await listing('x86-64-v3:-mno-avx2', 'own.c.o');
    const theirs = await direct(folder, 'x86-64-v3:-mno-avx2', 'own.c', ['-mavx2']);
    expect(firstDifference(ours, theirs)).toBeUndefined();
    expect(await listing('x86-64-v3:-mno-avx2', 'loops.c.o')).not.toContain('vpaddd\t%ymm');
  }, 600_000);
});
