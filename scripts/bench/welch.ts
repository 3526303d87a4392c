// Welch's test, as most people judge two sets of times: what the other parts of `npm run bench` stand beside.
import { pt } from 'lib-r-math.js';

/**
 * Two-sided p-value of the hypothesis that two normal samples have equal means. Source: Welch (1947),
 * Biometrika 34:28-35.
 */
export function welchPValue(x: readonly number[], y: readonly number[]): number {
  const a = moments(x);
  const b = moments(y);
  const error = a.variance / x.length + b.variance / y.length;
  if (error === 0) return a.mean === b.mean ? 1 : 0;
  const freedom =
    error ** 2 /
    ((a.variance / x.length) ** 2 / (x.length - 1) + (b.variance / y.length) ** 2 / (y.length - 1));
  return 2 * pt(-Math.abs(a.mean - b.mean) / Math.sqrt(error), freedom);
}

function moments(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (values.length - 1) };
}
