// A profile as the editor asks for it, hears of it while it goes on, and gets its end. Types only.
import type { ProfileRequest } from '../model/request.ts';
import type { RunSummary } from '../model/run-summary.ts';
import type { Interval } from '../model/run.ts';

/** Absolute path of a file or folder on the machine that the server runs on; never a URI. */
export type Path = string;

/** `retarget/profile`: what can be asked for, with absolute paths. The server adds the user's settings. */
export interface ProfileParams extends Pick<
  ProfileRequest,
  | 'paths'
  | 'programs'
  | 'benchmarks'
  | 'alone'
  | 'targets'
  | 'baseline'
  | 'budget'
  | 'precision'
  | 'bitcodeOnly'
  | 'name'
> {
  readonly workDoneToken?: string | number;
  /** Where given, `ProfileNews[]` come as its progress while the profile goes on. */
  readonly partialResultToken?: string | number;
}

export interface ProfileOutcome {
  readonly run: RunSummary;
  /** The result in one sentence; further ones where nothing is optimised, most of it is processes starting, or the run could not be stored. */
  readonly headline: string;
  /** In a few words, for a status bar or a lens, such as `x86-64-v3 1.42x`. */
  readonly brief: string;
  /** Whether every target was built and measured rightly, and the run is stored. */
  readonly clean: boolean;
  /** Whether some benchmark gave its program so little to do that its times are those of starting a process. */
  readonly mostlyStartUp: boolean;
}

/** What happens during a profile, for whoever draws it. */
export type ProfileNews =
  | { readonly kind: 'started'; readonly run: RunSummary }
  | { readonly kind: 'progress'; readonly progress: LiveProgress }
  /** The run's document was written anew: what shows it may read it again. */
  | { readonly kind: 'saved'; readonly path: Path }
  /** `code` is that of the run's warning: `run-not-saved` where the document could not be written. */
  | {
      readonly kind: 'warning';
      readonly message: string;
      readonly code?: string;
      /** What to do, a line each. */
      readonly advice: readonly string[];
    };

/** Where a profile stands. */
export interface LiveProgress {
  readonly phase: 'preparing' | 'waiting' | 'building' | 'checking' | 'measuring';
  /** What happens now, in a few words. */
  readonly message: string;
  /** Such as `about 12 s left`; absent where nobody can know. */
  readonly timeLeft?: string;
  /** Part of the whole profile that is done, 0 to 1, never falling; absent where nobody can know. */
  readonly fraction?: number;
  /** While building: steps of the program under way, as `message` counts them. */
  readonly steps?: { readonly done: number; readonly total: number };
  /** While measuring: the benchmark under way and where its intervals stand; verdicts in it are provisional. */
  readonly benchmark?: {
    readonly program: string;
    readonly name: string;
    readonly rounds: number;
    readonly speedups: readonly { readonly target: string; readonly speedup: Interval }[];
  };
}
