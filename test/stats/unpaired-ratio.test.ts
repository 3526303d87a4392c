import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unpairedRatio } from '../../src/stats/unpaired-ratio.ts';
import { rankSumPValue } from '../../src/stats/rank-sum.ts';
import { reference } from './reference.ts';

function estimated(before: readonly number[], after: readonly number[]) {
  const result = unpairedRatio(before, after);
  if (result.state !== 'estimated') throw new Error(`expected an estimate, got ${result.state}`);
  return result;
}

const times = fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), {
  minLength: 4,
  maxLength: 30,
});

describe('the unpaired ratio', () => {
  it.each(reference.rankSum)(
    'is R’s two-sample shift on the log scale (case %#)',
    ({ x, y, estimate, low, high, p }) => {
      const { ratio, pValue } = estimated(x.map(Math.exp), y.map(Math.exp));
      // Above 50 values R searches for a root; its tolerance is 1e-4.
      const digits = Math.max(x.length, y.length) < 50 ? 10 : 3;
      expect(Math.log(ratio.estimate)).toBeCloseTo(estimate, digits);
      expect(Math.log(ratio.low)).toBeCloseTo(low, digits);
      expect(Math.log(ratio.high)).toBeCloseTo(high, digits);
      expect(pValue).toBeCloseTo(p, 9);
    },
  );

  it.each(reference.rankSumTied)('has R’s p-value for tied values (case %#)', ({ x, y, p }) => {
    expect(rankSumPValue(x, y)).toBeCloseTo(p, 10);
  });

  it('turns round when the runs change places, and does not depend on order', () => {
    fc.assert(
      fc.property(times, times, (before, after) => {
        const forth = estimated(before, after);
        const back = estimated([...after].reverse(), [...before].reverse());
        expect(back.ratio.estimate).toBeCloseTo(1 / forth.ratio.estimate, 10);
        expect(back.ratio.low).toBeCloseTo(1 / forth.ratio.high, 10);
        expect(back.pValue).toBeCloseTo(forth.pValue, 10);
        expect(forth.ratio.low).toBeLessThanOrEqual(forth.ratio.estimate);
        expect(forth.ratio.high).toBeGreaterThanOrEqual(forth.ratio.estimate);
      }),
    );
  });

  it('uses the order statistics that forming every difference gives, ties or not', () => {
    const tied = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 4, maxLength: 12 });
    fc.assert(
      fc.property(tied, tied, (before, after) => {
        const ratios = before.flatMap((a) => after.map((b) => a / b)).sort((a, b) => a - b);
        const { ratio } = estimated(before, after);
        const nearest = (value: number) =>
          Math.min(...ratios.map((each) => Math.abs(Math.log(each / value))));
        expect(nearest(ratio.low)).toBeLessThan(1e-12);
        expect(nearest(ratio.high)).toBeLessThan(1e-12);
      }),
    );
  });

  it('says so when there are too few samples or one has no ratio', () => {
    expect(unpairedRatio([2, 2, 2], [1, 1, 1]).state).toBe('too-few-samples');
    expect(unpairedRatio([2, 2, 0, 2], [1, 1, 1, 1]).state).toBe('no-ratio');
    expect(() => unpairedRatio([], [1])).toThrow(RangeError);
  });
});
