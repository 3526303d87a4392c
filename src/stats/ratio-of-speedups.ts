// How a speedup changed from one run to another.
import type { Interval } from '../model/run.ts';
import { asRatio, weightedLogSum } from './log-combination.ts';
import { CONFIDENCE, normalQuantile, twoSided } from './normal.ts';

/**
 * How a speedup changed between two runs: new speedup / old speedup, > 1 where the target gained against its
 * own baseline. What differed between the runs' machines cancels in each run's own ratio.
 * @param before the old run's 95 % interval
 * @param after the new run's, independent of it
 * @returns the ratio's 95 % interval, and a two-sided p-value from the limit that faces 1, taken as normal;
 *   a little too large, since `pairedSpeedup` draws its limits slightly wider than 95 % asks
 */
export function ratioOfSpeedups(
  before: Interval,
  after: Interval,
): { readonly ratio: Interval; readonly pValue: number } {
  const sum = weightedLogSum([
    { interval: after, weight: 1 },
    { interval: before, weight: -1 },
  ]);
  const distance = Math.abs(sum.centre);
  const facing = sum.centre > 0 ? sum.down : sum.up;
  const critical = -normalQuantile((1 - CONFIDENCE) / 2);
  const pValue = distance === 0 ? 1 : twoSided((critical * distance) / facing);
  return { ratio: asRatio(sum), pValue };
}
