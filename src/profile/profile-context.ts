// What goes with a use case from its start to its end: how it is stopped, and who hears what it does.
import type { OnProfileEvent } from '../model/event.ts';
import type { ConfirmRecord } from './confirm-record.ts';

export interface ProfileContext {
  readonly signal: AbortSignal;
  readonly onEvent: OnProfileEvent;
  /** Asks whoever started it; absent where nobody can be asked. */
  readonly confirmRecord?: ConfirmRecord | undefined;
}
