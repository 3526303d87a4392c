// The standard normal distribution, from R's own mathematics library.
import { pnorm, qnorm } from 'lib-r-math.js';

/** Level of every interval in a run. */
export const CONFIDENCE = 0.95;

/** P(Z <= z) for a standard normal Z. */
export function normalCdf(z: number): number {
  return pnorm(z);
}

/** The z with P(Z <= z) = `probability`. */
export function normalQuantile(probability: number): number {
  return qnorm(probability);
}

/** Two-sided p-value of a standard normal statistic. */
export function twoSided(z: number): number {
  return Math.min(1, 2 * normalCdf(-Math.abs(z)));
}
