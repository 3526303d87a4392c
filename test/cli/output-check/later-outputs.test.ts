// Outputs that are right when they are checked before the first round, and other ones behind the last.
import { describe, expect, it } from 'vitest';
import type { Run } from '../../../src/model/run.ts';
import { badInput } from '../bad-input/bad-input.ts';

const retarget = badInput();

/** Counts its executions in a file; what it does depends on their number. The checks before the first round are the first few. */
const counting = (body: string): string => `#include <stdio.h>
#ifdef __SSE3__
#define WIDE 1
#else
#define WIDE 0
#endif
int main(void) {
  int count = 0;
  FILE *file = fopen("count", "r");
  if (file) { if (fscanf(file, "%d", &count) != 1) return 3; fclose(file); }
  file = fopen("count", "w");
  fprintf(file, "%d", count + 1);
  fclose(file);
  volatile int late = count >= 12, wide = WIDE;
  ${body}
  return 0;
}
`;

async function profiled(
  body: string,
  check: object = {},
): Promise<{ readonly run: Run; readonly exitCode: number | undefined; readonly folder: string }> {
  const programs = [{ name: 'c', sources: ['c.c'], benchmarks: [{ name: 'b', check }] }];
  const folder = await retarget.project({ 'c.c': counting(body) }, { programs });
  const { stdout, stderr, exitCode } = await retarget.run([
    ...['profile', folder, '--targets', 'x86-64-v2', '--baseline', 'x86-64'],
    ...['--budget', '0.1s', '--format', 'json'],
  ]);
  expect(stdout, stderr).not.toBe('');
  return { run: JSON.parse(stdout) as Run, exitCode, folder };
}

describe.runIf(process.arch === 'x64')('an output that changes while it is measured', () => {
  it('makes a target wrong that prints something else after the last round', async () => {
    const { run, exitCode, folder } = await profiled('puts(WIDE && late ? "WRONG" : "right");');
    const comparison = run.programs[0]?.benchmarks[0]?.comparisons[1];
    expect([exitCode, comparison?.verdict]).toEqual([1, 'wrong output']);
    expect(comparison?.failure?.message).toContain(
      'correct before the first round and wrong after',
    );
    expect(comparison?.failure?.details).toContain('WRONG');
    const text = await retarget.run(['report', '-p', folder]);
    expect(text.said).toContain('wrong output');
    expect(text.said).toContain('correct before the first round and wrong after the last');
    expect(text.said).not.toMatch(/x86-64-v2 is .* as fast/u);
  });

  it('makes a target wrong that writes something else then, or nothing', async () => {
    const check = { files: ['out.txt'] };
    const write = (text: string): string =>
      `file = fopen("out.txt", "w"); fputs(${text}, file); fclose(file);`;
    const bad = await profiled(write('WIDE && late ? "BAD" : "good"'), check);
    const [, wrong] = bad.run.programs[0]?.benchmarks[0]?.comparisons ?? [];
    expect([bad.exitCode, wrong?.verdict]).toEqual([1, 'wrong output']);
    expect(wrong?.failure?.message).toContain('The file out.txt');
    const gone = await profiled(`if (!(WIDE && late)) { ${write('"good"')} }`, check);
    const [, missing] = gone.run.programs[0]?.benchmarks[0]?.comparisons ?? [];
    expect([gone.exitCode, missing?.verdict]).toEqual([1, 'failed']);
    expect(missing?.failure?.message).toContain('this run did not write it');
    expect(missing?.speedup).toBeUndefined();
  });

  it('of the baseline, such as a date, is an output that changes by itself', async () => {
    const { run, exitCode } = await profiled('printf("at 12:00:%02d\\n", count / 12);');
    const result = run.programs[0]?.benchmarks[0];
    expect([exitCode, result?.failure?.code]).toEqual([5, 'benchmark-unstable-output']);
    expect(result?.failure?.hint).toContain('"ignoreLines"');
    expect(result?.comparisons.map(({ speedup }) => speedup)).toEqual([undefined, undefined]);
  });

  it('is left alone where only exit codes are compared', async () => {
    const { run, exitCode } = await profiled('puts(late ? "WRONG" : "right");', {
      output: 'exit-code',
    });
    expect([exitCode, run.programs[0]?.benchmarks[0]?.failure]).toEqual([0, undefined]);
  });
});
