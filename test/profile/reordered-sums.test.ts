// A program whose flags let sums be reordered prints other digits for wider vectors: what helps is said.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { profile } from '../../src/profile/profile.ts';

const folder = mkdtempSync(join(tmpdir(), 'retarget-reordered-'));
process.env['RETARGET_CACHE'] = join(folder, 'cache');

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const SUM = `#include <stdio.h>
static float a[1001];
int main(void) {
  for (int i = 0; i < 1001; i++) a[i] = 1.0f / (i + 1);
  float sum = 0;
  for (int i = 0; i < 1001; i++) sum += a[i] * a[i] + a[i];
  float last = 0;
  for (int i = 0; i < 1001; i++) last = last * 0.999f + a[i];
  printf("%.9g\\n%.9g\\n", sum, last);
  return 0;
}
`;

it.each([
  ['-ffast-math', '-ffp-contract=off does not help here'],
  ['-fno-math-errno', 'fused multiply-add'],
])('with %s', async (flag, advice) => {
  writeFileSync(join(folder, 'sum.c'), SUM);
  writeFileSync(
    join(folder, 'retarget.json'),
    JSON.stringify({ programs: [{ sources: ['sum.c'], flags: ['-O3', flag] }] }),
  );
  const run = await profile(
    { paths: [folder], baseline: 'x86-64', targets: ['x86-64-v3'], budget: 1 },
    { signal: new AbortController().signal, onEvent: () => undefined },
  );
  const comparison = run.programs[0]?.benchmarks[0]?.comparisons[1];
  expect(comparison).toMatchObject({ target: 'x86-64-v3', verdict: 'wrong output' });
  expect(comparison?.failure?.hint).toContain(advice);
});
