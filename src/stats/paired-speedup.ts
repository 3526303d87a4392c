// The speedup of one target over the baseline, from the rounds both took part in.
import type { Interval } from '../model/run.ts';
import { CONFIDENCE } from './normal.ts';
import { medianOfRanks, walshAverages } from './pairwise.ts';
import { signedRankBound, signedRankPValue } from './signed-rank.ts';

/** Fewer rounds than this cannot bound a ratio with 95 % confidence: even the extremes miss it too often (2 / 2^5 > 5 %). */
export const FEWEST_ROUNDS = 6;

export type PairedSpeedup =
  | {
      readonly state: 'estimated';
      readonly speedup: Interval;
      /** Two-sided, of the hypothesis that there is no difference; not corrected for other comparisons. */
      readonly pValue: number;
      readonly rounds: number;
    }
  /** An interval does not exist yet; the estimate does. */
  | { readonly state: 'too-few-rounds'; readonly rounds: number; readonly estimate: number }
  /** A value that is zero, negative or not a number has no ratio; `round` is its index. */
  | { readonly state: 'no-ratio'; readonly round: number };

/**
 * Baseline / target with its 95 % confidence interval, from within-round ratios: the Hodges-Lehmann estimate
 * and the signed-rank interval on their logarithms. Any disturbance that lasts longer than a round cancels;
 * one that does not is made symmetric by the random order within the round, so that neither drift nor
 * autocorrelation of the machine's speed breaks the level. Sources: Hodges & Lehmann (1963), Annals of
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
  const n = logRatios.length;
  const walsh = walshAverages([...logRatios].sort((a, b) => a - b));
  const averages = (n * (n + 1)) / 2;
  const estimate = Math.exp(medianOfRanks(walsh, averages));
  const bound = signedRankBound(n, CONFIDENCE);
  if (bound === 0) return { state: 'too-few-rounds', rounds: n, estimate };
  return {
    state: 'estimated',
    speedup: {
      estimate,
      low: Math.exp(walsh(bound)),
      high: Math.exp(walsh(averages + 1 - bound)),
    },
    pValue: signedRankPValue(logRatios),
    rounds: n,
  };
}
