// The baseline rule for code that takes the addresses of labels (`&&label`), several times one's: LLVM's text parser refuses the order
// of such addresses' uses where blocks have numbers alone.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { holdRuleForUnit } from './one-unit.ts';

const TIME_LIMIT = 5 * 60_000;

/** Tables, differences and sums of addresses, two functions with blocks of one number, and words that look like such numbers. */
const TABLES = `#include <stdio.h>
static int later(int x);
static unsigned run(const unsigned char *code, unsigned acc) {
  static const void *const table[256] = {&&op_add, &&op_mul, &&op_mix, [3 ... 255] = &&op_end};
  static const int distances[4] = {&&op_add - &&op_add, &&op_mul - &&op_add, &&op_end - &&op_add, &&op_end - &&op_add};
  static void *const others[] = {&&op_end, &&op_end, (void *)later, (char *)&&op_end + 0};
  printf("%11d %s", distances[*code & 3], "%12 label %13 \\"quoted %14");
  __asm__ volatile("# label %%12 %%13 \\"x\\"" ::: "memory");
  if (acc == 77) goto *(others[*code & 1]);
  goto *table[*code++];
op_add: acc += 3; goto *((char *)&&op_add + distances[*code++ & 3]);
op_mul: acc *= 5; goto *table[*code++];
op_mix: for (int i = 0; i < 64; i++) acc += code[i] * acc; goto *table[*code++];
op_end: return acc;
}
static int later(int x) {
  static const void *const table[] = {&&a, &&a, &&b, &&a};
  void *next = x > 3 ? (void *)table[x & 3] : &&b;
  goto *next;
a: x++;
b: return x;
}
int jumps(int x) {
  __asm__ goto("test %0, %0; jz %l[zero]" ::"r"(x) : "cc" : zero, other);
  return 1;
zero: return 0;
other: return 2;
}
int main(int count, char **words) {
  float sums[64];
  for (int i = 0; i < 64; i++) sums[i] = (float)count * i + words[0][0];
  printf("%d %f\\n", later(count) + jumps(count) + (int)run((const unsigned char *)words[0], 1), sums[count]);
}
`;

const CPP = `template <class T> static T run(T x, const unsigned char *code) {
  static const void *const table[] = {&&a, &&b, &&b, &&b};
  goto *table[*code++ & 3];
a: for (int i = 0; i < 64; i++) x += code[i] * x;
  goto *table[*code++ & 3];
b: return x;
}
struct Machine {
  int step(int x) {
    static const void *const table[] = {&&a, &&a};
    auto inner = [](int y) {
      static const void *const own[] = {&&c, &&c, &&d};
      goto *own[y % 3];
    c: return 3;
    d: return 4;
    };
    if (x > 1) goto *table[x & 1];
  a: return x + inner(x);
  }
};
int odd(int) __asm__("odd name#1 %3 label %4");
int odd(int x) {
  static const void *const table[] = {&&a, &&a, &&c};
  goto *table[x % 3];
a: return 3;
c: return 4;
}
int main(int count, char **words) {
  Machine machine;
  const auto *code = (const unsigned char *)words[0];
  double sum = count;
  for (int i = 0; i < 64; i++) sum = sum * code[i] + 1.0;
  if (sum > 1e9) return 1;
  return run<int>(count, code) + (int)run<long>(count, code) + machine.step(count) + odd(count);
}
`;

let scratch: string;

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'retarget-block-addresses-'));
  vi.stubEnv('RETARGET_CACHE', join(scratch, 'cache'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(scratch, { recursive: true, force: true });
});

describe('the baseline rule of code that takes addresses of labels', () => {
  test.for([
    ['a C source', { text: TABLES, language: 'c', form: 'source' }],
    ['its bitcode', { text: TABLES, language: 'c', form: 'bitcode' }],
    ['its IR text', { text: TABLES, language: 'c', form: 'IR text' }],
    ['a C++ source', { text: CPP, language: 'c++', form: 'source' }],
  ] as const)('holds for %s', { timeout: TIME_LIMIT }, async ([, unit], context) => {
    expect.hasAssertions();
    const toolchain = await findToolchain();
    context.skip(!toolchain.triple.startsWith('x86_64'), 'the targets are x86-64 CPUs');
    await holdRuleForUnit(toolchain, scratch, unit);
  });
});
