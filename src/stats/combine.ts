// Several independent ratios made into one, with its interval.
import type { Interval } from '../model/run.ts';
import { CONFIDENCE, normalQuantile, twoSided } from './normal.ts';

/**
 * Sum of weight * log(ratio) with its interval, by the method of variance estimates recovery: on each side
 * the distances from estimate to limit, which carry each interval's own shape, add in quadrature. Sources:
 * Zou & Donner (2008), Statistics in Medicine 27:1693-1702; Newcombe (1998), Statistics in Medicine 17:873-890.
 */
function weightedLogSum(
  parts: readonly { readonly interval: Interval; readonly weight: number }[],
): { centre: number; down: number; up: number } {
  let centre = 0;
  let down = 0;
  let up = 0;
  for (const { interval, weight } of parts) {
    const estimate = Math.log(interval.estimate);
    const below = weight * (estimate - Math.log(interval.low));
    const above = weight * (Math.log(interval.high) - estimate);
    centre += weight * estimate;
    // A negative weight turns the interval round.
    down += (weight > 0 ? below : above) ** 2;
    up += (weight > 0 ? above : below) ** 2;
  }
  return { centre, down: Math.sqrt(down), up: Math.sqrt(up) };
}

function asInterval({ centre, down, up }: { centre: number; down: number; up: number }): Interval {
  return {
    estimate: Math.exp(centre),
    low: Math.exp(centre - down),
    high: Math.exp(centre + up),
  };
}

/**
 * Geometric mean of one target's speedups over benchmarks, with its 95 % interval. The benchmarks are the
 * ones that were asked for, not a sample of others: the interval holds the uncertainty of measuring them and
 * says nothing about programs that were not run. The geometric mean is the one whose ratios do not depend on
 * the choice of reference (Fleming & Wallace 1986, CACM 29:218-221).
 * @param speedups 95 % intervals, independent of each other, at least one
 */
export function geometricMean(speedups: readonly Interval[]): Interval {
  if (speedups.length === 0) throw new RangeError('A geometric mean needs at least one speedup.');
  const weight = 1 / speedups.length;
  return asInterval(weightedLogSum(speedups.map((interval) => ({ interval, weight }))));
}

/**
 * How a speedup changed between two runs: new speedup / old speedup, > 1 where the target gained against its
 * own baseline. What differed between the runs' machines cancels in each run's own ratio.
 * @param before the old run's 95 % interval
 * @param after the new run's, independent of it
 * @returns the ratio's 95 % interval, and a two-sided p-value from the limit that faces 1, taken as normal
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
  return { ratio: asInterval(sum), pValue };
}
