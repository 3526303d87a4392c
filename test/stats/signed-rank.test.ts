import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  signedRankBound,
  signedRankInterval,
  signedRankPValue,
} from '../../src/stats/signed-rank.ts';
import { reference } from './reference.ts';

describe('the signed-rank interval', () => {
  it.each(reference.signedRank.filter(({ exact }) => exact))(
    'equals the exact one of R (case %#)',
    ({ values, estimate, low, high, p }) => {
      const ours = signedRankInterval(values, 0.95);
      expect(ours.estimate).toBeCloseTo(estimate, 12);
      expect(ours.low).toBeCloseTo(low, 12);
      expect(ours.high).toBeCloseTo(high, 12);
      expect(signedRankPValue(values)).toBeCloseTo(p, 12);
    },
  );

  it.each(reference.signedRank.filter(({ exact }) => !exact))(
    'agrees with the approximate one of R within the tolerance of its root finder (case %#)',
    ({ values, estimate, low, high, p }) => {
      const ours = signedRankInterval(values, 0.95);
      expect(Math.abs(ours.estimate - estimate)).toBeLessThan(2e-4);
      expect(Math.abs((ours.low ?? NaN) - low)).toBeLessThan(2e-4);
      expect(Math.abs((ours.high ?? NaN) - high)).toBeLessThan(2e-4);
      expect(signedRankPValue(values)).toBeCloseTo(p, 10);
    },
  );

  it('does not exist for five values and spans all six of six', () => {
    expect(signedRankBound(5, 0.95)).toBe(0);
    expect(signedRankInterval([1, 2, 3, 4, 5], 0.95).low).toBeUndefined();
    expect(signedRankInterval([6, 1, 2, 3, 4, 5], 0.95)).toMatchObject({ low: 1, high: 6 });
  });

  it.each([101, 150, 200])('is never narrower, and hardly wider, than the exact one of %d', (n) => {
    let chances = [1];
    for (let rank = 1; rank <= n; rank++) {
      const sums = Array<number>(chances.length + rank).fill(0);
      for (const [sum, chance] of chances.entries()) {
        sums[sum] = (sums[sum] ?? 0) + chance / 2;
        sums[sum + rank] = (sums[sum + rank] ?? 0) + chance / 2;
      }
      chances = sums;
    }
    let exact = 0;
    for (let below = chances[0] ?? 1; below <= 0.025; below += chances[exact] ?? 1) exact++;
    expect(signedRankBound(n, 0.95)).toBeLessThanOrEqual(exact);
    expect(signedRankBound(n, 0.95)).toBeGreaterThanOrEqual(exact - 1);
  });

  it('uses the order statistics that forming every Walsh average gives, ties or not', () => {
    const values = fc.array(
      fc.oneof(fc.integer({ min: -4, max: 4 }), fc.double({ min: -1, max: 1, noNaN: true })),
      {
        minLength: 6,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(values, (x) => {
        const walsh = x.flatMap((a, i) => x.slice(i).map((b) => (a + b) / 2)).sort((a, b) => a - b);
        const bound = signedRankBound(x.length, 0.95);
        const ours = signedRankInterval(x, 0.95);
        const half = walsh.length / 2;
        const middle = [walsh[Math.ceil(half) - 1] ?? NaN, walsh[Math.floor(half)] ?? NaN];
        expect(ours.low).toBeCloseTo(walsh[bound - 1] ?? NaN, 14);
        expect(ours.high).toBeCloseTo(walsh[walsh.length - bound] ?? NaN, 14);
        expect(ours.estimate).toBeCloseTo(((middle[0] ?? NaN) + (middle[1] ?? NaN)) / 2, 14);
      }),
    );
  });
});

describe('the signed-rank p-value', () => {
  it.each(reference.signedRankTied)(
    'of many tied values equals R’s approximation (case %#)',
    ({ values, p }) => {
      expect(signedRankPValue(values)).toBeCloseTo(p, 10);
    },
  );

  it('is the share of sign assignments at least as uneven, with ties and zeros', () => {
    const differences = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(differences, (d) => {
        expect(signedRankPValue(d)).toBeCloseTo(byEnumeration(d), 12);
      }),
    );
  });

  it('is 1 when nothing differs and the smallest possible when all signs agree', () => {
    expect(signedRankPValue([0, 0, 0, 0, 0, 0])).toBe(1);
    expect(signedRankPValue(new Array<number>(8).fill(0.02))).toBeCloseTo(2 / 2 ** 8, 14);
  });

  it('agrees with the exact distribution where the approximation takes over', () => {
    // A value that ties with nothing and weighs least moves 100 values to 101, and the method with them.
    const values = Array.from(
      { length: 100 },
      (_, index) => (index + 2) * (index % 5 < 3 ? 1 : -1),
    );
    const smallest = [0.5, -0.5].map((value) => signedRankPValue([...values, value]));
    const exact = signedRankPValue(values);
    expect(Math.min(...smallest)).toBeLessThan(exact * 1.02);
    expect(Math.max(...smallest)).toBeGreaterThan(exact * 0.9);
  });
});

/** Twice the smaller tail over all 2^n sign assignments of Pratt's ranks. */
function byEnumeration(d: readonly number[]): number {
  const magnitudes = d.map(Math.abs);
  const ranked = d.map((value) => {
    const size = Math.abs(value);
    const below = magnitudes.filter((other) => other < size).length;
    const equal = magnitudes.filter((other) => other === size).length;
    return { value, rank: below + (equal + 1) / 2 };
  });
  const ranks = ranked.filter(({ value }) => value !== 0);
  const total = ranks.reduce((sum, { rank }) => sum + rank, 0);
  const positive = ranks.reduce((sum, { value, rank }) => sum + (value > 0 ? rank : 0), 0);
  const smaller = Math.min(positive, total - positive);
  let asUneven = 0;
  for (let signs = 0; signs < 2 ** ranks.length; signs++) {
    const sum = ranks.reduce((kept, { rank }, bit) => kept + (signs & (1 << bit) ? rank : 0), 0);
    if (sum <= smaller) asUneven++;
  }
  return Math.min(1, (2 * asUneven) / 2 ** ranks.length);
}
