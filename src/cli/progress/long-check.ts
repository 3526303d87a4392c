// Tells of a program whose first executions take so long that the budget cannot hold, before anything is measured.
import type { ProfileEvent } from '../../model/event.ts';
import type { ProgressState } from '../../report/progress-state.ts';
import { placeText } from '../../report/progress-words.ts';

/** Seconds that a check takes before it is told of. */
const LONG = 10;
/** Rounds that are measured whatever they take, of two executables or more. */
const FEWEST = 6 * 2;
/** The baseline is run twice when its output is checked. */
const MOST_EXECUTIONS = 2;

export class LongCheck {
  readonly #say: (line: string) => void;
  #timer: NodeJS.Timeout | undefined;
  #told = '';

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  /** @param state with this event in it */
  hear(event: ProfileEvent, { run }: ProgressState): void {
    this.stop();
    if (event.type !== 'check-progress' || run === undefined) return;
    const { budget } = run.settings;
    const place = placeText(event);
    if (budget > (FEWEST * LONG) / MOST_EXECUTIONS || place === this.#told) return;
    this.#timer = setTimeout(() => {
      this.#told = place;
      this.#say(
        `${place}: checking the output has taken ${LONG} s so far, for one or two executions; the budget is ${budget} s, but at least six rounds of each target are measured`,
      );
    }, 1000 * LONG);
    this.#timer.unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
