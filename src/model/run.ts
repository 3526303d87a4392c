// One profile, as it is stored: what was built, what was measured, what it means. All of it is plain JSON.
import type { Failure } from './failure.ts';
import type { Host } from './host.ts';
import type { OwnProgram } from './own-program.ts';
import type { Benchmark, RemovedFlag } from './program.ts';
import type { Remedy } from './remedy.ts';
import type { Target } from './target.ts';
import type { Toolchain } from './toolchain.ts';
import type { VariantIdentity } from './variant.ts';
import type { Verification } from './verification.ts';

/** Raised when a stored document's shape changes so that older readers would misread it. */
export const RUN_SCHEMA = 2;

/** Something that makes a number less trustworthy, or that its reader should know. */
export interface Warning {
  readonly code:
    // measuring
    | 'load'
    | 'too-few-rounds'
    | 'drift'
    | 'bimodal'
    | 'governor'
    | 'steal'
    | 'short-program'
    | 'waits'
    | 'plain-executor'
    | 'outliers'
    | 'counters-absent'
    | 'output-truncated'
    | 'nothing-checked'
    | 'printed-usage'
    | 'shell-words'
    | 'self-timed'
    | 'left-processes'
    | 'harness-unlisted'
    | 'repeated-names'
    | 'many-benchmarks'
    // building
    | 'already-optimised'
    | 'never-optimised'
    | 'asks-target'
    | 'pinned-functions'
    | 'removed-flags'
    | 'identical-code'
    | 'masked-features'
    | 'skipped-sources'
    | 'guessed-flags'
    | 'tests-left-out'
    | 'other-compiler'
    | 'other-linker'
    | 'unheeded'
    | 'profile-misfit'
    | 'prebuilt-code'
    | 'outdated-record'
    | 'partial-record'
    | 'debug-build'
    | 'outdated-reply'
    | 'unused-presets'
    | 'not-the-projects-program'
    | 'cargo-environment'
    | 'departs-from-direct-build'
    // keeping
    | 'run-not-saved';
  /** One whole sentence with its numbers, for people. */
  readonly message: string;
  /** The same for all warnings of this code that differ in their numbers and targets alone; absent: only equal messages are one. */
  readonly alike?: string;
  readonly remedies?: readonly Remedy[];
  /** Paths that the message only counts, such as `27 NASM sources`. */
  readonly files?: readonly string[];
  readonly program?: string;
  readonly benchmark?: string;
  readonly target?: string;
}

/** What one unit became for one target. */
export interface BuiltUnit {
  readonly source: string;
  /** SHA-256 of the neutral IR and of the object, in hex. */
  readonly irHash: string;
  readonly objectHash: string;
  /** Whole command lines, program first; paths of temporary files are replaced by stable words. */
  readonly frontEndArgv: readonly string[];
  readonly codegenArgv: readonly string[];
  /** The library of the project that it is a part of, by its name; absent for the program's own. */
  readonly library?: string;
}

/** A library of the project, built for one target. What it is made of is among the variant's units. */
export interface BuiltLibrary {
  /** Its file name, as link lines know it. */
  readonly name: string;
  readonly kind: 'static' | 'shared';
  /** Of shared ones: SHA-256 in hex, bytes, and the whole command line that linked it. */
  readonly hash?: string;
  readonly size?: number;
  readonly linkArgv?: readonly string[];
}

/** One program built for one target, or why it is not. */
export interface Variant extends VariantIdentity {
  readonly state: 'built' | 'failed' | 'not-built';
  /** The program's own, and behind them those of its libraries. Of a variant that does not stand for its target: those that differ. */
  readonly units: readonly BuiltUnit[];
  /** Libraries of the project itself; absent where it has none. */
  readonly libraries?: readonly BuiltLibrary[];
  readonly linkArgv: readonly string[];
  /** SHA-256 of the executable, in hex; absent unless built. */
  readonly executableHash?: string;
  /** Bytes. */
  readonly executableSize?: number;
  /** Name of an earlier target whose executable, and every shared library, is the same; that one was measured for both. */
  readonly identicalTo?: string;
  readonly failure?: Failure;
}

/** What a source asks its compiler for and clang ignores. */
export interface Unheeded {
  /** Absolute, where it is said of a program. */
  readonly file: string;
  readonly line: number;
  /** Such as `#pragma GCC target("avx2")`. */
  readonly text: string;
}

/** Facts about building that do not depend on the target. */
export interface BuildFacts {
  /** Functions whose target attributes stay as they are, the same for every target: of bitcode, and of sources too where all code comes from one IR. */
  readonly pinnedFunctions: number;
  /** Sources given as bitcode that was optimised before it came here. */
  readonly alreadyOptimised: readonly string[];
  /** Sources compiled without any optimisation (-O0): no target can speed them up. */
  readonly neverOptimised?: readonly string[];
  /** Sources whose front end decided something by the CPU (wide vectors passed, half floats): a rebuild may differ. */
  readonly asksTarget?: readonly string[];
  /** Sources that look at the target (`#ifdef __AVX2__`), or name features for some functions, each with the targets that it got a front end of its own for. */
  readonly ownFrontEnds?: readonly {
    readonly source: string;
    readonly targets: readonly string[];
  }[];
  /** Pragmas and attributes for GCC that choose a CPU or a level, each place once. */
  readonly unheeded?: readonly Unheeded[];
  /** Sources that the profile they are compiled with does not fit, and how: parts of sentences. */
  readonly profileMisfits?: readonly { readonly source: string; readonly text: string }[];
  readonly removedFlags: readonly RemovedFlag[];
  /** Milliseconds of wall time, and how many steps ran rather than came from the cache. */
  readonly wall: number;
  readonly stepsRun: number;
  readonly stepsCached: number;
}

/** One timed execution. Times in nanoseconds, memory in bytes. */
export interface Sample {
  /** Counts from 0; the same for every variant measured in that round. */
  readonly round: number;
  /** Position within the round, from 0: the order is random. */
  readonly position: number;
  /** The measured variant's id; those with the same code share one. */
  readonly variant: string;
  readonly wall: number;
  readonly user: number;
  readonly system: number;
  readonly peakMemory: number;
  /** The metric's value where it is a number in the output. */
  readonly value?: number;
  /** Hardware counters by name (`cycles`, `instructions`, ...), where the kernel gave them. */
  readonly counters?: Readonly<Record<string, number>>;
}

export type Verdict =
  | 'baseline'
  | 'faster'
  | 'slower'
  | 'no difference'
  | 'inconclusive'
  | 'identical code'
  | 'wrong output'
  | 'cannot run'
  | 'failed';

/** A ratio with its confidence interval. For speedups: baseline / target, > 1 is faster. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** One of two variants was slow now and then, alone: figures are of the rounds both finished. */
export interface Tail {
  /** Rounds in which the target was far above its median. */
  readonly slow: number;
  /** The same of the baseline. */
  readonly baselineSlow: number;
  readonly rounds: number;
  /** Ratio of the two means, baseline / target: what the slow executions cost is in it, unlike in `speedup`. */
  readonly meanSpeedup: number;
  /** There were too few rounds to rule out chance; without it, it is ruled out (exact test, 1 %). */
  readonly mayBeChance?: true;
}

/** One target held against the baseline in one benchmark. */
export interface Comparison {
  readonly target: string;
  readonly verdict: Verdict;
  /** With a 95 % confidence interval; absent where there is nothing measured. */
  readonly speedup?: Interval;
  /** Two-sided, corrected for the number of comparisons in the run. */
  readonly pValue?: number;
  /** Median of the metric: nanoseconds for times, the output's own unit otherwise. */
  readonly median?: number;
  /** Median absolute deviation, same unit. */
  readonly spread?: number;
  /** Median peak memory, bytes. */
  readonly peakMemory?: number;
  /**
   * The part of the speedup, as a factor of it, that comes from code that looks at the target: time of the target's code from
   * shared IR / time of this code, within rounds, with a 95 % interval. Absent where no code looks, or nobody asked.
   */
  readonly askingShare?: Interval;
  /** Set where the speedup, which is of ordinary executions, differs from the ratio of the means for that reason. */
  readonly tail?: Tail;
  /** With `identical code`: the target that was measured for this one (may be the baseline). */
  readonly identicalTo?: string;
  /** With `wrong output`, `cannot run` and `failed`: why. */
  readonly failure?: Failure;
}

export interface BenchmarkResult {
  readonly benchmark: Benchmark;
  /** SHA-256 of the file fed to standard input, in hex; absent where nothing is fed. */
  readonly inputHash?: string;
  /** Seed of the order of variants within rounds; 32 bits, unsigned. */
  readonly seed: number;
  readonly rounds: number;
  /** Why measuring ended. */
  readonly stopped:
    'precision' | 'budget' | 'max-rounds' | 'interrupted' | 'failed' | 'nothing-to-compare';
  readonly executor: 'runner' | 'plain';
  /** Of all variants, in the order they ran. */
  readonly samples: readonly Sample[];
  /** One per target of the run, in the run's order, the baseline first. */
  readonly comparisons: readonly Comparison[];
  readonly warnings: readonly Warning[];
  readonly failure?: Failure;
}

export interface ProgramResult {
  readonly name: string;
  /**
   * In the targets' order those that stand for them. Behind these, where units look at the target, code of the same targets from
   * bitcode only, measured in the same rounds to tell what those units bring.
   */
  readonly variants: readonly Variant[];
  readonly build?: BuildFacts;
  /** Its baseline held against the project's own executable; absent where nothing says what that is, or it was not measured. */
  readonly ownProgram?: OwnProgram;
  /** Its code held against direct builds; absent where nobody asked for that, or it was not built. */
  readonly verification?: Verification;
  readonly benchmarks: readonly BenchmarkResult[];
  /** Geometric means over the program's benchmarks, per target: of the speedups, and of `askingShare`; absent with fewer than two. */
  readonly overall: readonly {
    readonly target: string;
    readonly speedup: Interval;
    readonly askingShare?: Interval;
  }[];
  /** Set where the program could not be built for any target. */
  readonly failure?: Failure;
}

export interface RunSettings {
  /** Half-width of the relative interval to reach, such as 0.01. */
  readonly precision: number;
  /** Seconds of measuring for the whole run. */
  readonly budget: number;
  /** Core the benchmarks are pinned to. */
  readonly pin?: number;
  readonly seed: number;
  /** Every target's code came from the same IR, also of units that look at the target: what those get who ship bitcode. */
  readonly bitcodeOnly?: boolean;
}

/** The commit of the repository that was profiled. */
export interface SourceState {
  /** In hex. */
  readonly commit: string;
  /** Whether files that git knows differed from it; absent where git could not say. */
  readonly dirty?: boolean;
}

export interface Run {
  readonly schema: typeof RUN_SCHEMA;
  /** Sorts by time: `20261122-160501-3f2a`. */
  readonly id: string;
  readonly state: 'running' | 'finished' | 'interrupted' | 'failed';
  /** What its user calls it. */
  readonly name?: string;
  readonly source?: SourceState;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt?: string;
  /** Version of Retarget that made it. */
  readonly tool: string;
  /** Absolute path of the profiled project. */
  readonly project: string;
  readonly host: Host;
  readonly toolchain: Toolchain;
  readonly settings: RunSettings;
  readonly baseline: string;
  /** In order, the baseline first. */
  readonly targets: readonly Target[];
  /** Features by psABI level, lowest first, as the toolchain means them: how reports group a host's features. Empty off x86-64. */
  readonly levels: readonly { readonly name: string; readonly features: readonly string[] }[];
  readonly programs: readonly ProgramResult[];
  readonly warnings: readonly Warning[];
  readonly failure?: Failure;
}
