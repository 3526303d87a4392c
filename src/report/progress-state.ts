// Where a profile stands, folded from its events; both ways of showing progress read it and nothing else.
import type { ProfileEvent } from '../model/event.ts';
import type { Run } from '../model/run.ts';

type EventOf<Type extends ProfileEvent['type']> = Extract<ProfileEvent, { type: Type }>;
type BuildProgress = EventOf<'build-progress'>;
type Round = EventOf<'round'>;

export interface ProgressState {
  readonly waiting: string | undefined;
  /** The project's own build tool at work, in words. */
  readonly preparing: string | undefined;
  readonly run: Run | undefined;
  /** The program being built: the last step done, and the kinds of steps there were so far. */
  readonly building:
    | {
        readonly last: BuildProgress;
        readonly kinds: ReadonlySet<BuildProgress['step']>;
      }
    | undefined;
  readonly checking: EventOf<'check-progress'> | undefined;
  readonly measuring: Round | undefined;
  /** Benchmarks finished, of how many (known once measuring begins). */
  readonly finished: number;
  readonly total: number | undefined;
}

const IDLE = {
  waiting: undefined,
  preparing: undefined,
  building: undefined,
  checking: undefined,
  measuring: undefined,
};

export const INITIAL: ProgressState = {
  ...IDLE,
  run: undefined,
  finished: 0,
  total: undefined,
};

export function nextState(state: ProgressState, event: ProfileEvent): ProgressState {
  switch (event.type) {
    case 'waiting':
      return { ...state, waiting: event.message };
    case 'run-started':
      return { ...state, ...IDLE, run: event.run };
    case 'preparing':
      return { ...state, ...IDLE, preparing: `${event.program}: ${event.message}` };
    case 'build-progress': {
      const { building } = state;
      const earlier = building?.last.program === event.program ? building.kinds : [];
      const kinds = new Set([...earlier, event.step]);
      return { ...state, ...IDLE, building: { last: event, kinds } };
    }
    case 'program-built':
      return { ...state, building: undefined };
    case 'check-progress':
      return { ...state, ...IDLE, checking: event };
    case 'measuring-planned':
      return { ...state, ...IDLE, total: event.benchmarks };
    case 'round':
      return { ...state, ...IDLE, measuring: event };
    case 'benchmark-finished':
      return {
        ...state,
        ...IDLE,
        finished: event.index + 1,
        total: event.total,
      };
    case 'run-finished':
      return { ...state, ...IDLE };
    case 'warning':
    case 'run-saved':
      return state;
  }
}
