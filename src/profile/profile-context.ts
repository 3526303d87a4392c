// What goes with a use case from its start to its end: how it is stopped, and who hears what it does.
import type { OnProfileEvent } from '../model/event.ts';

export interface ProfileContext {
  readonly signal: AbortSignal;
  readonly onEvent: OnProfileEvent;
}
