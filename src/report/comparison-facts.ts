// What every table shows of one comparison: which speedup, and where its bar and colour come from.
import type { BenchmarkResult, Comparison, Interval, ProgramResult } from '../model/run.ts';

/**
 * The speedup a table may show. Code identical to the baseline's has none, whatever was stored: any number would be noise. Code
 * identical to another target's has that target's, because it is the same measurement.
 */
export function shownSpeedup(
  result: Pick<BenchmarkResult, 'comparisons'>,
  comparison: Comparison,
): Interval | undefined {
  if (comparison.verdict === 'baseline') return undefined;
  if (comparison.verdict !== 'identical code') return comparison.speedup;
  const measured = measuredFor(result, comparison);
  return measured === undefined || measured.verdict === 'baseline' ? undefined : measured.speedup;
}

/** The comparison whose measurement stands for this one: itself, unless its code is identical to another's. */
export function measuredFor(
  result: Pick<BenchmarkResult, 'comparisons'>,
  comparison: Comparison,
): Comparison | undefined {
  if (comparison.verdict !== 'identical code') return comparison;
  return result.comparisons.find((other) => other.target === comparison.identicalTo);
}

/** Geometric means worth a row: targets whose code is the baseline's in every benchmark have nothing to average. */
export function shownOverall(program: ProgramResult): ProgramResult['overall'] {
  return program.overall.filter(({ target }) =>
    program.benchmarks.some((result) =>
      result.comparisons.some(
        (comparison) =>
          comparison.target === target && shownSpeedup(result, comparison) !== undefined,
      ),
    ),
  );
}
