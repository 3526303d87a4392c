// What a whole run means: verdicts corrected for the number of comparisons in it, and means over benchmarks.
import type {
  BenchmarkResult,
  Comparison,
  Interval,
  ProgramResult,
  Warning,
} from '../model/run.ts';
import { standing } from '../model/variant.ts';
import { fewestRounds } from '../model/significance.ts';
import { geometricMeanSpeedup } from '../stats/geometric-mean.ts';
import { holmAdjusted } from '../stats/holm.ts';
import { decideVerdict } from '../stats/verdict.ts';
import * as say from './messages/runs.ts';

/**
 * Judges uncorrected results. The family of comparisons is the run: each one is a chance to see a difference
 * where there is none.
 */
export function judgeRun(programs: readonly ProgramResult[], precision: number): ProgramResult[] {
  const family = programs.flatMap(({ benchmarks }) =>
    benchmarks.flatMap(({ comparisons }) => comparisons.filter(isTested)),
  );
  const adjusted = holmAdjusted(family.map(({ pValue }) => pValue));
  const corrected = new Map<Comparison, number>();
  family.forEach((comparison, index) => corrected.set(comparison, adjusted[index] ?? 1));
  const judged = (comparison: Comparison): Comparison => {
    const pValue = corrected.get(comparison);
    const { speedup, tail } = comparison;
    if (pValue === undefined || speedup === undefined) return comparison;
    return { ...comparison, pValue, verdict: decideVerdict({ speedup, pValue, precision, tail }) };
  };
  return programs.map((program) => {
    const benchmarks = program.benchmarks.map((result) => ({
      ...result,
      comparisons: result.comparisons.map(judged),
    }));
    return { ...program, benchmarks, overall: overallSpeedups(program, benchmarks) };
  });
}

/** Says where the correction for many comparisons, not the measurement, leaves a difference undecided. */
export function undecidedWarning(programs: readonly ProgramResult[]): Warning[] {
  const tested = programs.flatMap(({ benchmarks }) =>
    benchmarks.flatMap(({ comparisons, rounds, stopped }) =>
      comparisons.filter(isTested).map((comparison) => ({ ...comparison, rounds, stopped })),
    ),
  );
  // What is slow now and then is told by itself.
  const undecided = tested.filter(
    ({ verdict, speedup, tail }) =>
      verdict === 'inconclusive' &&
      tail === undefined &&
      speedup !== undefined &&
      (speedup.low > 1 || speedup.high < 1),
  );
  if (undecided.length === 0) return [];
  const fewest = fewestRounds(tested.length);
  const rounds = Math.min(...undecided.map((each) => each.rounds));
  // Narrow intervals ended those: no budget gives them more rounds.
  const needs = undecided.every(({ stopped }) => stopped === 'precision') ? 'precision' : 'budget';
  return [
    {
      code: 'too-few-rounds',
      message: say.undecided({
        ...{ undecided: undecided.length, comparisons: tested.length, needs },
        rounds: rounds < fewest ? { had: rounds, fewest } : undefined,
      }),
      remedies: [{ kind: 'set', what: needs }],
    },
  ];
}

type Tested = Comparison & { readonly pValue: number };

function isTested(comparison: Comparison): comparison is Tested {
  return comparison.pValue !== undefined;
}

/** Means only for targets with a speedup in every benchmark: a mean over fewer would be another quantity. */
function overallSpeedups(
  program: ProgramResult,
  benchmarks: readonly BenchmarkResult[],
): ProgramResult['overall'] {
  if (benchmarks.length < 2) return [];
  return standing(program.variants).flatMap(({ target }) => {
    const measured = benchmarks.map((result) => measuredFor(result, target));
    const speedup = meanOf(measured.map((comparison) => comparison?.speedup));
    if (speedup === undefined) return [];
    const askingShare = meanOf(measured.map((comparison) => comparison?.askingShare));
    return [{ target, speedup, ...(askingShare === undefined ? {} : { askingShare }) }];
  });
}

function meanOf(ratios: readonly (Interval | undefined)[]): Interval | undefined {
  const whole = ratios.filter((ratio) => ratio !== undefined);
  return whole.length < ratios.length ? undefined : geometricMeanSpeedup(whole);
}

/** A target's own comparison, or that of the target whose code it shares; without a speedup for the baseline and its equals. */
function measuredFor({ comparisons }: BenchmarkResult, target: string): Comparison | undefined {
  const own = comparisons.find((each) => each.target === target);
  if (own?.verdict !== 'identical code') return own;
  return comparisons.find((each) => each.target === own.identicalTo);
}
