// What every piece of the page is.
import type { PageState } from './state.ts';

export interface Part {
  /** Stays the same; what is in it follows the state. */
  readonly element: HTMLElement;
  update(state: PageState): void;
}
