// When to stop measuring: on the intervals' width or the budget, never on what the intervals say.

/** Rounds before the width of an interval counts; also the first at which 25 comparisons can all be significant. */
export const MINIMUM_ROUNDS = 10;

/** A run this long has long reached any precision that its samples can show; it also bounds a stored run. */
export const MAXIMUM_ROUNDS = 10_000;

/** How much further the next look at the widths is. */
const LOOK_GROWTH = 1.25;

export interface Progress {
  /** Rounds done. */
  readonly rounds: number;
  /** Widest relative half-width (`relativeHalfWidth`) over all comparisons; infinite where one has no interval yet. */
  readonly widest: number;
  /** Relative half-width asked for. */
  readonly precision: number;
  /** Seconds spent on this measurement, and seconds it may take. */
  readonly elapsed: number;
  readonly budget: number;
  /** Median seconds of a round so far; 0 before the first. */
  readonly roundCost: number;
}

/**
 * Whether widths are looked at after this many rounds: 10, 13, 17, 22, 28, ... Looking after every round stops
 * at the first moment when the width happens to be small, so that those intervals are too narrow: 95 % ones
 * then cover the truth in 93 to 94 % (scripts/bench/statistics.ts). Few looks, each a quarter further than
 * the one before, keep most of that away. Sources: Anscombe (1953), JRSS B 15:1-29 (fixed-width intervals
 * from sequential samples); Glynn & Whitt (1992), Annals of Applied Probability 2:180-198.
 */
export function isLook(rounds: number): boolean {
  let look = MINIMUM_ROUNDS;
  while (look < rounds) look = Math.ceil(look * LOOK_GROWTH);
  return look === rounds;
}

/**
 * Whether to stop after the rounds done so far, and why; `undefined` means one more round. The budget wins
 * over the minimum: a run that may not take longer ends with too few rounds, and says so, rather than late.
 * The first round always runs.
 */
export function shouldStop(progress: Progress): 'precision' | 'budget' | 'max-rounds' | undefined {
  if (progress.rounds === 0) return undefined;
  if (isLook(progress.rounds) && progress.widest <= progress.precision) return 'precision';
  if (progress.elapsed + progress.roundCost > progress.budget) return 'budget';
  if (progress.rounds >= MAXIMUM_ROUNDS) return 'max-rounds';
  return undefined;
}
