// The ratio of two independent groups of samples, for runs made at different times.
import type { Interval } from '../model/run.ts';
import { CONFIDENCE } from './normal.ts';
import { medianOfRanks, pairwiseDifferences } from './pairwise.ts';
import { rankSumBound, rankSumPValue } from './rank-sum.ts';

export type UnpairedRatio =
  | {
      readonly state: 'estimated';
      readonly ratio: Interval;
      /** Two-sided, of the hypothesis that both groups have one distribution. */
      readonly pValue: number;
    }
  /** Too few values for a 95 % interval (3 against 4 are too few, 4 against 4 are enough). */
  | { readonly state: 'too-few-samples'; readonly estimate: number }
  /** A value that is zero, negative or not a number has no ratio. */
  | { readonly state: 'no-ratio' };

/**
 * Old / new with its 95 % confidence interval: the Hodges-Lehmann shift of the logarithms with the
 * Mann-Whitney interval. Unlike `pairedSpeedup`, nothing here cancels what the machine did between the two
 * groups, and values that depend on their neighbours in time make the interval too narrow: where both runs
 * have a baseline, `ratioOfSpeedups` is the sounder question. Sources: Hodges & Lehmann (1963), Annals of
 * Mathematical Statistics 34:598-611; Hollander, Wolfe & Chicken (2014), sections 4.2 and 4.3.
 * @param before values of the old run, smaller is better, > 0; at least one
 * @param after values of the new run, same unit; at least one
 */
export function unpairedRatio(before: readonly number[], after: readonly number[]): UnpairedRatio {
  const usable = (value: number): boolean => value > 0 && Number.isFinite(value);
  if (before.length === 0 || after.length === 0) {
    throw new RangeError('A ratio needs at least one value on either side.');
  }
  if (!before.every(usable) || !after.every(usable)) return { state: 'no-ratio' };
  const x = before.map(Math.log).sort((a, b) => a - b);
  const y = after.map(Math.log).sort((a, b) => a - b);
  const differences = pairwiseDifferences(x, y);
  const count = x.length * y.length;
  const estimate = Math.exp(medianOfRanks(differences, count));
  const bound = rankSumBound(x.length, y.length, CONFIDENCE);
  if (bound === 0) return { state: 'too-few-samples', estimate };
  return {
    state: 'estimated',
    ratio: {
      estimate,
      low: Math.exp(differences(bound)),
      high: Math.exp(differences(count + 1 - bound)),
    },
    pValue: rankSumPValue(x, y),
  };
}
