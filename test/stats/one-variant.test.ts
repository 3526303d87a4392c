import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bimodality } from '../../src/stats/bimodality.ts';
import { dipStatistic } from '../../src/stats/dip.ts';
import { drift } from '../../src/stats/drift.ts';
import { median, medianAbsoluteDeviation, outliers } from '../../src/stats/spread.ts';
import { reference } from './reference.ts';

const series = (length: number, value: (index: number) => number) =>
  Array.from({ length }, (_, index) => value(index));
/** Evenly spread over (0, 1) in an order without trend: van der Corput's sequence. */
const scattered = (index: number) => {
  let value = 0;
  for (let rest = index + 1, unit = 0.5; rest > 0; rest = Math.floor(rest / 2), unit /= 2)
    value += (rest % 2) * unit;
  return value;
};

describe('median and median absolute deviation', () => {
  it.each(reference.spread)('equal R’s (case %#)', ({ values, median: centre, mad }) => {
    expect(median(values)).toBeCloseTo(centre, 13);
    expect(medianAbsoluteDeviation(values)).toBeCloseTo(mad, 13);
  });

  it('leave their input as it is', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('outliers', () => {
  it('are found on either side, by index', () => {
    const values = series(40, (index) => 1 + 0.01 * scattered(index));
    values[7] = 1.5;
    values[20] = 0.7;
    expect(outliers(values)).toEqual([7, 20]);
  });

  it('are found among values that are mostly equal, and not among equal ones', () => {
    expect(outliers([...new Array<number>(20).fill(5), 9])).toEqual([20]);
    expect(outliers(new Array<number>(20).fill(5))).toEqual([]);
    expect(outliers([])).toEqual([]);
  });
});

describe('the score of an outlier', () => {
  it('is held against 3.5 standard deviations, told by the median deviation', () => {
    // Its median is 0, its median deviation 1: one standard deviation is 1 / 0.6745, and 3.5 of them 5.189.
    const apart = (by: number): number[] => [-1, -by, 0, by, 1];
    expect(outliers(apart(5.18))).toEqual([]);
    expect(outliers(apart(5.2))).toEqual([1, 3]);
  });

  it('is told by the mean deviation where most values are equal', () => {
    // A standard deviation is then 1.2533 / 4 and 1.2533 / 5 of the one that differs: 3.5 of them are 1.097 and 0.877 of it.
    expect(outliers([5, 5, 5, 9])).toEqual([]);
    expect(outliers([5, 5, 5, 5, 9])).toEqual([4]);
  });
});

describe('the drift', () => {
  it('is judged by the exact distribution below 50 values and by the normal one from there on', () => {
    const shuffled = series(50, (index) => (index * 7) % 50);
    expect(drift(shuffled).pValue).toBeCloseTo(0.6880423416560681, 12);
    expect(drift(shuffled.filter((value) => value < 49)).pValue).toBeCloseTo(
      0.4763583459332827,
      12,
    );
  });

  it('needs three values', () => {
    expect(() => drift([1, 2])).toThrow(RangeError);
    expect(drift([1, 2, 3]).tau).toBe(1);
  });

  it.each(reference.kendall)(
    'has tau and p-value of R’s Kendall test (case %#)',
    ({ values, tau, p }) => {
      const found = drift(values);
      expect(found.tau).toBeCloseTo(tau, 12);
      expect(found.pValue).toBeCloseTo(p, 10);
    },
  );

  it('is measured from the first third to the last', () => {
    const rising = drift(
      series(30, (index) => (index < 10 ? 100 : index < 20 ? 105 : 110) + scattered(index) / 100),
    );
    expect(rising.change).toBeCloseTo(0.1, 3);
    expect(rising.pValue).toBeLessThan(1e-6);
  });

  it('is none where nothing changes, and turns round with the rounds', () => {
    expect(drift(new Array<number>(12).fill(3))).toEqual({ tau: 0, pValue: 1, change: 0 });
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 3, maxLength: 70 }),
        (values) => {
          const forth = drift(values);
          const back = drift([...values].reverse());
          expect(back.tau).toBeCloseTo(-forth.tau, 12);
          expect(back.pValue).toBeCloseTo(forth.pValue, 12);
        },
      ),
    );
  });
});

describe('the dip', () => {
  it.each(reference.dip)('equals the one of R’s diptest (case %#)', ({ values, dip }) => {
    expect(dipStatistic(values)).toBeCloseTo(dip, 13);
  });

  it('does not depend on unit or direction and stays within its bounds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 40 }),
        (values) => {
          const sorted = [...values].sort((a, b) => a - b);
          const dip = dipStatistic(sorted);
          expect(dip).toBeGreaterThanOrEqual(1 / (2 * values.length) - 1e-12);
          expect(dip).toBeLessThanOrEqual(Math.max(0.25, 1 / (2 * values.length)) + 1e-12);
          expect(dipStatistic(sorted.map((value) => value * 8))).toBeCloseTo(dip, 12);
          expect(dipStatistic(sorted.map((value) => -value).reverse())).toBeCloseTo(dip, 12);
        },
      ),
    );
  });
});

describe('bimodality', () => {
  it('describes both groups, with their shares', () => {
    const values = series(40, (index) => (index % 4 === 0 ? 1.3 : 1) + 0.02 * scattered(index));
    const found = bimodality(values);
    expect(found?.modes[0].median).toBeCloseTo(1.01, 2);
    expect(found?.modes[1].median).toBeCloseTo(1.31, 2);
    expect(found?.modes.map(({ share }) => share)).toEqual([0.75, 0.25]);
  });

  it('is found in one of a hundred uniform samples: the hardest that have one mode', () => {
    let state = 1;
    const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const found = (size: number): number =>
      series(2000, () => size).filter(() => bimodality(series(size, random)) !== undefined).length;
    for (const size of [12, 40]) {
      expect(found(size)).toBeGreaterThan(8);
      expect(found(size)).toBeLessThan(36);
    }
  });

  it('is cut between the groups, not where a few values are far from both', () => {
    const groups = series(41, (index) => (index % 2 === 0 ? 1 : 1.3) + 0.02 * scattered(index));
    for (const far of [0.1, 2.2, 50, 1e6]) {
      const values = [...groups, far];
      const found = bimodality(values);
      const shares = found?.modes.map(({ share }) => Math.round(share * 42));
      expect(shares).toEqual(far < 1 ? [22, 20] : [21, 21]);
      const [low = NaN, high = NaN] = found?.modes.map((mode) => mode.median) ?? [];
      expect([low, high].map((each) => each.toFixed(1))).toEqual(['1.0', '1.3']);
    }
  });

  it('is judged from ten values on, of which more than half differ', () => {
    const halves = (each: number): number[] =>
      series(2 * each, (index) => (index < each ? 1 : 2) + index / 1000);
    expect(bimodality(halves(5))?.modes.map(({ share }) => share)).toEqual([0.5, 0.5]);
    expect(bimodality(halves(5).slice(1))).toBeUndefined();
    const [first = NaN, , , , , , ...rest] = halves(5);
    expect(bimodality([...Array<number>(6).fill(first), ...rest])).toBeUndefined();
  });

  it('is not seen in one group with a few outliers', () => {
    const values = series(40, (index) => 1 + 0.02 * scattered(index));
    expect(bimodality(values)).toBeUndefined();
    values[3] = 2.5;
    values[17] = 2;
    expect(bimodality(values)).toBeUndefined();
  });

  it('is not judged for few values or for a metric in coarse steps', () => {
    expect(bimodality([1, 1.01, 1.02, 2, 2.01, 2.02])).toBeUndefined();
    expect(bimodality(series(40, (index) => (index % 2 === 0 ? 11 : 12)))).toBeUndefined();
  });
});
