// Where a profile stands, as editors show it: folded from its events, with a fraction of the whole that never falls or stands.
import type { ProfileEvent } from '../../model/event.ts';
import type { LiveProgress } from '../../protocol/profile-messages.ts';
import type { ProgressState } from '../../report/progress-state.ts';
import { INITIAL, nextState } from '../../report/progress-state.ts';
import { nowText, wholeTimeLeftText } from '../../report/progress-words.ts';

export class LiveProgressFold {
  #state: ProgressState = INITIAL;
  #fraction = 0;
  /** Seconds of the clock at the last event. */
  #at: number | undefined;
  /** Seconds that the whole was thought to take from then on. */
  #left = 0;

  get progress(): LiveProgress {
    const state = this.#state;
    const timeLeft = wholeTimeLeftText(state);
    return {
      phase: phaseOf(state),
      message: nowText(state),
      fraction: this.#fraction,
      ...(timeLeft === '' ? {} : { timeLeft }),
      ...stepsOf(state),
      ...benchmarkOf(state),
    };
  }

  /**
   * Whether the event changed what `progress` says.
   * @param at seconds of a clock that only runs forward
   */
  onEvent(event: ProfileEvent, at = performance.now() / 1000): boolean {
    const before = this.#state;
    this.#state = nextState(before, event);
    this.#goOn(event, at);
    return this.#state !== before;
  }

  /**
   * Of what is left of the whole, the part that the time since the last event was of the time that was left then. So it
   * grows as long as time passes, however estimates rise and fall, and evenly where they are right.
   */
  #goOn(event: ProfileEvent, at: number): void {
    const passed = this.#at === undefined ? 0 : Math.max(0, at - this.#at);
    this.#at = at;
    const left = Math.max(LEAST_LEFT, secondsLeft(this.#state) ?? this.#left - passed);
    this.#left = left;
    if (event.type === 'run-finished') this.#fraction = 1;
    else if (this.#state.run !== undefined && passed > 0) {
      this.#fraction += (1 - this.#fraction) * (passed / (passed + left));
    }
  }
}

/** Seconds that are left as long as the end is not there, whatever estimates say. */
const LEAST_LEFT = 1;

/** Of the whole profile, as far as anybody can know: the budget is at most what measuring takes, unless the least rounds take more. */
function secondsLeft({ run, building, measuring, total }: ProgressState): number | undefined {
  if (run === undefined) return undefined;
  const { budget } = run.settings;
  if (building !== undefined) return (building.last.remaining ?? 0) + budget;
  // Measuring has not begun.
  if (total === undefined && measuring === undefined) return budget;
  return measuring !== undefined && Number.isFinite(measuring.remainingInAll)
    ? measuring.remainingInAll
    : undefined;
}

function phaseOf({ waiting, building, checking, measuring, run, finished }: ProgressState) {
  if (waiting !== undefined) return 'waiting';
  if (building !== undefined) return 'building';
  if (checking !== undefined) return 'checking';
  if (measuring !== undefined) return 'measuring';
  if (run === undefined) return 'preparing';
  return finished > 0 ? 'measuring' : 'building';
}

function stepsOf({ waiting, building }: ProgressState): Pick<LiveProgress, 'steps'> {
  if (waiting !== undefined || building === undefined) return {};
  const { done, total } = building.last;
  return { steps: { done, total } };
}

function benchmarkOf({ measuring }: ProgressState): Pick<LiveProgress, 'benchmark'> {
  if (measuring === undefined) return {};
  const { program, benchmark: name, rounds, comparisons } = measuring;
  const speedups = comparisons.flatMap(({ target, speedup, verdict }) =>
    speedup === undefined || verdict === 'baseline' ? [] : [{ target, speedup }],
  );
  return { benchmark: { program, name, rounds, speedups } };
}
