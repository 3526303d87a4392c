// `--fail-below X`: which speedups are too low, as data; faces turn it into an exit code, JUnit into failures.
import type { Interval, Run } from '../model/run.ts';
import { measuredFor, shownSpeedup } from './comparison-facts.ts';
import { rangeText, ratioText } from './format.ts';

export interface ThresholdFailure {
  readonly program: string;
  readonly benchmark: string;
  readonly target: string;
  readonly speedup: Interval;
  /** One whole sentence; names in it are as they came. */
  readonly message: string;
}

const SAME: Interval = { estimate: 1, low: 1, high: 1 };

/**
 * The benchmarks and targets whose speedup is below a threshold with certainty: the whole 95 % interval is below it, so that
 * noise alone fails nothing. An interval that holds the threshold passes, whatever its estimate.
 *
 * Code identical to the baseline's counts as exactly 1. The baseline itself, and whatever has no speedup (wrong output, failed,
 * cannot run), is not judged: wrong and failed variants are failures of their own.
 * @param below a speedup, such as 0.98 (no target may lose more than 2 %) or 1.2
 */
export function thresholdFailures(run: Run, below: number): ThresholdFailure[] {
  return run.programs.flatMap((program) =>
    program.benchmarks.flatMap((result) =>
      result.comparisons.flatMap((comparison): ThresholdFailure[] => {
        const isSame = measuredFor(result, comparison)?.verdict === 'baseline';
        const speedup =
          comparison.verdict === 'identical code' && isSame
            ? SAME
            : shownSpeedup(result, comparison);
        // A wrong result's speed is no speedup, even where a number was stored with it.
        const judged = !['baseline', 'wrong output', 'failed', 'cannot run'].includes(
          comparison.verdict,
        );
        if (!judged || speedup === undefined || !(speedup.high < below)) return [];
        const place = {
          program: program.name,
          benchmark: result.benchmark.name,
          target: comparison.target,
        };
        const shown =
          speedup === SAME
            ? `has the same code as the baseline, a speedup of exactly 1`
            : `has a speedup of ${ratioText(speedup)} (${rangeText(speedup)})`;
        return [
          {
            ...place,
            speedup,
            message: `${place.program}/${place.benchmark}: ${place.target} ${shown}, below ${below}.`,
          },
        ];
      }),
    ),
  );
}
