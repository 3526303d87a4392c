// The mean speedup of one target over several benchmarks.
import type { Interval } from '../model/run.ts';
import { asRatio, weightedLogSum } from './log-combination.ts';

/**
 * Geometric mean of one target's speedups over benchmarks, with its 95 % interval. The benchmarks are the
 * ones that were asked for, not a sample of others: the interval holds the uncertainty of measuring them and
 * says nothing about programs that were not run. The geometric mean is the one whose ratios do not depend on
 * the choice of reference (Fleming & Wallace 1986, CACM 29:218-221).
 * @param speedups 95 % intervals, independent of each other, at least one
 */
export function geometricMeanSpeedup(speedups: readonly Interval[]): Interval {
  if (speedups.length === 0) throw new RangeError('A geometric mean needs at least one speedup.');
  const weight = 1 / speedups.length;
  return asRatio(weightedLogSum(speedups.map((interval) => ({ interval, weight }))));
}
