// Several independent ratios made into one on the log scale, with its interval.
import type { Interval } from '../model/run.ts';

/** Centre and distances to both limits, in logarithms. */
export interface LogSum {
  readonly centre: number;
  readonly down: number;
  readonly up: number;
}

/**
 * Sum of weight * log(ratio) with its interval, by the method of variance estimates recovery: on each side
 * the distances from estimate to limit, which carry each interval's own shape, add in quadrature. Sources:
 * Zou & Donner (2008), Statistics in Medicine 27:1693-1702; Newcombe (1998), Statistics in Medicine 17:873-890.
 */
export function weightedLogSum(
  parts: readonly { readonly interval: Interval; readonly weight: number }[],
): LogSum {
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

/** The sum as a ratio. */
export function asRatio({ centre, down, up }: LogSum): Interval {
  return {
    estimate: Math.exp(centre),
    low: Math.exp(centre - down),
    high: Math.exp(centre + up),
  };
}
