// Whether one of two variants is slow now and then, and the other is not: its own doing, and nothing the machine does to both.
import type { Tail } from '../model/run.ts';
import { median, outliers } from './spread.ts';

/** As unlikely by chance as a trend that is named. */
const CHANCE = 0.01;

/**
 * Rounds in which one of the two alone is an outlier above its own median. What disturbs a machine now and then hits
 * either in the random order of a round with the same chance, so that the sides of such rounds are fair coins: where they
 * are not (exact sign test, two-sided, 1 %; McNemar 1947, Psychometrika 12:153-157), ratios that set outliers aside
 * describe ordinary executions only.
 * @param baseline one value per round, smaller is better, > 0
 * @param target the target's values of the same rounds
 * @returns nothing where chance explains the counts
 */
export function unevenTail(
  baseline: readonly number[],
  target: readonly number[],
): Tail | undefined {
  const slowThere = slowRounds(baseline);
  const slowHere = slowRounds(target);
  const baselineAlone = [...slowThere].filter((round) => !slowHere.has(round)).length;
  const alone = [...slowHere].filter((round) => !slowThere.has(round)).length;
  const fewer = Math.min(alone, baselineAlone);
  if (2 * fairCoinsUpTo(fewer, alone + baselineAlone) >= CHANCE) return undefined;
  return {
    slow: slowHere.size,
    baselineSlow: slowThere.size,
    rounds: target.length,
    meanSpeedup: sum(baseline) / sum(target),
  };
}

/** Indices of the values that are far above the others. */
function slowRounds(values: readonly number[]): Set<number> {
  const centre = median(values);
  return new Set(outliers(values).filter((round) => (values[round] ?? 0) > centre));
}

/** P(at most `heads` heads) of `coins` fair coins; by logarithms, since 2^-coins underflows where there are many. */
function fairCoinsUpTo(heads: number, coins: number): number {
  let logarithm = -coins * Math.LN2;
  let total = 0;
  for (let count = 0; count <= heads; count += 1) {
    if (count > 0) logarithm += Math.log((coins - count + 1) / count);
    total += Math.exp(logarithm);
  }
  return total;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
