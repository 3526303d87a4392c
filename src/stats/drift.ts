// Whether one variant's times trend over the rounds: the machine warming up, slowing down, or filling up.
import { twoSided } from './normal.ts';
import { median } from './spread.ts';

export interface Drift {
  /** Kendall's tau-b between value and round: -1 (falling) to 1 (rising). */
  readonly tau: number;
  /** Two-sided, of the hypothesis that rounds are exchangeable. */
  readonly pValue: number;
  /** Median of the last third of rounds / median of the first third - 1: 0.05 is 5 % slower at the end. */
  readonly change: number;
}

/** Below this many values without ties the distribution is exact, as in R's cor.test. */
const EXACT_LIMIT = 50;

/**
 * Mann-Kendall trend test of values in the order of rounds, at least 3. Exact for fewer than 50 untied values;
 * otherwise normal approximation with tied variance and continuity correction. Autocorrelation makes it
 * significant too, which is meant: either way the machine was not the same throughout. Sources: Mann (1945),
 * Econometrica 13:245-259; Kendall (1975), Rank Correlation Methods, 4th ed., chapters 4 and 5.
 */
export function drift(values: readonly number[]): Drift {
  const n = values.length;
  if (n < 3) throw new RangeError('A trend needs at least three values.');
  const series = Float64Array.from(values);
  let score = 0;
  for (let later = 1; later < n; later++) {
    const value = series[later] ?? NaN;
    for (let earlier = 0; earlier < later; earlier++) {
      score += Math.sign(value - (series[earlier] ?? NaN));
    }
  }
  const pairs = (n * (n - 1)) / 2;
  const ties = tieSizes(values);
  const tiedPairs = ties.reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
  const tau = tiedPairs === pairs ? 0 : score / Math.sqrt(pairs * (pairs - tiedPairs));
  const third = Math.ceil(n / 3);
  const change = median(values.slice(-third)) / median(values.slice(0, third)) - 1;
  return { tau, pValue: trendPValue(score, n, ties), change };
}

function trendPValue(score: number, n: number, ties: readonly number[]): number {
  if (ties.length === 0 && n < EXACT_LIMIT) return exactPValue(score, n);
  const term = (size: number): number => size * (size - 1) * (2 * size + 5);
  const variance = (term(n) - ties.reduce((sum, size) => sum + term(size), 0)) / 18;
  if (variance <= 0) return 1;
  return twoSided(Math.max(0, Math.abs(score) - 1) / Math.sqrt(variance));
}

/** Share of all orders of n different values with a score at least this far from 0: inversions counted value by value. */
function exactPValue(score: number, n: number): number {
  let probability = Float64Array.of(1);
  for (let size = 2; size <= n; size++) {
    const next = new Float64Array((size * (size - 1)) / 2 + 1);
    // The new value passes 0 .. size - 1 of the others, each equally likely.
    probability.forEach((p, inversions) => {
      for (let passed = 0; passed < size; passed++) {
        next[inversions + passed] = (next[inversions + passed] ?? 0) + p / size;
      }
    });
    probability = next;
  }
  const fewest = (probability.length - 1 - Math.abs(score)) / 2;
  let tail = 0;
  for (let inversions = 0; inversions <= fewest; inversions++) tail += probability[inversions] ?? 0;
  return Math.min(1, 2 * tail);
}

/** Sizes of the groups of equal values, groups of one left out. */
function tieSizes(values: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].filter((count) => count > 1);
}
