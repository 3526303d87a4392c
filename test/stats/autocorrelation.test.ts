import { describe, expect, it } from 'vitest';
import { residualAutocorrelation, widening } from '../../src/stats/autocorrelation.ts';

/** 32 values, half of them 1 and half -1, in runs of these lengths. Neighbours' products add up to 31 - 2 for each change. */
const inRuns = (...lengths: readonly number[]): number[] =>
  lengths.flatMap((length, run) => Array<number>(length).fill(run % 2 === 0 ? 1 : -1));

describe('the autocorrelation of a series', () => {
  it('is that of each value with the one before, its bias taken out', () => {
    const series = inRuns(4, 4, 4, 4, 4, 4, 4, 4);
    // 17 of 32; and one more, over 32 - 3.
    expect(residualAutocorrelation(series)).toBeCloseTo(18 / 29, 12);
    expect(residualAutocorrelation(series.map((value) => 100 + 3 * value))).toBeCloseTo(
      18 / 29,
      12,
    );
  });

  it('counts where chance explains it no more', () => {
    // (11 + 1) / sqrt(32) is 2.12 and (9 + 1) / sqrt(32) 1.77; the limit is 1.96.
    expect(residualAutocorrelation(inRuns(3, 3, 3, 3, 3, 3, 3, 3, 2, 4, 2))).toBeCloseTo(
      12 / 29,
      12,
    );
    expect(residualAutocorrelation(inRuns(3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2))).toBe(0);
  });

  it('is never so large that a width would be arbitrary', () => {
    expect(residualAutocorrelation(inRuns(16, 16))).toBe(0.9);
  });

  it('is none where neighbours differ, where nothing changes, and in the shortest series', () => {
    expect(residualAutocorrelation(inRuns(...Array<number>(32).fill(1)))).toBe(0);
    expect(residualAutocorrelation(Array<number>(40).fill(0.1))).toBe(0);
    expect(residualAutocorrelation(Array<number>(40).fill(1e9 / 3))).toBe(0);
    expect(residualAutocorrelation([1, 2, 3])).toBe(0);
    expect(residualAutocorrelation([])).toBe(0);
  });
});

describe('the widening of an interval', () => {
  it('is the square root of the ratio that a first-order process has', () => {
    expect(widening(0)).toBe(1);
    expect(widening(0.5)).toBeCloseTo(Math.sqrt(3), 12);
    expect(widening(0.9)).toBeCloseTo(Math.sqrt(19), 12);
  });
});
