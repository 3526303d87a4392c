// What passes between the chart panel and its page. Types only: the page checks what it gets.
import type { RunComparison } from '../model/run-comparison.ts';
import type { LiveProgress } from './server-requests.ts';

/** What the page shows; kept by the editor across reloads, so it must stay readable by later versions. */
export type PageSubject =
  | { readonly kind: 'run'; readonly path: string }
  | { readonly kind: 'comparison'; readonly before: string; readonly after: string };

/** To the page. */
export type ToPage =
  /** Before anything else of a subject: the page remembers it for its return. */
  | { readonly type: 'subject'; readonly subject: PageSubject }
  /** Pieces of a run's JSON text, in order; the first has index 0, which drops what came of an earlier one. */
  | {
      readonly type: 'run-piece';
      readonly text: string;
      readonly index: number;
      readonly last: boolean;
    }
  /** Of a profile under way; without `progress` it has ended. */
  | { readonly type: 'progress'; readonly progress?: LiveProgress }
  | { readonly type: 'comparison'; readonly headline: string; readonly comparison: RunComparison }
  /** Instead of a picture: why there is none, and what to do. */
  | { readonly type: 'notice'; readonly text: string; readonly hint?: string };

export type SaveFormat = 'png' | 'csv' | 'html' | 'markdown';

/** From the page. */
export type FromPage =
  | { readonly type: 'ready' }
  | { readonly type: 'copy-markdown' }
  /** A PNG comes with the page's own picture, as base64. */
  | { readonly type: 'save'; readonly format: SaveFormat; readonly png?: string }
  | { readonly type: 'cancel' }
  /** How long drawing took, milliseconds, after each subject that was drawn whole. */
  | { readonly type: 'drawn'; readonly milliseconds: number }
  /** Something went wrong in the page: for the log. */
  | { readonly type: 'broken'; readonly message: string };
