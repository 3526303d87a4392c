// What to do about a failure or a warning, as data: each face says it in its own words.

/** What a user can set: an option in a terminal, a setting or a command in the editor. */
export type Settable =
  | 'llvm'
  | 'baseline'
  | 'targets'
  | 'programs'
  | 'args'
  | 'stdin'
  | 'metric'
  | 'check'
  | 'ignore-lines'
  | 'budget'
  | 'precision'
  | 'pin'
  | 'out'
  | 'cache'
  | 'cmake-options';

export type Remedy =
  | {
      readonly kind: 'set';
      readonly what: Settable;
      /** Such as `cpu`, of a metric. */ readonly value?: string;
    }
  /** A line for a shell, quoted already, such as the one that installs LLVM. */
  | { readonly kind: 'run'; readonly line: string }
  /**
   * Watch a build.
   * @property command its words, as they are typed without Retarget
   * @property directory where it runs, relative to the project's folder; absent for that folder
   */
  | { readonly kind: 'record'; readonly command: readonly string[]; readonly directory?: string }
  /** Why this host can, or cannot, run code for a target. */
  | { readonly kind: 'explain-target'; readonly target: string }
  | { readonly kind: 'list-targets' }
  | { readonly kind: 'list-runs' }
  /** Build only, and keep the executables, to run them by hand. */
  | { readonly kind: 'keep-executables' }
  /** Write a retarget.json for a program that was found without one. @property directory absolute */
  | { readonly kind: 'save-configuration'; readonly directory: string; readonly program: string }
  /**
   * Settings of one benchmark, as retarget.json has them.
   * @property forCommand set where options of a command can say the same, since no project names its benchmarks
   */
  | ({ readonly kind: 'set-benchmark'; readonly forCommand?: true } & BenchmarkSettings)
  /** Run the commands of a recorded build that somebody else recorded. */
  | { readonly kind: 'trust-record' }
  | { readonly kind: 'clear-cache' }
  | { readonly kind: 'compare-across-hosts' }
  /** Write a run that could not be stored to another place. */
  | { readonly kind: 'export-run' };

export interface BenchmarkSettings {
  readonly metric?: { readonly pattern: string; readonly better: 'lower' | 'higher' };
  readonly check?: {
    readonly output?: string;
    readonly tolerance?: number;
    readonly absolute?: number;
    readonly ignoreLines?: readonly string[];
    /** Files that the program writes; compared like the output. */
    readonly files?: readonly string[];
  };
}
