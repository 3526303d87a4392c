// What comes of measuring one benchmark: samples and what went wrong, without what it means.
import { FailureError, type Failure } from '../model/failure.ts';
import { failureOf } from '../model/failure-of.ts';
import type { BenchmarkResult, Sample, Warning } from '../model/run.ts';

export interface Measured {
  /** Of all contestants, finished rounds only. */
  readonly samples: readonly Sample[];
  readonly rounds: number;
  readonly stopped: BenchmarkResult['stopped'];
  readonly warnings: readonly Warning[];
  /** By id, variants that are out, and why; never the baseline. */
  readonly failures: ReadonlyMap<string, Failure>;
  /** Why nothing, or nothing more, could be measured: the baseline or the executor failed. */
  readonly failure?: Failure;
  /** The baseline's output changed by itself: no sample says what its time was spent on. */
  readonly discredited?: true;
}

/** @throws what is neither an abort nor a failure of the program, its files or the executor. */
export function withoutRounds(error: unknown, signal: AbortSignal | undefined): Measured {
  if (signal?.aborted === true) return { ...NOTHING_MEASURED, stopped: 'interrupted' };
  if (error instanceof FailureError)
    return { ...NOTHING_MEASURED, stopped: 'failed', failure: failureOf(error) };
  throw error;
}

/** What there is before the first round. */
export const NOTHING_MEASURED = {
  ...{ samples: [], rounds: 0, warnings: [] },
  failures: new Map<string, Failure>(),
} as const satisfies Partial<Measured>;

export const NOTHING: Measured = { ...NOTHING_MEASURED, stopped: 'failed' };
