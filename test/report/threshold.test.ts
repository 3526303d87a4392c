import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thresholdFailures } from '../../src/report/threshold.ts';
import { sampleRun, sampleRunOfTwoPrograms } from './sample-run.ts';

const namesOf = (below: number): string[] =>
  thresholdFailures(sampleRun(), below).map(({ benchmark, target }) => `${benchmark} ${target}`);

describe('a threshold', () => {
  it('fails only what is below it with its whole interval', () => {
    expect(namesOf(0.95)).toEqual([]);
    expect(namesOf(0.973)).toEqual([]);
    expect(namesOf(1)).toEqual(['parse znver4']);
  });

  it('takes identical code for exactly 1', () => {
    expect(namesOf(1.001)).toContain('saxpy x86-64-v2');
    const [failure] = thresholdFailures(sampleRun(), 1.001);
    expect(failure?.message).toBe(
      'kernels/saxpy: x86-64-v2 has the same code as the baseline, a speedup of exactly 1, below 1.001.',
    );
  });

  it('judges neither the baseline nor what has no speedup', () => {
    const judged = thresholdFailures(sampleRunOfTwoPrograms(), 100);
    expect(judged).toHaveLength(11);
    for (const { target } of judged) expect(['x86-64', 'sapphirerapids']).not.toContain(target);
  });

  it('fails more as it rises', () => {
    const threshold = fc.double({ min: 0.5, max: 3, noNaN: true });
    fc.assert(
      fc.property(threshold, threshold, (a, b) => {
        const lower = namesOf(Math.min(a, b));
        const higher = namesOf(Math.max(a, b));
        for (const name of lower) expect(higher).toContain(name);
      }),
    );
  });
});
