// What is built, and the ways it is run.

export type Language = 'c' | 'c++' | 'bitcode' | 'ir' | 'assembly' | 'object';

/** A flag of the user's that a retarget cannot keep, and why. */
export interface RemovedFlag {
  readonly flag: string;
  readonly reason:
    'target' | 'lto' | 'output' | 'action' | 'dependency-file' | 'diagnostics' | 'unsupported';
}

/** Whose bitcode a unit is. */
export interface Crate {
  readonly name: string;
  /** Absolute path of its output without extension: how rustc made it is noted beside that. */
  readonly path: string;
  /** Version of rustc's LLVM. */
  readonly llvm: string;
  /** How a source of it asks what the CPU has: by `cfg(target_feature)`, or by `is_x86_feature_detected!` and its like alone. */
  readonly asks?: 'condition' | 'detection';
}

/** One translation unit with the arguments that compile it. */
export interface Unit {
  /** Absolute path of the source, bitcode or object file. */
  readonly source: string;
  /** The source as the build's own line names it to the compiler; absent where that is its absolute path. Code can hang on it. */
  readonly given?: string;
  readonly language: Language;
  /** Of assembly: whether the C preprocessor reads it first, where the user's `-x` says so; else its extension does. */
  readonly preprocessed?: boolean;
  /** Absolute path the compiler runs in: relative includes are relative to it. */
  readonly directory: string;
  /** The user's own flags, cleaned: no source, no output, no -flto; no -march, -mcpu, -mtune, -m<feature> but what only some units have. */
  readonly flags: readonly string[];
  readonly removed: readonly RemovedFlag[];
  /** Of a crate of Rust. */
  readonly crate?: Crate;
  /** It calls the library that is measured, and is compiled alike for every target. */
  readonly driver?: true;
  /** Of a recorded build: when it compiled this, and when it ended; milliseconds since 1970. */
  readonly compiled?: { readonly at: number; readonly until: number };
}

/** What one execution is judged by. */
export type Metric =
  | { readonly kind: 'wall' }
  /** User plus system time. */
  | { readonly kind: 'cpu' }
  /**
   * The first capture group of `pattern` (a JavaScript regular expression, multiline) in standard output; or, of groups with
   * names, `value`, in nanoseconds where `unit` captures a unit of time (`ps` to `s`).
   */
  | {
      readonly kind: 'output';
      readonly pattern: string;
      readonly better: 'lower' | 'higher';
      readonly unit?: string;
      /**
       * Where the pattern has a group `name`: the match whose group captured this. Without it, each of them is to become a
       * benchmark of its own, as soon as the program is there to be asked.
       */
      readonly row?: string;
      /** Written by a user: where it matches several lines, it does not say which number is meant. */
      readonly oneLine?: true;
      /**
       * Where the output says by itself which unit of time the number is in (`ps` to `s`), by its first capture group: the
       * number is turned into nanoseconds, and `unit` is `ns`.
       */
      readonly unitPattern?: string;
      /** Where it occurs in the output, the execution failed, for the reason in its first capture group. */
      readonly failurePattern?: string;
      /** Of nanobench's tables: the number stands there, and `pattern` finds its line alone. */
      readonly cell?: TableCell;
    };

/** A number in the output. */
export type OutputMetric = Metric & { readonly kind: 'output' };

/** A place in tables that may have the same title, of lines that may have the same name. */
export interface TableCell {
  readonly title: string;
  /** How many tables of the same title are before its own. */
  readonly tables: number;
  readonly name: string;
  /** How many lines of the same name are before it in its table. */
  readonly before: number;
  readonly column: 'time' | 'rate';
}

/** Relative difference allowed where `numbers` is asked for without a tolerance: what a fused multiply-add shifts. */
export const DEFAULT_TOLERANCE = 1e-6;

/** How a variant's output is held against the baseline's. */
export interface OutputCheck {
  readonly output: 'exact' | 'numbers' | 'exit-code';
  /** With `exit-code`: the code has to be 0, as a test's; without it any code will do that the baseline keeps to. */
  readonly succeeds?: boolean;
  /** With `succeeds`: the code by which a test says that it did not run, which CTest counts as no failure. */
  readonly skipCode?: number;
  /** With `numbers`: largest relative difference allowed between two numbers at the same place. */
  readonly tolerance?: number;
  /** With `numbers`: two numbers this far apart are the same too, whatever their size. */
  readonly absolute?: number;
  /**
   * Files that the program writes, relative to the folder it runs in or absolute: each is read after every execution whose
   * output is checked, and held against the baseline's as the output is.
   */
  readonly files?: readonly string[];
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
  /** What is changed after that, in this order. */
  readonly envChanges?: readonly EnvironmentChange[];
  /** Absolute path the program runs in. */
  readonly directory: string;
  readonly metric: Metric;
  readonly check: OutputCheck;
  /** Milliseconds one execution may take before its process group is killed. */
  readonly timeLimit: number;
  /** Program and arguments that are run before each execution, untimed: what the program needs to find, or to find gone. */
  readonly prepare?: readonly string[];
  /** Executions of each variant before measuring starts (the output check is one of them). */
  readonly warmup: number;
  /** Stands for all that the built executable lists, each of which becomes a benchmark of its own before anything is measured. */
  readonly harness?: HarnessChoice;
  /** Absolute path of the build folder that it uses, where nothing but what the program is made of was built there. */
  readonly unbuilt?: string;
}

/** What of every benchmark of a program can be said at once. */
export type WayOfRun = Partial<
  Pick<Benchmark, 'metric' | 'check' | 'timeLimit' | 'stdin' | 'prepare'>
>;

/** One entry of CTest's ENVIRONMENT_MODIFICATION, in its words. */
export interface EnvironmentChange {
  readonly name: string;
  readonly operation:
    | 'set'
    | 'unset'
    | 'reset'
    | 'string_append'
    | 'string_prepend'
    | 'path_list_append'
    | 'path_list_prepend'
    | 'cmake_list_append'
    | 'cmake_list_prepend';
  readonly value: string;
}

export interface HarnessChoice {
  readonly kind: Harness;
  /** Regular expression that names of benchmarks must match, anywhere; all of them without it. */
  readonly filter?: string;
}

/**
 * A word of a link line: the user's own; a library of the project itself (by `Library.name`), which is built for each target;
 * or the place of this many objects of what is linked, the next of its units. Those that have no place, its first, stand
 * in front of the line.
 */
export type LinkWord = string | { readonly library: string } | { readonly objects: number };

export interface Link {
  /** The user's link arguments, cleaned as compile flags are, in their order; linked in `directory`. */
  readonly flags: readonly LinkWord[];
  /** Which driver links: `c++` adds the C++ library. */
  readonly language: 'c' | 'c++';
  readonly directory: string;
  readonly removed: readonly RemovedFlag[];
}

/** A library of the project itself: built for each target, as the program is. */
export interface Library {
  /** Its file name, as link lines and the loader know it (`libz.a`, `libfoo.so.1`); unlike any other of the program. */
  readonly name: string;
  readonly units: readonly Unit[];
  /** How a shared library links (without `-shared` and `-o`, with its `-soname` if it has one); absent for an archive. */
  readonly link?: Link;
  /**
   * Of an archive: all that the program could need, where nobody says what it does. Units that do not compile are left
   * out as long as the program links without them.
   */
  readonly inferred?: true;
  /**
   * Of an inferred one: absolute paths of sources that the project's own build is known to link into the program. A name
   * that others define too is meant from these.
   */
  readonly certain?: readonly string[];
}

/** Frameworks that hold many benchmarks in one executable, which list them when they are asked or print them with their times. */
export type Harness = 'google-benchmark' | 'cargo-bench' | 'nanobench' | 'catch2';

/** What has to be run before a program's units are known. Nothing of it runs before a profile or a build is asked for. */
export type Preparation =
  /** `cmake -S source -B build`: there is no build folder, or no answer of the File API in it. */
  | {
      readonly kind: 'cmake';
      readonly source: string;
      readonly build: string;
      readonly target: string;
      readonly configuration?: string;
      /** Further words for cmake, such as `-DWITH_TESTS=OFF`. */
      readonly options?: readonly string[];
    }
  /** The user's own build under `retarget record`, and the executable it makes. */
  | {
      readonly kind: 'record';
      /** Absolute path of the folder that keeps the record; the command runs in `directory`. */
      readonly project: string;
      readonly directory: string;
      readonly command: readonly string[];
      readonly executable: string;
    }
  | {
      readonly kind: 'cargo';
      /** Absolute path of Cargo.toml. */
      readonly manifest: string;
      readonly package?: string;
      readonly target: { readonly kind: 'bin' | 'example' | 'bench'; readonly name: string };
      /** Further words for cargo, such as `--features`, `x`. */
      readonly args: readonly string[];
    };

/** The executable that the project's own build makes. */
export interface OwnExecutable {
  /** Absolute path where that build leaves it, whether it is there or not. */
  readonly path: string;
  /** Absolute path of the folder that holds all that belongs to it: the project's, or the build's outside of it. */
  readonly root: string;
  /** The command line that makes it, for people. */
  readonly make?: string;
  /** Absolute paths of folders that the loader has to be told of, as libtool's script does. */
  readonly libraryFolders?: readonly string[];
}

/** What a program is made of, by its key in retarget.json. */
export type KindKey = 'sources' | 'compileCommands' | 'cmake' | 'cargo' | 'record' | 'bitcode';

/** What is known of any program, whether or not a build tool has said yet what it is made of. */
interface ProgramBase {
  readonly name: string;
  /** Absolute path of the folder it was found in. */
  readonly directory: string;
  /** Whose flags the units are compiled with, where it is not the user who gives them. */
  readonly flagsFrom?: KindKey;
  readonly benchmarks: readonly Benchmark[];
  /** The configuration names them: each is run as it says, whatever the executable is. */
  readonly benchmarksNamed?: true;
  /** Whose benchmarks become rows, once the program is built; `benchmarks` then says how it is run for each (directory, environment). */
  readonly harness?: Harness;
}

/** A program of which nothing can be built yet: its build tool has to be run first. */
export interface PlannedProgram extends ProgramBase {
  readonly preparation: Preparation;
  readonly units?: undefined;
  readonly libraries?: undefined;
  readonly link?: undefined;
  /** What the configuration adds, or has the last word on, once the build tool has said its own. */
  readonly whenPrepared: LastWords;
}

/** A program with all that it is made of. */
export interface PreparedProgram extends ProgramBase {
  readonly preparation?: undefined;
  readonly units: readonly Unit[];
  /** Each behind those that its own link line names. */
  readonly libraries?: readonly Library[];
  readonly link: Link;
  /** Absent where no build tool says what it makes. */
  readonly own?: OwnExecutable;
}

export type Program = PlannedProgram | PreparedProgram;

/** What is said of a program besides what its build knows. */
export interface LastWords {
  /** Behind the words of the build's own link line. */
  readonly link: Pick<Link, 'flags' | 'removed'>;
  /** Which driver links. */
  readonly language?: Link['language'];
  /** Flags of the build that are left out, by name. */
  readonly withoutFlags?: readonly string[];
  /** Said with the request for a profile: what changes in each benchmark, whoever names it. */
  readonly way?: WayOfRun;
}
