// What an editor asks of the language server besides the language server protocol itself. Types only.
import type { Failure } from '../model/failure.ts';
import type { Host } from '../model/host.ts';
import type { RunComparison } from '../model/run-comparison.ts';
import type { RunListing, RunSummary } from '../model/run-summary.ts';
import type { Interval, Run, Verdict } from '../model/run.ts';
import type { Fit } from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';
import type { Path, ProfileOutcome, ProfileParams } from './profile-messages.ts';

/** What a run holds, without its comparisons: for a tree that opens level by level. */
export interface RunOutline {
  readonly run: RunSummary;
  readonly headline: string;
  readonly failure?: Failure;
  readonly programs: readonly {
    readonly name: string;
    readonly failure?: Failure;
    /** Geometric means over the benchmarks, where there are several; in the run's order. */
    readonly overall: readonly ComparisonLine[];
    /** Files that look at the target (`#ifdef __AVX2__`), with the targets that they got code of their own for. */
    readonly asking: readonly { readonly source: Path; readonly targets: readonly string[] }[];
    readonly benchmarks: readonly {
      readonly name: string;
      /** In a few words: the best target, or why there is none. */
      readonly brief: string;
      readonly failure?: Failure;
    }[];
  }[];
}

/** One target in one benchmark, in words that can be shown as they are (as text). */
export interface ComparisonLine {
  readonly target: string;
  readonly verdict: Verdict;
  readonly speedup?: Interval;
  /** Such as `1.42x [1.40, 1.44]`, or the verdict where there is no figure. */
  readonly figure: string;
  /** Several lines: verdict, interval, medians, memory, features switched off, why it failed. */
  readonly detail: string;
}

export interface HostAnswer {
  readonly host: Host;
  readonly toolchain: Toolchain;
  /** psABI levels, lowest first; none off x86-64. */
  readonly levels: Run['levels'];
  /** The host's features by the lowest level that has them; those of no level last, as `beyond`. */
  readonly groups: readonly { readonly name: string; readonly features: readonly FeatureState[] }[];
}

export interface FeatureState {
  readonly name: string;
  readonly here: boolean;
}

export interface TargetsAnswer {
  readonly toolchain: Toolchain;
  readonly baseline: string;
  /** Names that would be profiled now, without the baseline, in order. */
  readonly chosen: readonly string[];
  /** Who chose them. */
  readonly chosenBy: 'project' | 'settings' | 'default';
  /** The project's retarget.json, where there is one. */
  readonly configFile?: Path;
  /** Every CPU the toolchain knows: `native`, levels, then by family, newest first; chosen names nobody knows come last. */
  readonly targets: readonly TargetLine[];
}

export interface TargetLine {
  readonly name: string;
  readonly fit: Fit | { readonly kind: 'unknown' };
  /** Such as `runs`, `runs with sgx switched off`, `cannot run: lacks avx512f, avx512bw and 3 more`. */
  readonly brief: string;
  /** Vendor and line, such as `AMD Zen`; absent for `native` and names nobody knows. */
  readonly family?: string;
}

/** Whether the choice went into the project's retarget.json; if not, it is the editor's to keep in its settings. */
export interface ChooseAnswer {
  readonly writtenTo?: Path;
}

export interface ProjectAnswer {
  /** Absent where the folder or file offers nothing to build: then `failure` says why. */
  readonly project?: {
    readonly directory: Path;
    readonly configFile?: Path;
    /** Which of the choices that settings make too the project has made itself. */
    readonly says: readonly ('targets' | 'baseline' | 'precision' | 'budget' | 'pin')[];
    readonly programs: readonly { readonly name: string; readonly benchmarks: readonly string[] }[];
  };
  readonly failure?: Failure;
  /** Where nothing says yet which program is meant: how many there are to choose from. */
  readonly offers?: number;
}

/** The project that compiles a file, or what lies in a folder: found with nothing run. */
export interface OwnerAnswer {
  /** Absent where no project has to do with it. */
  readonly owner?: {
    /** What to profile. */
    readonly directory: Path;
    /** Programs that it belongs to, the likeliest first; none where the project's build tool has to be asked first. */
    readonly programs: readonly string[];
    /** Programs of the project, those included. */
    readonly programCount: number;
    /** Whether retarget.json names all of `programs`. */
    readonly configured: boolean;
  };
}

/** What a folder offers to profile. */
export interface OfferLine {
  /** Unlike any other's of the folder. */
  readonly name: string;
  /** What it is and where that is known from, in a few words. */
  readonly why: string;
  /** What to know before choosing it. */
  readonly note?: string;
  /** Why it cannot be profiled as it is, and what to do about it. */
  readonly obstacle?: string;
  /** The build that `retarget/record` has to watch first: then what it makes is offered. */
  readonly build?: BuildLine;
}

export interface BuildLine {
  /** Program first. */
  readonly words: readonly string[];
  /** The same as a shell would read it. */
  readonly text: string;
}

/** Empty where the build ran and something was learnt. */
export interface RecordAnswer {
  /** Why the build failed, or nothing was seen of it. */
  readonly failure?: Failure;
  /** What to watch then: the same build, cleaned first where it made nothing and it is known how. */
  readonly again?: BuildLine;
}

/** What came of starting a program once without arguments. */
export interface TrialAnswer {
  /** It ended at once or complained, as programs do that were told nothing to do. */
  readonly needsArguments: boolean;
  /** What it says of its use, or whatever it printed: a few lines. */
  readonly printed: string;
}

export interface OffersAnswer {
  /** The likeliest to be wanted first. None where retarget.json says what to profile. */
  readonly offers: readonly OfferLine[];
  /** Whether a profile of the folder needs one of them to be chosen and remembered first. */
  readonly toChoose: boolean;
}

export interface SuggestionAnswer {
  /** Where the configuration belongs. */
  readonly path: Path;
  readonly exists: boolean;
  /** Whether one of `retarget/offers` is to be chosen and remembered instead: the project has a build of its own. */
  readonly toChoose: boolean;
  /** What can be added to the one that is there, by `retarget/remember`. */
  readonly more: readonly OfferLine[];
  /** A retarget.json to start from. */
  readonly text: string;
}

export interface ToolchainChoice {
  /** The clang; what the setting takes. */
  readonly path: Path;
  readonly version: string;
  readonly usable: boolean;
  /** Whether it would be used now. */
  readonly current: boolean;
  /** Why it cannot be used. */
  readonly reason?: string;
}

/** A piece of a run's document as JSON text. The asker puts the pieces together unread: a run may be many megabytes. */
export interface RunPiece {
  /** Changes when the document does: with another one than asked for, the asker starts over. */
  readonly version: string;
  readonly text: string;
  /** Where the next piece starts; absent after the last. */
  readonly next?: number;
}

export type ExportFormat = 'html' | 'csv' | 'markdown' | 'json' | 'junit';
/** Of two runs that are compared. */
export type ComparisonFormat = Exclude<ExportFormat, 'junit'>;

/** Every request: its method, parameters and result. A rejection carries `{ failure: Failure }` as its data. */
export interface ServerRequests {
  'retarget/profile': { params: ProfileParams; result: ProfileOutcome };
  'retarget/host': { params: object; result: HostAnswer };
  'retarget/targets': { params: { readonly folder?: Path }; result: TargetsAnswer };
  'retarget/choose': {
    params: {
      readonly folder: Path;
      readonly targets?: readonly string[];
      readonly baseline?: string;
    };
    result: ChooseAnswer;
  };
  'retarget/project': { params: { readonly path: Path }; result: ProjectAnswer };
  /** Reads some files; runs nothing. Of anything but a folder nothing is offered. */
  'retarget/offers': { params: { readonly folder: Path }; result: OffersAnswer };
  /** Writes offers, by their names, into the folder's retarget.json: a new one, or behind what is there. */
  'retarget/remember': {
    params: { readonly folder: Path; readonly programs: readonly string[] };
    result: { readonly writtenTo: Path };
  };
  /** Runs the project's own build and keeps what it made; refused in a workspace that is not trusted. */
  'retarget/record': {
    params: { readonly folder: Path; readonly command: readonly string[] };
    result: RecordAnswer;
  };
  /** Builds a program for the baseline and starts it once, for three seconds at most; refused in a workspace that is not trusted. */
  'retarget/trial': {
    params: { readonly folder: Path; readonly program: string };
    result: TrialAnswer;
  };
  /** Writes how a program is run into the folder's retarget.json: a new one, or changed where it is there. */
  'retarget/setArguments': {
    params: {
      readonly folder: Path;
      readonly program: string;
      /** Quoted as on a command line; nothing in it is expanded. */
      readonly arguments: string;
      /** A file for standard input. */
      readonly stdin?: Path;
      /** The folder to run in. */
      readonly directory?: Path;
    };
    result: { readonly writtenTo: Path };
  };
  /**
   * Does what a failure of a stored run advises: writes settings of its benchmark into the project's retarget.json, a new one
   * where there is none. `writtenTo` is absent where the advice is to set arguments, which only a person knows.
   */
  'retarget/takeAdvice': {
    params: {
      readonly path: Path;
      /** The failure's place, by position; of a comparison, with its target. */
      readonly program: number;
      readonly benchmark: number;
      readonly target?: string;
      /** Index among the failure's remedies. */
      readonly remedy: number;
    };
    result: { readonly folder: Path; readonly program: string; readonly writtenTo?: Path };
  };
  'retarget/owner': { params: { readonly path: Path }; result: OwnerAnswer };
  'retarget/suggestion': { params: { readonly folder: Path }; result: SuggestionAnswer };
  'retarget/toolchains': { params: object; result: readonly ToolchainChoice[] };
  'retarget/runs': { params: { readonly folder: Path }; result: readonly RunListing[] };
  'retarget/runOutline': { params: { readonly path: Path }; result: RunOutline };
  'retarget/runComparisons': {
    params: { readonly path: Path; readonly program: number; readonly benchmark: number };
    result: readonly ComparisonLine[];
  };
  'retarget/runPiece': {
    params: {
      readonly path: Path;
      readonly from: number;
      /** Of the piece before; left out for the first. */
      readonly version?: string;
      /** Leaves out samples and command lines: enough to draw while a run goes on. */
      readonly brief?: boolean;
    };
    result: RunPiece;
  };
  'retarget/runMarkdown': { params: { readonly path: Path }; result: { readonly text: string } };
  'retarget/exportRun': {
    params: { readonly path: Path; readonly format: ExportFormat; readonly out: Path };
    result: object;
  };
  'retarget/deleteRun': { params: { readonly path: Path }; result: object };
  'retarget/compareRuns': {
    params: { readonly before: Path; readonly after: Path; readonly acrossHosts?: boolean };
    result: { readonly comparison: RunComparison; readonly headline: string };
  };
  'retarget/exportComparison': {
    params: {
      readonly before: Path;
      readonly after: Path;
      readonly acrossHosts?: boolean;
      readonly format: ComparisonFormat;
      readonly out: Path;
    };
    result: object;
  };
  /** An empty name takes a run's name away. */
  'retarget/nameRun': {
    params: { readonly path: Path; readonly name: string };
    result: object;
  };
}

/** Notifications from the editor. */
export interface ServerNotifications {
  /** The workspace became trusted. */
  'retarget/trusted': object;
}

/** Notifications to an editor that asked for runs. */
export interface ClientNotifications {
  /** Documents of runs that some process made, wrote or deleted, noticed without the editor's own watchers. */
  'retarget/runsChanged': { readonly folder: Path; readonly paths: readonly Path[] };
}

/** `initializationOptions`. */
export interface ServerOptions {
  /** Whether anything of the workspace may be built or run; true unless given. */
  readonly trusted?: boolean;
  /** Whether to report that retarget.json is no JSON: false where the editor does so itself; true unless given. */
  readonly reportSyntax?: boolean;
  /**
   * Whether the client leaves out what an untrusted workspace sets for a restricted setting; false unless given. The server
   * then takes restricted settings of such a workspace from `settings` here alone.
   */
  readonly filtersSettings?: boolean;
  /** Settings as in `settings.ts`, by their keys without `retarget.`, for clients that answer no `workspace/configuration`. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** What `data` of a rejected request holds. */
export interface FailureData {
  readonly failure: Failure;
}

/** Commands of `workspace/executeCommand`, for any editor; the first argument of each is an object. */
export const SERVER_COMMANDS = {
  /** `{ path, programs?, benchmarks? }`: profiles, with work-done progress; resolves with a `ProfileOutcome`. */
  profile: 'retarget.server.profile',
  /** Cancels the profile under way. */
  cancel: 'retarget.server.cancel',
  /** `{ path }`, of a run's document: resolves with the Markdown report. */
  report: 'retarget.server.report',
  /** Resolves with a `HostAnswer`. */
  host: 'retarget.server.host',
} as const;
