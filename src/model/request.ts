// What somebody asks of Retarget, and what projects and settings say where nobody asks: one shape for every face.
import type { VerifyChoice } from './verification.ts';

/** What a request, a project and a user's settings may each say. */
export interface Choices {
  /** Names. */
  readonly targets?: readonly string[] | undefined;
  readonly baseline?: string | undefined;
  /** Seconds of measuring for the whole run. */
  readonly budget?: number | undefined;
  /** Half-width of the relative interval to reach, such as 0.01. */
  readonly precision?: number | undefined;
  /** Core the benchmarks are pinned to. */
  readonly pin?: number | undefined;
  /** How many of the built objects are compared with direct builds. */
  readonly verify?: VerifyChoice | undefined;
}

/**
 * Programs to build, and to measure unless a build alone is asked for, which has no use for what says how to measure. What is
 * left out, `decide` (src/profile/precedence.ts) finds elsewhere.
 */
export interface ProfileRequest extends Choices {
  /** A folder, a configuration, a source, or bitcode files; relative to the working directory or absolute. */
  readonly paths: readonly string[];
  /** Names of the programs that are meant; all that the project says without it. */
  readonly programs?: readonly string[] | undefined;
  /** Names of benchmarks to measure, of all that the programs have: each as a report shows it, or what several of them begin with. */
  readonly benchmarks?: readonly string[] | undefined;
  /** A source that is named is compiled by itself, without the flags of a project's program that compiles it. */
  readonly alone?: boolean | undefined;
  /** Words for CMake where it configures a project that has no retarget.json, such as `-DWITH_TESTS=OFF`. */
  readonly cmakeOptions?: readonly string[] | undefined;
  /** The user's own choice of LLVM. */
  readonly toolchain?: string | undefined;
  /** Every target's code from one IR, also of units that look at the target. */
  readonly bitcodeOnly?: boolean | undefined;
  /** Ways to run the one program, in place of the project's: arguments in one text each, quoted as on a command line. */
  readonly arguments?: readonly string[] | undefined;
  /** How benchmarks are run, judged and checked, in place of what the project says. */
  readonly way?: GivenWay | undefined;
  /** What the run shall be called. */
  readonly name?: string | undefined;
  /** 32 bits, unsigned; random unless given. */
  readonly seed?: number | undefined;
  /** Whether to measure what units that look at the target bring; done unless this is false. */
  readonly askingShare?: boolean | undefined;
  /** The commands of a recorded build are run whoever recorded it, and this is remembered. */
  readonly trustRecord?: boolean | undefined;
  /** What applies where neither the request nor the project says anything: a user's own settings. */
  readonly settings?: Choices | undefined;
}

/** As the keys of a benchmark in retarget.json, which say more of each. */
export interface GivenWay {
  /** `wall`, `cpu`, or a pattern; `higher:` in front of it says that more is better. */
  readonly metric?: string | undefined;
  /** `exact`, `numbers` or `exit-code`. */
  readonly check?: string | undefined;
  readonly tolerance?: number | undefined;
  readonly absolute?: number | undefined;
  readonly ignoreLines?: readonly string[] | undefined;
  /** Seconds. */
  readonly timeLimit?: number | undefined;
  /** A file's path, relative to the working directory or absolute. */
  readonly stdin?: string | undefined;
  readonly prepare?: readonly string[] | undefined;
}

/** An environment variable with settings for a command: a JSON object with keys and values as in retarget.json. */
export const SETTINGS_VARIABLE = 'RETARGET_SETTINGS';
