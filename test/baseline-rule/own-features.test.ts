// The baseline rule for functions with features of their own (`__attribute__((target("avx2")))`), where no front end puts the
// two together: bitcode, IR text, and `--bitcode-only`. Each target's features come in front, as `-march=<target>` has it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { holdRuleForUnit } from './one-unit.ts';

const TIME_LIMIT = 5 * 60_000;

/** Helpers that plain functions and such with features of their own call, which each must be able to have inlined. */
const SOURCE = `#include <immintrin.h>
static inline unsigned step(unsigned x, unsigned k) { x ^= k; return ((x << 5) | (x >> 27)) * 0x9e3779b1u; }
static float weight(float x, float y) { return x * y + x / (y + 1.0f); }

__attribute__((target("avx2"))) unsigned sum_avx2(const unsigned *a, int n, unsigned k) {
  unsigned s = 0;
  for (int i = 0; i < n; i++) s += step(a[i], k) + (unsigned)__builtin_popcount(a[i]);
  return s;
}

__attribute__((target("avx512f,avx512bw"))) int first_avx512(const int *a, const int *b) {
  return _mm512_reduce_add_epi32(_mm512_add_epi32(_mm512_loadu_si512(a), _mm512_loadu_si512(b)));
}

__attribute__((target("no-fma,no-avx2"))) void scale_without(float *a, const float *b, int n) {
  for (int i = 0; i < n; i++) a[i] = weight(a[i], b[i]);
}

__attribute__((target("arch=haswell"))) void scale_haswell(float *a, const float *b, int n) {
  for (int i = 0; i < n; i++) a[i] = weight(a[i], b[i]);
}

__attribute__((target("tune=skylake-avx512"))) void scale_tuned(float *a, const float *b, int n) {
  for (int i = 0; i < n; i++) a[i] = weight(a[i], b[i]);
}

void scale(float *a, const float *b, int n) {
  for (int i = 0; i < n; i++) a[i] = weight(a[i], b[i]);
  if (__builtin_cpu_supports("avx2")) scale_haswell(a, b, n);
}

unsigned sum(const unsigned *a, int n, unsigned k) {
  unsigned s = 0;
  for (int i = 0; i < n; i++) s += step(a[i], k);
  return __builtin_cpu_supports("avx2") ? s + sum_avx2(a, n, k) : s;
}

int main(void) { return 0; }
`;

/** Nothing in it asks for no features: only what it declares shows what its unit was compiled for. */
const NOTHING_PLAIN = `int atoi(const char *);
__attribute__((target("avx2"))) void scale_avx2(float *a, const float *b, int n) {
  for (int i = 0; i < n; i++) a[i] = a[i] * b[i] + b[i];
}

__attribute__((target("avx2"))) int main(int count, char **words) {
  return atoi(words[0]) - count;
}
`;

let scratch: string;

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'retarget-own-features-'));
  vi.stubEnv('RETARGET_CACHE', join(scratch, 'cache'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(scratch, { recursive: true, force: true });
});

describe('the baseline rule of functions with features of their own', () => {
  test.for([
    ['bitcode', { text: SOURCE, form: 'bitcode' }, {}],
    ['IR text', { text: SOURCE, form: 'IR text' }, {}],
    ['sources built from one IR', { text: SOURCE, form: 'source' }, { bitcodeOnly: true }],
    ['bitcode of nothing but such functions', { text: NOTHING_PLAIN, form: 'bitcode' }, {}],
  ] as const)('holds for %s', { timeout: TIME_LIMIT }, async ([, unit, options], context) => {
    expect.hasAssertions();
    const toolchain = await findToolchain();
    context.skip(!toolchain.triple.startsWith('x86_64'), 'the targets are x86-64 CPUs');
    await holdRuleForUnit(toolchain, scratch, { ...unit, language: 'c' }, options);
  });
});
