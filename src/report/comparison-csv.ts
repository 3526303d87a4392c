// A comparison of two runs as CSV: a row for each program, benchmark and target, in full precision.
import type { RunComparison } from '../model/run-comparison.ts';
import { shownChange } from './comparison-headline.ts';
import { csv } from './csv.ts';

const COLUMNS = [
  ...(['before_run', 'after_run', 'program', 'benchmark', 'target', 'verdict'] as const),
  ...(['before_median', 'after_median', 'unit'] as const),
  ...(['ratio', 'ratio_low', 'ratio_high'] as const),
  ...(['before_speedup', 'after_speedup'] as const),
  ...(['speedup_change', 'speedup_change_low', 'speedup_change_high'] as const),
] as const;

/** `ratio` is before / after with its 95 % interval: more than 1 is faster now. `speedup_change` is the later speedup over the earlier one. */
export function comparisonCsv({ before, after, rows }: RunComparison): string {
  const cells = rows.map((row) => {
    const ratio = shownChange(row);
    const { speedups, speedupChange } = row;
    return {
      before_run: before,
      after_run: after,
      program: row.program,
      benchmark: row.benchmark,
      target: row.target,
      verdict: row.verdict,
      before_median: row.beforeMedian,
      after_median: row.afterMedian,
      unit: row.unit,
      ratio: ratio?.estimate,
      ratio_low: ratio?.low,
      ratio_high: ratio?.high,
      before_speedup: speedups?.before.estimate,
      after_speedup: speedups?.after.estimate,
      speedup_change: speedupChange?.estimate,
      speedup_change_low: speedupChange?.low,
      speedup_change_high: speedupChange?.high,
    };
  });
  return csv(cells, COLUMNS);
}
