// How long measuring takes: at least, whatever the budget is, and at most from some benchmark on.
export interface TimePlan {
  /** Rounds of each benchmark that are measured whatever the budget. */
  readonly leastRounds: number;
  /** Seconds of the whole run. */
  readonly budget: number;
  /** Seconds of one round, by benchmark: 0 where it cannot be measured, absent where its check has not run. */
  readonly roundSeconds: readonly (number | undefined)[];
}

/** Seconds that the least rounds of all benchmarks take; those not checked yet count as the mean of the others. */
export function leastSeconds({ leastRounds, roundSeconds }: TimePlan): number {
  const mean = meanRound(roundSeconds);
  return roundSeconds.reduce<number>((sum, seconds) => sum + leastRounds * (seconds ?? mean), 0);
}

/**
 * Seconds that the benchmarks from `next` on take at most: each its least rounds, or its part of what is left of the budget
 * if that is longer, and its check where that has not run.
 * @param spent seconds before it begins
 */
export function secondsToCome(plan: TimePlan, next: number, spent: number): number {
  const mean = meanRound(plan.roundSeconds);
  let total = 0;
  for (const [at, seconds] of plan.roundSeconds.entries()) {
    if (at < next || seconds === 0) continue;
    const share = budgetShare(plan, at, spent + total);
    total += Math.max(plan.leastRounds * (seconds ?? mean), share);
    if (seconds === undefined) total += mean;
  }
  return total;
}

/** Seconds that a benchmark may take: what earlier ones did not need is shared out among those to come. */
export function budgetShare(
  { budget, roundSeconds }: Pick<TimePlan, 'budget' | 'roundSeconds'>,
  at: number,
  spent: number,
): number {
  const toCome = roundSeconds.slice(at).filter((seconds) => seconds !== 0).length;
  return Math.max(0, budget - spent) / Math.max(1, toCome);
}

function meanRound(roundSeconds: TimePlan['roundSeconds']): number {
  const known = roundSeconds.filter((seconds) => seconds !== undefined && seconds > 0);
  const sum = known.reduce<number>((total, seconds) => total + (seconds ?? 0), 0);
  return known.length === 0 ? 0 : sum / known.length;
}
