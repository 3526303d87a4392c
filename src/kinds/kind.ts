// One way a project is built, as everything that asks for a kind sees it. `src/project/kinds.ts` is the table of them.
import type { ConfigProgram } from '../config/config-schema.ts';
import type { ConfigContext } from '../config/inputs.ts';
import type { FailureError, FailureWords } from '../model/failure.ts';
import type { KindKey, Preparation } from '../model/program.ts';
import type { Remedy } from '../model/remedy.ts';
import type { FindOffers, Offer } from './offer.ts';
import type { PlannedParts, PrepareContext, ProgramParts } from './program-parts.ts';

/** @typeParam Key of a program in retarget.json; methods are only called with what is of their own key. */
export interface Kind<Key extends KindKey = KindKey> {
  readonly key: Key;
  /**
   * What the project's own build says by it: all of a program with its link line, its units alone, or nothing, so that the
   * user gives the flags or they are a guess.
   */
  readonly says: 'all' | 'units' | 'nothing';
  /** Keys that act on its programs. They are refused where a program is of no kind that accepts them. */
  readonly accepts: readonly SharedKey[];
  /** Names of the files that only its build tool reads: whoever names one means what the folder around it builds. */
  readonly files?: readonly string[];
  /** It writes compile_commands.json, and knows exactly what that lets one infer. */
  readonly writesCommands?: true;
  /** It knows ways to run what it builds, which benchmarks in the configuration would take the place of. */
  readonly knowsRuns?: true;
  /** Absent where another kind makes its offers. */
  readonly offers?: FindOffers;
  /**
   * What is known of a program without running anything; where something has to be run first, that is what is known.
   * @param context `path` leads to the program
   * @throws {FailureError} where what the configuration names is not there or cannot be built
   */
  parts(
    context: ConfigContext,
    written: NonNullable<ConfigProgram[Key]>,
    program: ConfigProgram,
  ): Promise<ProgramParts | PlannedParts>;
  /** Runs the project's own build tool. @throws {FailureError} where that is missing or fails */
  prepare?(
    preparation: Preparation & { readonly kind: Key },
    context: PrepareContext,
  ): Promise<ProgramParts>;
  /**
   * Absolute paths of sources, and of folders whose sources all count, that a program compiles which has to be prepared
   * first, as far as it is known with nothing run.
   */
  foresees?(preparation: Preparation & { readonly kind: Key }): Promise<readonly string[]>;
  /** Whether a program of the configuration is what is offered, whatever it is called and however else it is measured. */
  isSame(written: ConfigProgram, offered: ConfigProgram): boolean;
  /** The program of another name than the one offered, where only its build tool knows whether it makes that. */
  named?(offered: ConfigProgram, name: string): ConfigProgram;
  readonly advice?: {
    /** What somebody does whose units it compiles without optimisation. */
    readonly optimise?: string;
    /** The folder's own build, for whoever profiles sources of it with flags that are a guess. */
    ownBuild?(directory: string): Promise<OwnBuild | undefined>;
    /** Why a folder that is of this kind offers nothing. */
    nothingToRun?(directory: string, signal?: AbortSignal): Promise<FailureError | undefined>;
  };
}

/** Keys of a program that act on programs of some kinds only. */
export type SharedKey = 'flags' | 'units' | 'main' | 'withoutFlags' | 'sharedLibrary' | 'driver';

/** Of the build tool that a user can give options for what a folder holds. */
export interface ToolOptions {
  /** What the folder offers with them. @throws {FailureError} `usage` where its build folder cannot take them */
  offers(directory: string, options: readonly string[]): Promise<readonly Offer[]>;
  /** Said of a folder that has nothing for the tool. */
  noProject(words: {
    readonly options: readonly string[];
    readonly directory: string;
  }): FailureWords;
  /** Said of a file that takes none. */
  notTaken(words: { readonly options: readonly string[]; readonly file: string }): FailureWords;
}

export interface OwnBuild {
  /** What tells of it, in a few words. */
  readonly why: string;
  /** How Retarget learns its flags: one sentence. */
  readonly advice: string;
  readonly remedies?: readonly Remedy[];
}
