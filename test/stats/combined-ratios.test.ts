import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { geometricMeanSpeedup } from '../../src/stats/geometric-mean.ts';
import { ratioOfSpeedups } from '../../src/stats/ratio-of-speedups.ts';

const width = fc.double({ min: 1.0001, max: 1.5, noNaN: true });
const interval = fc
  .tuple(fc.double({ min: 0.5, max: 2, noNaN: true }), width, width)
  .map(([estimate, down, up]) => ({ estimate, low: estimate / down, high: estimate * up }));

describe('the geometric mean of speedups', () => {
  it('of one benchmark is that benchmark', () => {
    const mean = geometricMeanSpeedup([{ estimate: 1.2, low: 1.1, high: 1.35 }]);
    expect(mean.estimate).toBeCloseTo(1.2, 12);
    expect(mean.low).toBeCloseTo(1.1, 12);
    expect(mean.high).toBeCloseTo(1.35, 12);
  });

  it('of four equally uncertain benchmarks is half as uncertain', () => {
    const one = { estimate: 2, low: 2 / 1.1, high: 2 * 1.1 };
    const mean = geometricMeanSpeedup([one, one, one, one]);
    expect(mean.estimate).toBeCloseTo(2, 12);
    expect(mean.high / mean.estimate).toBeCloseTo(Math.sqrt(1.1), 12);
  });

  it('of inverse speedups is the inverse, and contains its estimate', () => {
    fc.assert(
      fc.property(fc.array(interval, { minLength: 1, maxLength: 12 }), (speedups) => {
        const mean = geometricMeanSpeedup(speedups);
        const inverse = geometricMeanSpeedup(
          speedups.map(({ estimate, low, high }) => ({
            estimate: 1 / estimate,
            low: 1 / high,
            high: 1 / low,
          })),
        );
        expect(inverse.low).toBeCloseTo(1 / mean.high, 10);
        expect(inverse.high).toBeCloseTo(1 / mean.low, 10);
        expect(mean.low).toBeLessThanOrEqual(mean.estimate);
        expect(mean.high).toBeGreaterThanOrEqual(mean.estimate);
      }),
    );
  });

  it('counts benchmarks of identical code as exactly 1', () => {
    const mean = geometricMeanSpeedup([
      { estimate: 1, low: 1, high: 1 },
      { estimate: 1.21, low: 1.21, high: 1.21 },
    ]);
    expect(mean.estimate).toBeCloseTo(1.1, 12);
    expect(mean.low).toBeCloseTo(1.1, 12);
  });

  it('needs a speedup', () => {
    expect(() => geometricMeanSpeedup([])).toThrow(RangeError);
  });
});

describe('the ratio of two speedups', () => {
  it('is as uncertain on each side as the run before was on the other', () => {
    const certain = { estimate: 3, low: 3, high: 3 };
    const before = { estimate: 1.5, low: 1.4, high: 1.8 };
    const { ratio } = ratioOfSpeedups(before, certain);
    expect(ratio.estimate).toBeCloseTo(2, 12);
    expect(ratio.low).toBeCloseTo(3 / 1.8, 12);
    expect(ratio.high).toBeCloseTo(3 / 1.4, 12);
  });

  it('adds the two uncertainties of a side in quadrature', () => {
    const before = { estimate: 1, low: Math.exp(-0.01), high: Math.exp(0.03) };
    const after = { estimate: 1, low: Math.exp(-0.04), high: Math.exp(0.02) };
    const { ratio } = ratioOfSpeedups(before, after);
    expect(Math.log(ratio.low)).toBeCloseTo(-0.05, 12);
    expect(Math.log(ratio.high)).toBeCloseTo(Math.hypot(0.02, 0.01), 12);
  });

  it('is 1 with p-value 1 when nothing changed', () => {
    const speedup = { estimate: 1.5, low: 1.4, high: 1.6 };
    const { ratio, pValue } = ratioOfSpeedups(speedup, speedup);
    expect(ratio.estimate).toBe(1);
    expect(ratio.low).toBeLessThan(1);
    expect(ratio.high).toBeGreaterThan(1);
    expect(pValue).toBe(1);
  });

  it('turns round when the runs change places', () => {
    fc.assert(
      fc.property(interval, interval, (before, after) => {
        const forth = ratioOfSpeedups(before, after);
        const back = ratioOfSpeedups(after, before);
        expect(back.ratio.estimate).toBeCloseTo(1 / forth.ratio.estimate, 10);
        expect(back.ratio.low).toBeCloseTo(1 / forth.ratio.high, 10);
        expect(back.pValue).toBeCloseTo(forth.pValue, 10);
      }),
    );
  });

  it('is significant at 5 % exactly when its interval excludes 1', () => {
    fc.assert(
      fc.property(interval, interval, (before, after) => {
        const { ratio, pValue } = ratioOfSpeedups(before, after);
        if (Math.abs(pValue - 0.05) < 1e-9) return;
        expect(pValue < 0.05).toBe(ratio.low > 1 || ratio.high < 1);
      }),
    );
  });

  it('is certain of a change between deterministic metrics', () => {
    const exactly = (value: number) => ({ estimate: value, low: value, high: value });
    expect(ratioOfSpeedups(exactly(1), exactly(1.5)).pValue).toBe(0);
    expect(ratioOfSpeedups(exactly(1.5), exactly(1.5)).pValue).toBe(1);
  });
});
