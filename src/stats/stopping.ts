// When to stop measuring: on the intervals' width or the budget, never on what the intervals say.

/** Rounds before the width of an interval counts. */
export const MINIMUM_ROUNDS = 10;

/** More rounds than this change nothing that 95 % intervals can show. */
export const MAXIMUM_ROUNDS = 10_000;

export interface Progress {
  /** Rounds done. */
  readonly rounds: number;
  /** Widest relative half-width over all comparisons; infinite where one has no interval yet. */
  readonly widest: number;
  /** Relative half-width asked for. */
  readonly precision: number;
  /** Seconds spent, and seconds allowed. */
  readonly elapsed: number;
  readonly budget: number;
  /** Median seconds of a round so far. */
  readonly roundCost: number;
}

/** Whether widths are looked at after this many rounds. */
export function isLook(rounds: number): boolean {
  return rounds >= MINIMUM_ROUNDS;
}

export function shouldStop(progress: Progress): 'precision' | 'budget' | 'max-rounds' | undefined {
  if (isLook(progress.rounds) && progress.widest <= progress.precision) return 'precision';
  if (progress.elapsed + progress.roundCost > progress.budget) return 'budget';
  if (progress.rounds >= MAXIMUM_ROUNDS) return 'max-rounds';
  return undefined;
}
