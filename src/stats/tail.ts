// Whether one of two variants is slow now and then, and the other is not: its own doing, and nothing the machine does to both.
import type { Tail } from '../model/run.ts';
import { median, outliers } from './spread.ts';

/** As unlikely by chance as a trend that is named. */
const CHANCE = 0.01;

/**
 * Rounds in which one of the two alone is an outlier above its own median. What disturbs a machine now and then hits
 * a variant with the chance that its share of the round's time gives it (one half for equals): where it hits one side more
 * often than that explains (exact binomial test, two-sided, 1 %; for equals the test of McNemar 1947, Psychometrika
 * 12:153-157), ratios that set outliers aside describe ordinary executions only.
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
  const count = alone + baselineAlone;
  const share = median(target) / (median(target) + median(baseline));
  const chance = Math.min(atMost(alone, count, share), atMost(baselineAlone, count, 1 - share));
  if (2 * chance >= CHANCE) return undefined;
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

/** P(at most `hits` of `count`, each with probability `p`); by logarithms, since powers underflow where there are many. */
function atMost(hits: number, count: number, p: number): number {
  let logarithm = count * Math.log1p(-p);
  let total = 0;
  for (let at = 0; at <= hits; at += 1) {
    if (at > 0) logarithm += Math.log((count - at + 1) / at) + Math.log(p / (1 - p));
    total += Math.exp(logarithm);
  }
  return total;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
