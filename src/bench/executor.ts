// What measuring needs from whoever runs programs: one execution at a time, its times, its end and its output.
import type { Warning } from '../model/run.ts';

export interface Execution {
  /** Absolute path of the executable. */
  readonly program: string;
  /** The whole argument vector; the first is the name the program sees. */
  readonly argv: readonly string[];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Name of a variable of `env` that no other process has with this value: what was run is found by it, whoever lost it. */
  readonly mark?: string;
  /** Absolute path it runs in. */
  readonly directory: string;
  /** Absolute path of a file for its standard input, which is empty without one. */
  readonly stdin?: string;
  /** Milliseconds; its process group is killed after it. */
  readonly timeLimit: number;
  /** Core it may run on; any without one. */
  readonly pin?: number;
  /** Streams to capture; the others go to the null device. */
  readonly capture: 'none' | 'stdout' | 'both';
  /** Bytes to keep of each captured stream; what follows is counted and hashed. */
  readonly keep: number;
}

export interface CapturedStream {
  /** The first bytes, at most `keep`. */
  readonly bytes: Buffer;
  /** Bytes printed in all. */
  readonly total: number;
  /** Hash of what was not kept; equal streams have equal ones, whatever ran them being the same. */
  readonly restHash: string;
}

export type End =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'timeout' };

/** Times in nanoseconds, memory in bytes; zero where the executor cannot tell. */
export interface Ran {
  readonly state: 'ran';
  readonly end: End;
  readonly wall: number;
  readonly user: number;
  readonly system: number;
  readonly peakMemory: number;
  readonly counters?: Readonly<Record<string, number>>;
  /** Processes that outlived the program and were killed. */
  readonly leftProcesses: number;
  readonly stdout: CapturedStream;
  readonly stderr: CapturedStream;
}

/** The program never ran; `error` is the system's word, such as `ENOENT`. */
export interface NotStarted {
  readonly state: 'not-started';
  readonly step: 'stdin' | 'directory' | 'pin' | 'program';
  readonly error: string;
}

export type Outcome = Ran | NotStarted;

export interface Executor {
  readonly kind: 'runner' | 'plain';
  /** Whether user and system time and peak memory are real. */
  readonly measuresCpu: boolean;
  /** What a reader of its samples should know, once per run: counters absent, a plain executor. */
  readonly warning?: Warning;
  /** It broke, and runs nothing any more. */
  readonly isLost?: boolean;
  /**
   * Runs one program to its end. Nothing it started is left when this settles.
   * @throws {FailureError} `runner-failed` where the executor itself broke.
   * @throws the signal's reason, once the program is dead.
   */
  execute(execution: Execution, signal?: AbortSignal): Promise<Outcome>;
  /** Ends the executor and whatever it runs. May be called twice. */
  close(): Promise<void>;
}

export const NOTHING_CAPTURED: CapturedStream = { bytes: Buffer.alloc(0), total: 0, restHash: '' };
