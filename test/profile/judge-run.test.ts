import { describe, expect, it } from 'vitest';
import type { BenchmarkResult, Comparison, ProgramResult, Tail } from '../../src/model/run.ts';
import { variantOfTarget } from '../../src/model/variant.ts';
import { judgeRun, undecidedWarning } from '../../src/profile/judge-run.ts';
import { sampleResult } from '../report/sample-result.ts';

function result(name: string, comparisons: readonly Comparison[]): BenchmarkResult {
  return sampleResult({
    name,
    base: 100e6,
    comparisons: [{ target: 'x86-64', verdict: 'baseline' }, ...comparisons],
  });
}

function program(...benchmarks: BenchmarkResult[]): ProgramResult {
  const variants = ['x86-64', 'v3', 'v4'].map((target) => ({
    ...{ ...variantOfTarget(target), units: [], linkArgv: [] },
    state: 'built' as const,
  }));
  return { name: 'p', variants, benchmarks, overall: [] };
}

function faster(target: string, pValue: number, estimate = 1.2): Comparison {
  const speedup = { estimate, low: estimate / 1.02, high: estimate * 1.02 };
  return { target, verdict: 'inconclusive', speedup, pValue };
}

describe('judging a run', () => {
  it('corrects p-values over all benchmarks and programs of the run, not within one', () => {
    const [one, two] = judgeRun(
      [
        program(result('a', [faster('v3', 0.01)])),
        program(result('b', [faster('v3', 0.02)]), result('c', [faster('v3', 0.5)])),
      ],
      0.01,
    );
    expect(one?.benchmarks[0]?.comparisons[1]?.pValue).toBeCloseTo(0.03);
    expect(one?.benchmarks[0]?.comparisons[1]?.verdict).toBe('faster');
    expect(two?.benchmarks[0]?.comparisons[1]?.pValue).toBeCloseTo(0.04);
    expect(two?.benchmarks[1]?.comparisons[1]?.pValue).toBeCloseTo(0.5);
  });

  it('finds nothing equal, and blames no number of comparisons, where one side alone is slow now and then', () => {
    const even: Comparison = {
      ...{ target: 'v3', verdict: 'inconclusive', pValue: 0.5 },
      speedup: { estimate: 1, low: 0.999, high: 1.001 },
    };
    const apart = faster('v4', 0.5);
    const tail: Tail = { slow: 4, baselineSlow: 0, rounds: 30, meanSpeedup: 0.8 };
    const verdicts = (comparisons: readonly Comparison[]): unknown[] => {
      const judged = judgeRun([program(result('a', comparisons))], 0.01);
      const tested = judged[0]?.benchmarks[0]?.comparisons.slice(1) ?? [];
      return [tested.map(({ verdict }) => verdict), undecidedWarning(judged).length];
    };
    expect(verdicts([even, apart])).toEqual([['no difference', 'inconclusive'], 1]);
    expect(verdicts([even, apart].map((each) => ({ ...each, tail })))).toEqual([
      ['inconclusive', 'inconclusive'],
      0,
    ]);
  });

  it('leaves what was not tested alone', () => {
    const identical: Comparison = {
      target: 'v3',
      verdict: 'identical code',
      identicalTo: 'x86-64',
    };
    const [judged] = judgeRun([program(result('a', [identical]))], 0.01);
    expect(judged?.benchmarks[0]?.comparisons[1]).toEqual(identical);
  });

  it('takes the mean only over targets with a speedup in every benchmark', () => {
    const [judged] = judgeRun(
      [
        program(
          result('a', [faster('v3', 0.001, 2), faster('v4', 0.001, 2)]),
          result('b', [faster('v3', 0.001, 8), { target: 'v4', verdict: 'wrong output' }]),
        ),
      ],
      0.01,
    );
    expect(judged?.overall.map(({ target }) => target)).toEqual(['v3']);
    expect(judged?.overall[0]?.speedup.estimate).toBeCloseTo(4);
  });

  it('gives a target whose code is another’s that one’s mean', () => {
    const shared: Comparison = { target: 'v4', verdict: 'identical code', identicalTo: 'v3' };
    const [judged] = judgeRun(
      [
        program(
          result('a', [faster('v3', 0.001, 2), shared]),
          result('b', [faster('v3', 0.001, 8), shared]),
        ),
      ],
      0.01,
    );
    expect(judged?.overall[1]?.speedup).toEqual(judged?.overall[0]?.speedup);
  });

  it('warns where only the correction leaves a difference undecided', () => {
    const many = Array.from({ length: 10 }, (_, n) => result(`b${n}`, [faster('v3', 0.03)]));
    const judged = judgeRun([program(...many)], 0.01);
    expect(undecidedWarning(judged)[0]?.message).toMatch(
      /^10 of 10 differences .* some look different by chance.*fewer targets\.$/u,
    );
    const short = many.map((each) => ({ ...each, rounds: 8 }));
    expect(undecidedWarning(judgeRun([program(...short)], 0.01))[0]?.message).toContain(
      '10 comparisons need at least 9 rounds, and some had 8.',
    );
    const few = judgeRun([program(result('a', [faster('v3', 0.001)]))], 0.01);
    expect(undecidedWarning(few)).toEqual([]);
  });

  it('offers what could decide a single comparison whose narrow interval ended it', () => {
    const [warning] = undecidedWarning(
      judgeRun([program(result('a', [faster('v3', 0.06)]))], 0.01),
    );
    expect(warning?.message).toMatch(
      /^1 of 1 difference .*not significant\. To decide, request a higher precision\.$/u,
    );
    expect(warning?.message).not.toContain('targets');
  });
});
