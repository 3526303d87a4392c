// What a build's code was held against, and what came of it: plain JSON, as all of a run.

/** Which of a build's objects are compared with direct builds: as many as cost little, all, or none. */
export const VERIFY_CHOICES = ['sample', 'all', 'none'] as const;
export type VerifyChoice = (typeof VERIFY_CHOICES)[number];

/** One function whose code, or variable whose content, is not the direct build's. */
export interface FunctionDifference {
  readonly name: string;
  /** Absent on the side that does not have it. */
  readonly section?: string;
  readonly directSection?: string;
  /**
   * `code`: other instructions; `data`: other bytes, or constants without a name; `section`: the same ones in another section; `missing`: only the direct build has it;
   * `added`: only the retargeted object has it.
   */
  readonly kind: 'code' | 'data' | 'section' | 'missing' | 'added';
}

/** One object that is not what the user's own command gives for that target. */
export interface Departure {
  readonly target: string;
  readonly source: string;
  /** The project's library that it is a part of, by its name; absent for the program's own. */
  readonly library?: string;
  /** Of Rust: the crate's name; `source` is its first one. */
  readonly crate?: string;
  /** Sentences on what is known to make code differ here. */
  readonly causes?: readonly string[];
  /** The first of them, in the object's order. */
  readonly functions: readonly FunctionDifference[];
  /** How many there are. */
  readonly functionCount: number;
  /** The whole command line that was run; temporary files are replaced by stable words. */
  readonly directArgv: readonly string[];
  /** Absolute paths of both sides' listings of the functions that differ; absent where they could not be kept. */
  readonly listings?: { readonly retargeted: string; readonly direct: string };
  /** What the compiler said where the direct command does not compile at all; no function is compared then. */
  readonly refusal?: string;
}

/** Objects that cannot be compared, and why. */
export interface Uncompared {
  readonly reason:
    /** Given as bitcode or IR: there is no source. */
    | 'bitcode'
    | 'assembly'
    /** Given as an object or archive. */
    | 'object'
    /** rustc generates code by another major version of LLVM than the one that was found. */
    | 'other-llvm'
    /** How rustc compiled a crate was not noted. */
    | 'unrecorded'
    /** rustc has no words for the target, or its LLVM does not know them. */
    | 'unsayable'
    /** A file that it is compiled from was saved during the build. */
    | 'changed'
    /** Neither tool could list the object's code, or it is too long. */
    | 'unlisted'
    /** The machine failed: no memory, no room on the disk. */
    | 'failed';
  readonly objects: number;
  /** The first of them. */
  readonly sources: readonly string[];
  /** A word on it, such as a version. */
  readonly detail?: string;
}

/** A program's objects held against direct builds. An object is one unit for one target. */
export interface Verification {
  readonly choice: VerifyChoice;
  /** Objects that could be compared, with those that were. */
  readonly comparable: number;
  readonly compared: number;
  readonly equal: number;
  /** Of those compared, how many were found equal before, from the same inputs by the same commands. */
  readonly remembered: number;
  readonly departures: readonly Departure[];
  readonly uncompared: readonly Uncompared[];
  /** Set where differences are meant, so that nothing is compared: all targets' code comes from one IR. */
  readonly bitcodeOnly?: boolean;
  /** Milliseconds of wall time. */
  readonly wall: number;
}
