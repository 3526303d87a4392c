// One line of `retarget runs`: what a stored run is, without its samples.
import type { Failure } from './failure.ts';
import type { Run, SourceState } from './run.ts';

/** A stored run that could be read. */
export interface RunSummary {
  readonly kind: 'run';
  readonly id: string;
  /** What its user calls it. */
  readonly name?: string;
  readonly source?: SourceState;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly state: Run['state'];
  /** Absolute path of the profiled project. */
  readonly project: string;
  readonly baseline: string;
  /** Names, in the run's order, the baseline first. */
  readonly targets: readonly string[];
  /** Names, in the run's order. */
  readonly programs: readonly string[];
  /** Absolute path of the document. */
  readonly path: string;
  /** The run in one sentence, where whoever lists had the whole run at hand. */
  readonly headline?: string;
  /** The run in a few words, such as `x86-64-v3 1.42x`, where whoever lists had the whole run at hand. */
  readonly brief?: string;
}

/** A file among the stored runs that could not be read: damaged, or newer than this Retarget. */
export interface UnreadableRun {
  readonly kind: 'unreadable';
  readonly path: string;
  readonly failure: Failure;
}

export type RunListing = RunSummary | UnreadableRun;
