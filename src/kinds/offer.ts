// What a folder offers to profile, found without building or running anything.
import type { ConfigProgram } from '../config/config-schema.ts';
import type { KindKey } from '../model/program.ts';
import type { Remedy } from '../model/remedy.ts';

export interface Offer {
  readonly kind: KindKey;
  /** The program's name, unlike any other offer's of the folder. */
  readonly name: string;
  /** What it is and where that is known from, in a few words: `executable of CMake's build folder build`. */
  readonly why: string;
  /** What is written into "programs" of retarget.json when it is chosen. */
  readonly program: ConfigProgram;
  /** Why it cannot be profiled as it is, and what to do about it: one or two sentences that suit every face. */
  readonly obstacle?: string;
  /** What to do about the obstacle, for a face to offer. */
  readonly remedies?: readonly Remedy[];
  /** The build that has to be watched once before what it makes can be offered: program first. */
  readonly toWatch?: readonly string[];
  /** Somebody had the build watched that makes it: of two of one name, this one keeps it. */
  readonly watched?: true;
  /** Its build tool may make more than what is offered: a name that is not offered can be asked of it. */
  readonly mayMakeMore?: true;
  /** What a user should know before choosing it, such as a Debug build: one or two sentences. */
  readonly note?: string;
  /** What else is to know of all that its build tool offers, said once where programs are listed. */
  readonly aside?: string;
  /** What its run says of flags in `program` that nobody asked for: one sentence. */
  readonly assumed?: string;
}

/** Reads only a few small files; of trees with 20,000 files too. Nothing where the folder is not of this kind. */
export type FindOffers = (directory: string) => Promise<readonly Offer[]>;
