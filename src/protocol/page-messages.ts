// What passes between the chart panel and its page. Types only: each side checks what it gets.
import type { RunComparison } from '../model/run-comparison.ts';
import type { LiveProgress } from './profile-messages.ts';

/** What the page shows; kept by the editor across reloads, so it must stay readable by later versions. */
export type PageSubject =
  | { readonly kind: 'run'; readonly path: string }
  | {
      readonly kind: 'comparison';
      readonly before: string;
      readonly after: string;
      /** Compares although the hosts differ. */
      readonly acrossHosts?: boolean;
    };

/** A place in a run, by position: names may repeat. */
export interface PagePlace {
  readonly program: number;
  readonly benchmark: number;
  /** With it, the details of that bar are opened. */
  readonly target?: string;
}

/** What a notice offers to do about what it says. */
export type NoticeOffer = 'retry' | 'across-hosts' | 'show-log';

/** To the page. */
export type ToPage =
  /** Before anything else of a subject: the page remembers it for its return, and goes to the place once it can. */
  | { readonly type: 'subject'; readonly subject: PageSubject; readonly reveal?: PagePlace }
  /** Pieces of a run's JSON text, in order; the first has index 0, which drops what came of an earlier one. */
  | {
      readonly type: 'run-piece';
      readonly text: string;
      readonly index: number;
      readonly last: boolean;
      /** Samples and command lines are left out; `whole` brings them. */
      readonly brief: boolean;
    }
  /** Of a profile under way; without `progress` it has ended. */
  | { readonly type: 'progress'; readonly progress?: LiveProgress }
  | { readonly type: 'comparison'; readonly headline: string; readonly comparison: RunComparison }
  /** Why there is no picture, or no newer one than what is shown; and what to do. */
  | {
      readonly type: 'notice';
      readonly text: string;
      readonly hint?: string;
      readonly offers: readonly NoticeOffer[];
      /** It is about the subject, and stays when pieces of it come later; else it is about one reading. */
      readonly lasting?: boolean;
    }
  /** What came of a wish of the page, in a few words. */
  | { readonly type: 'said'; readonly text: string };

export type SaveFormat = 'png' | 'csv' | 'html' | 'markdown' | 'json';

/** From the page. */
export type FromPage =
  /** It listens, and shows nothing yet: at its first start and each time it comes back from being hidden. */
  | { readonly type: 'ready' }
  /** It needs what a brief run leaves out. */
  | { readonly type: 'whole' }
  /** A comparison comes with the page's own text. */
  | { readonly type: 'copy-markdown'; readonly text?: string }
  /** A PNG comes with the page's own picture, as base64. */
  | { readonly type: 'save'; readonly format: SaveFormat; readonly png?: string }
  | { readonly type: 'cancel' }
  /** Profile a part of the shown run again: a benchmark, or one target in it. */
  | { readonly type: 'profile'; readonly place: PagePlace }
  /** Do what a failure of the shown run advises: its remedy at an index. */
  | { readonly type: 'advice'; readonly place: PagePlace; readonly remedy: number }
  /** One of the two runs that are compared, on its own. */
  | { readonly type: 'open-run'; readonly which: 'before' | 'after' }
  | { readonly type: 'offer'; readonly offer: NoticeOffer }
  /** How long drawing took from the last piece's arrival, milliseconds; and what the panel may be called. */
  | {
      readonly type: 'drawn';
      readonly subject: PageSubject;
      readonly milliseconds: number;
      readonly title: string;
      readonly brief: boolean;
    }
  /** Something went wrong in the page: for the log. */
  | { readonly type: 'broken'; readonly message: string };
