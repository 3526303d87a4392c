// When a difference counts as more than chance, and how many rounds that takes at least.

/**
 * Corrected p-values below this are significant. It is 4 % so that the chance, over all comparisons of a run, of
 * calling any two equal variants different stays near 5 % although measuring stops when intervals are narrow.
 */
export const SIGNIFICANCE = 0.04;

/**
 * The fewest rounds after which anything can be decided in a run of so many comparisons: with n rounds no signed-rank
 * p-value is below 2/2^n, and the smallest one has to stand a correction for all of them. 6 for one, 8 for 4, 11 for 24.
 */
export function fewestRounds(comparisons: number): number {
  return Math.floor(Math.log2((2 * comparisons) / SIGNIFICANCE)) + 1;
}
