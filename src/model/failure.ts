// Everything that can go wrong, as data. Whoever finds a failure writes its message; faces only choose where it shows.

import type { Remedy } from './remedy.ts';

export type FailureCode =
  // usage and configuration
  | 'usage'
  | 'config-invalid'
  | 'project-empty'
  | 'program-unclear'
  | 'target-unknown'
  | 'target-cannot-run'
  | 'input-missing'
  // toolchain
  | 'toolchain-missing'
  | 'toolchain-too-old'
  | 'toolchain-broken'
  // build
  | 'bitcode-too-new'
  | 'bitcode-damaged'
  | 'bitcode-foreign'
  | 'compile-failed'
  | 'link-failed'
  | 'no-main'
  // bench
  | 'benchmark-missing'
  | 'benchmark-not-executable'
  | 'benchmark-crashed'
  | 'benchmark-timeout'
  | 'benchmark-unstable-output'
  | 'metric-missing'
  | 'output-differs'
  | 'runner-failed'
  // store
  | 'run-missing'
  | 'run-damaged'
  | 'run-too-new'
  | 'runs-differ'
  | 'folder-read-only'
  | 'disk-full'
  | 'busy'
  // the machine: what the system refused, where nothing else says what that means
  | 'system'
  // commands of a workspace or a recorded build that nobody has allowed
  | 'untrusted'
  // all
  | 'interrupted'
  | 'internal';

/** A place in a text file; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

export interface Failure {
  readonly code: FailureCode;
  /** One sentence: what happened, naming the file and the place. */
  readonly message: string;
  /** What to do about it, in words that suit every face: no option, no command of Retarget's. */
  readonly hint?: string;
  /** The same for a face to offer in its own words, best first. */
  readonly remedies?: readonly Remedy[];
  /** The hint names keys of retarget.json: without such a file, one has to be written first. */
  readonly configurable?: boolean;
  readonly place?: Place;
  /** A tool's own words, such as a compiler's diagnostics; may be many lines, capped by who captured it. */
  readonly details?: string;
}

/** What a catalogue of messages says of a failure. */
export type FailureWords = Pick<Failure, 'message' | 'hint' | 'remedies' | 'configurable'>;

/** Carries a failure through code that throws; `cause` keeps the error underneath. */
export class FailureError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, options?: { cause?: unknown }) {
    super(failure.message, options);
    this.name = 'FailureError';
    this.failure = failure;
  }
}
