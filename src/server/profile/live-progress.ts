// Where a profile stands, as editors show it: folded from its events, with a fraction of the whole that never falls.
import type { ProfileEvent } from '../../model/event.ts';
import type { LiveProgress } from '../../protocol/profile-messages.ts';
import type { ProgressState } from '../../report/progress-state.ts';
import { INITIAL, nextState } from '../../report/progress-state.ts';
import { nowText, wholeTimeLeftText } from '../../report/progress-words.ts';

/** Parts of the whole that looking around and building get: most of a profile's time is measuring. */
const PREPARED = 0.02;
const BUILT = 0.15;

export class LiveProgressFold {
  #state: ProgressState = INITIAL;
  #programsBuilt = 0;
  #fraction = 0;

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

  /** Whether the event changed what `progress` says. */
  onEvent(event: ProfileEvent): boolean {
    const before = this.#state;
    this.#state = nextState(before, event);
    if (event.type === 'program-built') this.#programsBuilt++;
    // Estimates come and go; whoever watches must not see work undone.
    this.#fraction = Math.max(this.#fraction, this.#estimate(event));
    return this.#state !== before;
  }

  #estimate(event: ProfileEvent): number {
    const { run, building, measuring, finished, total } = this.#state;
    if (event.type === 'run-finished') return 1;
    if (run === undefined) return 0;
    const programs = Math.max(1, run.programs.length);
    const within =
      building === undefined ? 0 : building.last.done / Math.max(1, building.last.total);
    const built = Math.min(1, (this.#programsBuilt + within) / programs);
    if (built < 1) return PREPARED + (BUILT - PREPARED) * built;
    return BUILT + (1 - BUILT) * measuredPart(measuring, finished, total);
  }
}

function measuredPart(
  measuring: ProgressState['measuring'],
  finished: number,
  total: number | undefined,
): number {
  // Outputs are still checked.
  if (total === undefined) return 0;
  const elapsed = measuring?.elapsed ?? 0;
  const remaining = measuring?.remaining ?? Infinity;
  const within = elapsed === 0 ? 0 : elapsed / (elapsed + remaining);
  return Math.min(1, (finished + within) / Math.max(1, total));
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
