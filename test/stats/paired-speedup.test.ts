import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FEWEST_ROUNDS, pairedSpeedup } from '../../src/stats/paired-speedup.ts';
import { signedRankInterval } from '../../src/stats/signed-rank.ts';

const time = fc.double({ min: 0.5, max: 2, noNaN: true });
const rounds = (minLength = FEWEST_ROUNDS) =>
  fc
    .array(fc.tuple(time, time), { minLength, maxLength: 40 })
    .map((pairs) => ({ baseline: pairs.map(([a]) => a), target: pairs.map(([, b]) => b) }));

function estimated(baseline: readonly number[], target: readonly number[]) {
  const result = pairedSpeedup(baseline, target);
  if (result.state !== 'estimated') throw new Error(`expected an estimate, got ${result.state}`);
  return result;
}

describe('the paired speedup', () => {
  it('says how many rounds there are, and no interval, below six', () => {
    expect(pairedSpeedup([2, 2, 2, 2, 2], [1, 1, 1, 1, 1])).toEqual({
      state: 'too-few-rounds',
      rounds: 5,
      estimate: 2,
    });
    expect(pairedSpeedup([2, 2, 2, 2, 2, 2], [1, 1, 1, 1, 1, 1]).state).toBe('estimated');
  });

  it('names the round whose value has no ratio', () => {
    for (const bad of [0, -1, NaN, Infinity]) {
      expect(pairedSpeedup([1, 1, 1], [1, bad, 1])).toEqual({ state: 'no-ratio', round: 1 });
      expect(pairedSpeedup([1, 1, bad], [1, 1, 1])).toEqual({ state: 'no-ratio', round: 2 });
    }
    expect(pairedSpeedup([-1], [-2])).toEqual({ state: 'no-ratio', round: 0 });
  });

  it('refuses rounds that do not pair up', () => {
    expect(() => pairedSpeedup([1, 2], [1])).toThrow(RangeError);
    expect(() => pairedSpeedup([], [])).toThrow(RangeError);
  });

  it('has zero width and full confidence for a deterministic metric', () => {
    const { speedup, pValue } = estimated(
      new Array<number>(10).fill(102),
      new Array<number>(10).fill(100),
    );
    expect(speedup.low).toBe(speedup.high);
    expect(speedup.estimate).toBeCloseTo(1.02, 14);
    expect(pValue).toBeCloseTo(2 / 2 ** 10, 14);
    const same = estimated(new Array<number>(10).fill(7), new Array<number>(10).fill(7));
    expect(same).toMatchObject({ speedup: { estimate: 1, low: 1, high: 1 }, pValue: 1 });
  });

  it('is the signed-rank interval of the log ratios while nothing is disturbed', () => {
    const target = [1, 1.01, 0.98, 1.03, 0.99, 1.02, 0.97, 1.04];
    const baseline = [1.2, 1.25, 1.19, 1.22, 1.21, 1.18, 1.23, 1.24];
    const { speedup, disturbedRounds, autocorrelation } = estimated(baseline, target);
    const logRatios = baseline.map((value, round) => Math.log(value / (target[round] ?? NaN)));
    const logs = signedRankInterval(logRatios, 0.96);
    expect(speedup.estimate).toBeCloseTo(Math.exp(logs.estimate), 12);
    expect(speedup.low).toBeCloseTo(Math.exp(logs.low ?? NaN), 12);
    expect(speedup.high).toBeCloseTo(Math.exp(logs.high ?? NaN), 12);
    expect({ disturbedRounds, autocorrelation }).toEqual({
      disturbedRounds: 0,
      autocorrelation: 0,
    });
  });

  it('contains its estimate', () => {
    fc.assert(
      fc.property(rounds(), ({ baseline, target }) => {
        const { speedup, pValue } = estimated(baseline, target);
        expect(speedup.low).toBeLessThanOrEqual(speedup.estimate);
        expect(speedup.high).toBeGreaterThanOrEqual(speedup.estimate);
        expect(pValue).toBeGreaterThan(0);
        expect(pValue).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('turns round when baseline and target change places', () => {
    fc.assert(
      fc.property(rounds(), ({ baseline, target }) => {
        const forth = estimated(baseline, target);
        const back = estimated(target, baseline);
        expect(back.speedup.estimate).toBeCloseTo(1 / forth.speedup.estimate, 10);
        expect(back.speedup.low).toBeCloseTo(1 / forth.speedup.high, 10);
        expect(back.speedup.high).toBeCloseTo(1 / forth.speedup.low, 10);
        expect(back.pValue).toBeCloseTo(forth.pValue, 10);
      }),
    );
  });

  it('does not depend on the unit, nor on how fast the machine was in each round', () => {
    fc.assert(
      fc.property(
        rounds(),
        fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 40, maxLength: 40 }),
        ({ baseline, target }, speeds) => {
          // Powers of two scale without rounding.
          const slowed = (values: readonly number[]) =>
            values.map((value, round) => value * 2 ** (speeds[round] ?? 0));
          expect(estimated(slowed(baseline), slowed(target))).toEqual(estimated(baseline, target));
        },
      ),
    );
  });

  it('is as far to the right as the target is faster', () => {
    fc.assert(
      fc.property(rounds(), ({ baseline, target }) => {
        const slow = estimated(baseline, target);
        const fast = estimated(
          baseline,
          target.map((value) => value / 2),
        );
        expect(fast.speedup.estimate).toBeCloseTo(2 * slow.speedup.estimate, 10);
        expect(fast.speedup.low).toBeCloseTo(2 * slow.speedup.low, 10);
        expect(fast.speedup.high).toBeCloseTo(2 * slow.speedup.high, 10);
      }),
    );
  });

  it('does not depend on which rounds came first', () => {
    fc.assert(
      fc.property(rounds(), ({ baseline, target }) => {
        const forth = estimated(baseline, target);
        const back = estimated([...baseline].reverse(), [...target].reverse());
        expect(back.speedup.estimate).toBe(forth.speedup.estimate);
        expect(back.speedup.low).toBeCloseTo(forth.speedup.low, 8);
        expect(back.pValue).toBeCloseTo(forth.pValue, 8);
      }),
    );
  });

  it('sets a round aside that something else disturbed, and says so', () => {
    const target = Array.from({ length: 20 }, (_, round) => 1 + 0.01 * Math.sin(round * round));
    const baseline = target.map((value, round) => value * (1.1 + 0.01 * Math.cos(3 * round)));
    const calm = estimated(baseline, target);
    const disturbed = estimated(
      baseline.map((value, round) => (round === 4 ? value * 2.5 : value)),
      target,
    );
    expect(calm.disturbedRounds).toBe(0);
    expect(disturbed.disturbedRounds).toBe(1);
    expect(disturbed.speedup.low).toBeGreaterThan(1.09);
    expect(disturbed.speedup.high).toBeLessThan(1.11);
  });

  it('keeps every round when many behave differently, for that is no disturbance', () => {
    const target = Array.from({ length: 20 }, (_, round) => 1 + 0.001 * Math.sin(round * round));
    const baseline = target.map((value, round) => value * (round % 3 === 0 ? 1.5 : 1));
    expect(estimated(baseline, target).disturbedRounds).toBe(0);
  });

  it('widens the interval when a variant remembers its earlier rounds', () => {
    const steady = new Array<number>(60).fill(1);
    const waves = steady.map(
      (value, round) => value + 0.05 * Math.sin(round / 4) + 0.001 * Math.sin(round * round),
    );
    const shuffled = waves.map((_, round) => waves[(round * 23) % 60] ?? NaN);
    const remembered = estimated(waves, steady);
    const forgotten = estimated(shuffled, steady);
    expect(remembered.autocorrelation).toBeGreaterThan(0.5);
    expect(forgotten.autocorrelation).toBe(0);
    expect(remembered.speedup.high / remembered.speedup.low).toBeGreaterThan(
      forgotten.speedup.high / forgotten.speedup.low,
    );
    expect(remembered.pValue).toBeGreaterThan(forgotten.pValue);
  });
});
