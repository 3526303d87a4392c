// When to stop measuring: on the intervals' width or the budget, never on what the intervals say.
import { fewestRounds } from '../model/significance.ts';
import { FEWEST_ROUNDS } from './paired-speedup.ts';

/** Rounds before the width of an interval counts. */
export const MINIMUM_ROUNDS = 15;

/** More rounds than this narrow an interval by less than they are worth, and a stored run stays readable. */
export const MAXIMUM_ROUNDS = 1000;

/** So many rounds at most are measured beyond a budget for the sake of a verdict. */
const MOST_BEYOND_BUDGET = 11;

/**
 * Rounds that are measured whatever the budget: as many as any verdict takes in a run of so many comparisons, since fewer
 * would tell nothing. Where that is more than `MOST_BEYOND_BUDGET`, only as many as an interval takes.
 */
export function leastRounds(comparisons: number): number {
  const wanted = fewestRounds(Math.max(1, comparisons));
  return wanted <= MOST_BEYOND_BUDGET ? wanted : FEWEST_ROUNDS;
}

/** How much further the next look at the widths is. */
const LOOK_GROWTH = 1.5;

export interface MeasuringState {
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
  /** One side alone was slow so far (`oneSidedTail`): narrow intervals, which leave that aside, end nothing. */
  readonly openTail: boolean;
}

/**
 * Whether widths are looked at after this many rounds: 15, 23, 35, 53, 80, ... Looking after every round stops at
 * the first moment when the width happens to be small, which makes intervals too narrow. Few looks, each half as
 * far again as the one before, keep part of that away, and intervals at 96 % nominal level the rest: see
 * `pairedSpeedup`. Sources: Anscombe (1953), JRSS B 15:1-29, and Glynn & Whitt (1992), Annals of Applied
 * Probability 2:180-198, on intervals whose width decides when sampling ends.
 */
export function isLook(rounds: number): boolean {
  return lookFrom(rounds) === rounds;
}

/** The first number of rounds, from this one on, after which widths are looked at. */
export function lookFrom(rounds: number): number {
  let look = MINIMUM_ROUNDS;
  while (look < rounds) look = Math.ceil(look * LOOK_GROWTH);
  return look;
}

/**
 * Whether to stop after the rounds done so far, and why; `undefined` means one more round. The budget wins
 * over the minimum: a run that may not take longer ends with too few rounds, and says so, rather than late.
 * The first round always runs.
 */
export function shouldStop(
  progress: MeasuringState,
): 'precision' | 'budget' | 'max-rounds' | undefined {
  if (progress.rounds === 0) return undefined;
  if (isLook(progress.rounds) && progress.widest <= progress.precision && !progress.openTail)
    return 'precision';
  if (progress.elapsed + progress.roundCost > progress.budget) return 'budget';
  if (progress.rounds >= MAXIMUM_ROUNDS) return 'max-rounds';
  return undefined;
}
