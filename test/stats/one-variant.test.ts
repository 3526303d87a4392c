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

describe('the drift', () => {
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
    expect(found?.modes[1].share).toBeCloseTo(0.25, 10);
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
