// Whether one variant's times fall into two groups rather than one.
import { dipStatistic } from './dip.ts';
import { median } from './spread.ts';

export interface Mode {
  readonly median: number;
  /** Part of the values in this group, between 0 and 1. */
  readonly share: number;
}

export interface Bimodality {
  /** Hartigan's dip, and the limit it exceeded. */
  readonly dip: number;
  readonly limit: number;
  /** Smaller values first. */
  readonly modes: readonly [Mode, Mode];
}

/** Below this even perfectly separated halves are hard to tell from chance. */
const FEWEST_VALUES = 10;

/**
 * The dip that 99 % of uniform samples of size n stay below. Uniform is the hardest unimodal case, so normal and
 * lognormal noise exceed it far less often than 1 %. The two constants were fitted to simulated samples of
 * n = 10 .. 20,000 and reproduce their 99 % points within 1 % (Hartigan & Hartigan 1985 give the form: the dip
 * shrinks with sqrt(n)).
 */
function dipLimit(n: number): number {
  return (0.632 - 0.405 / Math.sqrt(n)) / Math.sqrt(n);
}

/**
 * The two modes of values that are not unimodal at the 1 % level, by Hartigan's dip test; `undefined` where one
 * mode explains them, where there are fewer than 10, or where most values repeat: a metric counted in coarse
 * steps has gaps that mean nothing.
 */
export function bimodality(values: readonly number[]): Bimodality | undefined {
  const n = values.length;
  if (n < FEWEST_VALUES || new Set(values).size <= n / 2) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const dip = dipStatistic(sorted);
  const limit = dipLimit(n);
  if (dip <= limit) return undefined;
  const split = separation(sorted, Math.ceil(dip * n));
  const mode = (group: readonly number[]): Mode => ({
    median: median(group),
    share: group.length / n,
  });
  return { dip, limit, modes: [mode(sorted.slice(0, split)), mode(sorted.slice(split))] };
}

/**
 * Index of the second group's first value: the cut that leaves most variance between the groups, each holding at
 * least `fewest` values so that a few outliers do not pass for a mode. Source: Otsu (1979), IEEE Transactions on
 * Systems, Man, and Cybernetics 9:62-66. The outermost values, too few for a group, are taken for the next ones inside
 * (Winsor's way), as one that is far from all would pull the cut to itself.
 */
function separation(values: readonly number[], fewest: number): number {
  const n = values.length;
  const sorted = values.map(
    (_, index) => values[Math.max(fewest - 1, Math.min(n - fewest, index))] ?? NaN,
  );
  const total = sorted.reduce((sum, value) => sum + value, 0);
  let below = 0;
  let best = { split: Math.floor(n / 2), variance: -Infinity };
  sorted.forEach((value, index) => {
    const split = index + 1;
    below += value;
    if (split < fewest || n - split < fewest) return;
    const variance = split * (n - split) * (below / split - (total - below) / (n - split)) ** 2;
    if (variance > best.variance) best = { split, variance };
  });
  return best.split;
}
