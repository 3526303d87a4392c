// Two runs of one program, held against each other: what changed per benchmark and target.
import type { Interval, Run } from './run.ts';

export type ChangeVerdict =
  /** Faster or slower now than before. */
  | 'faster'
  | 'slower'
  | 'no difference'
  | 'inconclusive'
  /** The executables are the same in both runs: a difference in time is the machine's, not the code's. */
  | 'identical code'
  /** Measured in one of the two runs only. */
  | 'only before'
  | 'only after'
  /** In both runs or in one, and measured in neither: it failed, or cannot run there. */
  | 'not measured'
  /** Measured in both, but not the same thing: another metric, other arguments or input. */
  | 'not comparable';

export interface RunChange {
  readonly program: string;
  readonly benchmark: string;
  readonly target: string;
  readonly verdict: ChangeVerdict;
  /** Before / after (after / before where higher is better), with 95 % interval: > 1 is faster now. */
  readonly timeRatio?: Interval;
  /** Medians of the metric in `unit`; of what was measured in one run only, that run's. */
  readonly beforeMedian?: number;
  readonly afterMedian?: number;
  /** This target's speedup over its baseline in either run; absent for the baseline. */
  readonly speedups?: { readonly before: Interval; readonly after: Interval };
  /** The later one of those / the earlier one, with 95 % interval; absent for the baseline. */
  readonly speedupChange?: Interval;
  /** `ns` for times; the output's own unit, or nothing, for a number in the output. */
  readonly unit: string;
}

export type RunName = Pick<Run, 'id' | 'name' | 'startedAt' | 'source'>;

export interface RunComparison {
  /** Ids of the two runs. */
  readonly before: string;
  readonly after: string;
  /** What they are called; absent in comparisons that older versions made. */
  readonly runs?: { readonly before: RunName; readonly after: RunName };
  /** Whether both ran on hosts whose times may be compared. */
  readonly sameHost: boolean;
  /** Whole sentences: what differs between the runs besides their times (toolchain, settings, host). */
  readonly notes: readonly string[];
  readonly rows: readonly RunChange[];
}
