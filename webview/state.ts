// What the page shows at the moment. Every part draws from this and nothing else.
import type { Run } from '../src/model/run.ts';
import type { LiveProgress } from '../src/protocol/profile-messages.ts';

export type View = 'speedup' | 'times' | 'samples' | 'mean';

export const PAGE_VIEWS: readonly View[] = ['speedup', 'times', 'samples', 'mean'];

/** One comparison of a run, by position: names may repeat. */
export interface Selection {
  readonly program: number;
  readonly benchmark: number;
  readonly target: string;
}

export interface PageState {
  readonly run: Run;
  /** Whether samples and command lines are still to come. */
  readonly brief?: boolean;
  /** Where the profile stands that this run grows from. */
  readonly live?: LiveProgress | undefined;
  readonly view: View;
  /** Names of targets that are switched off. */
  readonly hidden: ReadonlySet<string>;
  /** Lower-case text that a program's or benchmark's name must hold. */
  readonly filter: string;
}

export interface Store {
  get(): PageState;
  set(change: Partial<PageState>): void;
}

/** Calls `draw` after each change, once per change. */
export function createStore(first: PageState, draw: (state: PageState) => void): Store {
  let state = first;
  return {
    get: () => state,
    set(change) {
      state = { ...state, ...change };
      draw(state);
    },
  };
}
