// What is built, and the ways it is run.

export type Language = 'c' | 'c++' | 'bitcode' | 'ir' | 'assembly' | 'object';

/** A flag of the user's that a retarget cannot keep, and why. */
export interface RemovedFlag {
  readonly flag: string;
  readonly reason: 'target' | 'lto' | 'output' | 'action' | 'dependency-file' | 'unsupported';
}

/** One translation unit with the arguments that compile it. */
export interface Unit {
  /** Absolute path of the source, bitcode or object file. */
  readonly source: string;
  readonly language: Language;
  /** Of assembly: whether the C preprocessor reads it first, where the user's `-x` says so; else its extension does. */
  readonly preprocessed?: boolean;
  /** Absolute path the compiler runs in: relative includes are relative to it. */
  readonly directory: string;
  /** The user's own flags, cleaned: no source, no output, no -march, -mcpu, -mtune, -m<feature>, -flto. */
  readonly flags: readonly string[];
  readonly removed: readonly RemovedFlag[];
}

/** What one execution is judged by. */
export type Metric =
  | { readonly kind: 'wall' }
  /** User plus system time. */
  | { readonly kind: 'cpu' }
  /** The first capture group of `pattern` (a JavaScript regular expression, multiline) in standard output. */
  | {
      readonly kind: 'output';
      readonly pattern: string;
      readonly better: 'lower' | 'higher';
      readonly unit?: string;
    };

/** Relative difference allowed where `numbers` is asked for without a tolerance: what a fused multiply-add shifts. */
export const DEFAULT_TOLERANCE = 1e-6;

/** How a variant's output is held against the baseline's. */
export interface OutputCheck {
  readonly output: 'exact' | 'numbers' | 'exit-code';
  /** With `numbers`: largest relative difference allowed between two numbers at the same place. */
  readonly tolerance?: number;
  /** Regular expressions; lines that match one are left out on both sides. */
  readonly ignoreLines: readonly string[];
}

export interface Benchmark {
  readonly name: string;
  readonly args: readonly string[];
  /** Absolute path of a file fed to standard input; without it, standard input is empty. */
  readonly stdin?: string;
  /** Added to the inherited environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Absolute path the program runs in. */
  readonly directory: string;
  readonly metric: Metric;
  readonly check: OutputCheck;
  /** Milliseconds one execution may take before its process group is killed. */
  readonly timeLimit: number;
  /** Executions of each variant before measuring starts (the output check is one of them). */
  readonly warmup: number;
}

export interface Program {
  readonly name: string;
  /** Absolute path of the folder it was found in. */
  readonly directory: string;
  readonly units: readonly Unit[];
  readonly link: {
    /** The user's link arguments, cleaned as compile flags are; linked in `directory`. */
    readonly flags: readonly string[];
    /** Which driver links: `c++` adds the C++ library. */
    readonly language: 'c' | 'c++';
    readonly directory: string;
    readonly removed: readonly RemovedFlag[];
  };
  readonly benchmarks: readonly Benchmark[];
}
