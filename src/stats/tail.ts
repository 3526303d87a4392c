// Whether one of two variants is slow in some rounds, and the other is not: more unevenly than what hits both by chance.
import type { Tail } from '../model/run.ts';
import { median, outliers } from './spread.ts';

/** As unlikely by chance as a trend that is named. */
const CHANCE = 0.01;

/** Counts that lie as uneven as this by chance in every second run say nothing. */
const EVEN = 0.5;

/** A tail that is rarer than this is not waited for. */
const RARE = 0.1;
/** With so small a chance that a tail of `RARE` shows as few slow rounds as there were, there is none. */
const EXCLUDED = 0.05;

/** Noise has outliers too, which say nothing of executions that take this many times as much longer. */
const SMALL = 0.1;

/** So many rounds in which one alone was slow leave open whether the two are equal. */
const LEAVES_OPEN = 3;

export interface OneSided {
  readonly tail: Tail;
  /** More rounds would tell whether it is chance: measuring goes on while the budget lets it. */
  readonly open: boolean;
  /** It keeps a verdict from being "no difference". */
  readonly counts: boolean;
}

/**
 * Rounds in which one of the two alone is an outlier above its own median. What disturbs a machine now and then hits
 * a variant with the chance that its share of the round's time gives it (one half for equals): where it hits one side more
 * often than that explains (exact binomial test, two-sided, 1 %; for equals the test of McNemar 1947, Psychometrika
 * 12:153-157), ratios that set outliers aside describe ordinary executions only.
 *
 * Few rounds cannot show it: 15 hold 3 slow ones of a variant that is slow in a fifth of them, and the test takes 8. So it is
 * open while one side alone is slow and a tail of a tenth is not excluded (exact, 5 %): measuring goes on as long as the
 * budget lets it, and both kinds of slow rounds show, or the test decides.
 * @param baseline one value per round, smaller is better, > 0
 * @param target the target's values of the same rounds
 * @returns nothing where slow rounds are on both sides, or so rare that they say nothing
 */
export function oneSidedTail(
  baseline: readonly number[],
  target: readonly number[],
): OneSided | undefined {
  const [slowThere = new Set(), slowHere = new Set()] = slowRounds(baseline, target);
  const baselineAlone = [...slowThere].filter((round) => !slowHere.has(round)).length;
  const alone = [...slowHere].filter((round) => !slowThere.has(round)).length;
  const count = alone + baselineAlone;
  if (count === 0) return undefined;
  const share = median(target) / (median(target) + median(baseline));
  const chance = 2 * Math.min(atMost(alone, count, share), atMost(baselineAlone, count, 1 - share));
  const tail: Tail = {
    slow: slowHere.size,
    baselineSlow: slowThere.size,
    rounds: target.length,
    meanSpeedup: sum(baseline) / sum(target),
  };
  if (chance < CHANCE) return { tail, open: false, counts: true };
  const more = Math.max(alone, baselineAlone);
  const oneSided = more === count || chance <= EVEN;
  if (!oneSided || atMost(more, target.length, RARE) < EXCLUDED) return undefined;
  return { tail: { ...tail, mayBeChance: true }, open: true, counts: more >= LEAVES_OPEN };
}

/** Rounds far above the median of their side, without those that are small beside the slowest of either side. */
function slowRounds(...sides: readonly (readonly number[])[]): Set<number>[] {
  const excesses = sides.map((values) => {
    const centre = median(values);
    const far = outliers(values).map(
      (round) => [round, (values[round] ?? 0) / centre - 1] as const,
    );
    return far.filter(([, excess]) => excess > 0);
  });
  const largest = Math.max(0, ...excesses.flat().map(([, excess]) => excess));
  return excesses.map(
    (side) => new Set(side.flatMap(([round, excess]) => (excess < SMALL * largest ? [] : [round]))),
  );
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
