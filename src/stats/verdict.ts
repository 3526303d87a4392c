// What an interval means: faster, slower, no difference, or not known yet.
import type { Interval, Tail } from '../model/run.ts';
import { SIGNIFICANCE } from '../model/significance.ts';

/**
 * Half-width of an interval as a ratio: 0.01 means that the limits lie about 1 % from the middle. Measured
 * between the logarithms of the limits, so it stays the same when baseline and target change places.
 */
export function relativeHalfWidth(interval: Interval): number {
  return Math.sqrt(interval.high / interval.low) - 1;
}

/** What a verdict rests on. */
export interface Evidence {
  /** With its 95 % interval. */
  readonly speedup: Interval;
  /** Two-sided, corrected for the number of comparisons. */
  readonly pValue: number;
  /** Relative half-width asked for, such as 0.01. */
  readonly precision: number;
  /** Set where one of the two was slow now and then by itself. */
  readonly tail?: Tail | undefined;
}

/**
 * The verdict on one comparison, first rule that fits:
 * 1. The whole interval lies within 1/(1 + precision) .. 1 + precision: *no difference* of the size asked
 *    about, even where the difference is significant (practical equivalence; Schuirmann 1987, Journal of
 *    Pharmacokinetics and Biopharmaceutics 15:657-680; here at 2.5 % on each side).
 * 2. The corrected p-value is below 4 % and the interval excludes 1: *faster* or *slower*.
 * 3. The interval contains 1 and is as narrow as asked: *no difference* was found at this precision.
 * Neither rule finds *no difference* where one of the two is slow now and then by itself (`oneSidedTail`): the interval is of
 * ordinary executions, and what the others cost is a difference.
 * 4. Otherwise *inconclusive*: too wide, or 1 lies outside the interval but the correction for the number of
 *    comparisons takes the significance away; calling that "no difference" would contradict the interval shown.
 */
export function decideVerdict({
  speedup,
  pValue,
  precision,
  tail,
}: Evidence): 'faster' | 'slower' | 'no difference' | 'inconclusive' {
  const equal = tail === undefined ? 'no difference' : 'inconclusive';
  if (speedup.low >= 1 / (1 + precision) && speedup.high <= 1 + precision) return equal;
  const containsOne = speedup.low <= 1 && speedup.high >= 1;
  if (pValue < SIGNIFICANCE && !containsOne) return speedup.estimate > 1 ? 'faster' : 'slower';
  if (containsOne && relativeHalfWidth(speedup) <= precision) return equal;
  return 'inconclusive';
}
