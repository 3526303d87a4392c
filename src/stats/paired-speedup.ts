// The speedup of one target over the baseline, from the rounds both took part in.
import type { Interval } from '../model/run.ts';
import { residualAutocorrelation, widening } from './autocorrelation.ts';
import { normalQuantile, twoSided } from './normal.ts';
import { undisturbedRounds } from './round-selection.ts';
import { signedRankInterval, signedRankPValue } from './signed-rank.ts';
import { median } from './spread.ts';

/**
 * Level that limits are drawn at. A measurement that ends when its interval is narrow ends a little too often
 * while the interval is too narrow; the one percent more pays for that, so that 95 % and more hold at the end
 * (scripts/bench/statistics.ts, lines `stopped`).
 */
const NOMINAL_CONFIDENCE = 0.96;

/** Fewer rounds than this cannot bound a ratio with 95 % confidence: even the extremes miss it too often (2 / 2^5 > 5 %). */
export const FEWEST_ROUNDS = 6;

export type PairedSpeedup =
  | {
      readonly state: 'estimated';
      readonly speedup: Interval;
      /** Two-sided, of the hypothesis that there is no difference; not corrected for other comparisons. */
      readonly pValue: number;
      readonly rounds: number;
      /** Rounds of these that were set aside because something else disturbed them; see `undisturbedRounds`. */
      readonly disturbedRounds: number;
      /** Correlation of a round's ratio with the next one's for which the interval was widened; 0 where there is none. */
      readonly autocorrelation: number;
    }
  /** An interval does not exist yet; the estimate does. */
  | { readonly state: 'too-few-rounds'; readonly rounds: number; readonly estimate: number }
  /** A value that is zero, negative or not a number has no ratio; `round` is its index. */
  | { readonly state: 'no-ratio'; readonly round: number };

/**
 * Baseline / target with its 95 % confidence interval, from within-round ratios: the Hodges-Lehmann estimate
 * and the signed-rank interval on their logarithms. Any disturbance that lasts longer than a round cancels;
 * one that does not is made symmetric by the random order within the round, so that neither drift nor
 * autocorrelation of the machine's speed breaks the level. Rounds far outside the others are set aside
 * (`undisturbedRounds`); where a variant itself remembers earlier rounds the interval is widened and the
 * p-value raised to match (`residualAutocorrelation`), which brings back about half of the coverage that such
 * memory costs, not all of it. Sources: Hodges & Lehmann (1963), Annals of
 * Mathematical Statistics 34:598-611; Hollander, Wolfe & Chicken (2014), sections 3.1 to 3.3.
 * @param baseline one value per round, smaller is better (invert where higher is better), > 0
 * @param target the target's values of the same rounds, same unit
 * @throws {RangeError} when the lengths differ or there are no rounds
 */
export function pairedSpeedup(
  baseline: readonly number[],
  target: readonly number[],
): PairedSpeedup {
  if (baseline.length !== target.length || baseline.length === 0) {
    throw new RangeError(
      `Rounds must pair up: ${baseline.length} baseline values, ${target.length} of the target.`,
    );
  }
  const logRatios: number[] = [];
  for (const [round, value] of baseline.entries()) {
    const logRatio = Math.log(value / (target[round] ?? NaN));
    // Not finite covers zero and NaN on either side; two negative values would give a ratio, but not a speedup.
    if (!Number.isFinite(logRatio) || value <= 0) return { state: 'no-ratio', round };
    logRatios.push(logRatio);
  }
  const used = undisturbedRounds(logRatios, median(logRatios));
  const centre = signedRankInterval(used, NOMINAL_CONFIDENCE);
  const estimate = Math.exp(centre.estimate);
  if (centre.low === undefined) {
    return { state: 'too-few-rounds', rounds: logRatios.length, estimate };
  }
  const autocorrelation = residualAutocorrelation(used);
  const factor = widening(autocorrelation);
  const pValue = signedRankPValue(undisturbedRounds(logRatios, 0));
  return {
    state: 'estimated',
    speedup: {
      estimate,
      low: Math.exp(centre.estimate - factor * (centre.estimate - centre.low)),
      high: Math.exp(centre.estimate + factor * (centre.high - centre.estimate)),
    },
    pValue: factor === 1 ? pValue : twoSided(normalQuantile(pValue / 2) / factor),
    rounds: logRatios.length,
    disturbedRounds: logRatios.length - used.length,
    autocorrelation,
  };
}
