import { describe, expect, it } from 'vitest';
import type { Comparison, Run } from '../../src/model/run.ts';
import { comparisonWords } from '../../src/report/comparison-words.ts';
import { inconclusiveReason } from '../../src/report/verdict-reason.ts';
import { interval, sampleResult } from './sample-result.ts';
import { sampleRun } from './sample-run.ts';

function runOf(comparisons: readonly Comparison[]): Run {
  const all = [{ target: 'x86-64', verdict: 'baseline' } as const, ...comparisons];
  const benchmarks = [sampleResult({ name: 'only', base: 1e8, comparisons: all })];
  return sampleRun({ programs: [{ name: 'p', variants: [], overall: [], benchmarks }] });
}

const outside = { verdict: 'inconclusive', speedup: interval(1.04, 1.01, 1.07) } as const;
const across = { verdict: 'inconclusive', speedup: interval(1.04, 0.98, 1.1) } as const;

describe('an inconclusive comparison', () => {
  it('whose interval leaves 1 out is explained by the number of comparisons', () => {
    const first = { target: 'v2', ...outside, pValue: 0.06 };
    const run = runOf([first, { target: 'v3', ...outside, pValue: 0.06 }]);
    const [program] = run.programs;
    const [result] = program?.benchmarks ?? [];
    if (program === undefined || result === undefined) throw new Error('no benchmark');
    expect(inconclusiveReason(run, result, first)?.sentence).toMatch(/among 2 comparisons/u);
    const words = comparisonWords(run, program, result);
    expect(words.find(({ target }) => target === 'v2')?.detail).toMatch(
      /^Inconclusive.*\nUndecided/u,
    );
  });

  it('of which one side is slow in some rounds says so, with the ratio of the means', () => {
    const tail = { slow: 8, baselineSlow: 1, rounds: 40, meanSpeedup: 0.9094 };
    const first = {
      target: 'v2',
      verdict: 'inconclusive',
      speedup: interval(1, 0.999, 1.001),
      tail,
    };
    const why = inconclusiveReason(
      runOf([]),
      { rounds: 40, stopped: 'budget' },
      first as Comparison,
    );
    expect(why?.brief).toBe('slow in 8 of 40 rounds');
    expect(why?.sentence).toMatch(/in 8 of 40 rounds, the other in 1\..*speedup is 0\.909x\.$/u);
  });

  it('that no rounds so few could decide says how many can', () => {
    const first = { target: 'v2', ...outside, pValue: 0.06 };
    const run = runOf([first, { target: 'v3', ...outside, pValue: 0.06 }]);
    // Two comparisons, each with 2/2^6 = 3.1 % at best, which the correction doubles.
    const why = inconclusiveReason(run, { rounds: 6, stopped: 'budget' }, first);
    expect(why?.brief).toBe('too few rounds (6 of 7)');
    expect(why?.sentence).toMatch(/2 comparisons need at least 7 rounds.*had 6/u);
    expect(inconclusiveReason(run, { rounds: 7, stopped: 'budget' }, first)?.brief).toMatch(
      /may be chance/u,
    );
  });

  it('that is the only one asks for what gives it more rounds, and one across 1 lacks precision', () => {
    const alone = { target: 'v3', ...outside, pValue: 0.06 };
    const why = inconclusiveReason(runOf([alone]), { rounds: 15, stopped: 'precision' }, alone);
    expect(why?.brief).toBe('may be chance');
    expect(why?.sentence).toMatch(/Request a higher precision\.$/u);
    const early = inconclusiveReason(runOf([alone]), { rounds: 5, stopped: 'budget' }, alone);
    expect(early?.brief).toBe('too few rounds (5 of 6)');
    expect(early?.sentence).toMatch(/Raise the budget\.$/u);
    const wide = { target: 'v3', ...across, pValue: 0.3 };
    expect(
      inconclusiveReason(runOf([wide]), { rounds: 12, stopped: 'budget' }, wide)?.sentence,
    ).toMatch(/wider than the requested precision/u);
  });

  it('is the only one that is explained', () => {
    const faster = { target: 'v3', verdict: 'faster', speedup: interval(1.2, 1.1, 1.3) } as const;
    expect(
      inconclusiveReason(runOf([faster]), { rounds: 12, stopped: 'budget' }, faster),
    ).toBeUndefined();
  });
});
