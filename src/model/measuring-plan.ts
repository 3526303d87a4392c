// What is measured, and how: plain JSON, made before anything is measured, which means the same here, on another host and later.
import type { Failure } from './failure.ts';
import type { Benchmark, OwnExecutable } from './program.ts';
import type { BenchmarkResult } from './run.ts';
import type { VariantIdentity } from './variant.ts';

export interface MeasuringPlan {
  /** Absolute path of the folder that paths in the plan may be relative to: the project's, or where its data lies on this host. */
  readonly folder: string;
  /** Half-width of the relative interval to reach, such as 0.01. */
  readonly precision: number;
  /** Seconds of measuring for the whole plan. */
  readonly budget: number;
  /** Core the benchmarks are pinned to. */
  readonly pin?: number;
  /** That verdicts will be corrected for: the more, the more rounds each benchmark takes at least. */
  readonly comparisons: number;
  /** In the run's order; one that nothing is measured of has no benchmarks. */
  readonly programs: readonly ProgramToMeasure[];
}

export interface ProgramToMeasure {
  readonly name: string;
  /** File name that every variant runs under. */
  readonly executableName: string;
  /** Where the program would lie by itself; absolute, or relative to the plan's folder. */
  readonly home?: Pick<OwnExecutable, 'path' | 'root'>;
  /** One for each distinct code, the baseline's first. Every round measures each of them once. */
  readonly variants: readonly VariantToMeasure[];
  /** The program's flags let the compiler reorder floating-point operations (-ffast-math). */
  readonly reorders?: boolean;
  /** The program as a retarget.json of its own would name it, where there is none and none is offered: for advice. */
  readonly written?: object;
  readonly benchmarks: readonly BenchmarkToMeasure[];
}

/** Files are named by what is in them: whoever measures is handed a file for each hash. */
export interface VariantToMeasure extends VariantIdentity {
  /** SHA-256 of the executable, in hex. */
  readonly executable: string;
  /** Of the project's own, to stand beside the executable wherever that runs. */
  readonly libraries: readonly { readonly name: string; readonly hash: string }[];
  /** Id of the variant that is this target's code from shared IR: what this one gains over it is told too. */
  readonly bitcode?: string;
}

export interface BenchmarkToMeasure {
  /** What is executed; its own paths are absolute, or relative to the plan's folder. */
  readonly benchmark: Benchmark;
  /** What each execution is a sample of, where that is not the benchmark itself: others that differ in name and metric. */
  readonly rows?: readonly Benchmark[];
  /** 32 bits, unsigned: the same seed gives the same order of variants and the same environment sizes. */
  readonly seed: number;
  /** Why it cannot be measured. */
  readonly failure?: Failure;
  /** Seconds that one execution takes at least, where its framework decides it. */
  readonly seconds?: number;
}

/** What was measured of one row, without what it means: plain JSON too. */
export interface MeasuredBenchmark extends Omit<BenchmarkResult, 'comparisons'> {
  /** By id, variants that are out, and why; never the baseline. */
  readonly failures: Readonly<Record<string, Failure>>;
  /** The baseline's output changed by itself: its samples say of no time what it was spent on. */
  readonly discredited?: true;
}
