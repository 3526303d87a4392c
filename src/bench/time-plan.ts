// How long measuring takes: at least, whatever the budget is, and at most from some benchmark on.
export interface TimePlan {
  /** Rounds of each benchmark that are measured whatever the budget. */
  readonly leastRounds: number;
  /** Seconds of the whole run. */
  readonly budget: number;
  readonly benchmarks: readonly BenchmarkTime[];
}

export interface BenchmarkTime {
  /** Seconds of one round: as its check took, or as its framework decides; 0 where it cannot be measured. */
  readonly roundSeconds: number;
  /** Checks of its outputs that are to come, before its first round and behind its last: each takes a round's time. */
  readonly checksToCome: number;
}

/** Seconds that the least rounds of all benchmarks take, and the checks that are to come. */
export function leastSeconds(plan: TimePlan): number {
  return plan.benchmarks.reduce((sum, each) => sum + leastOf(plan, each), 0);
}

/**
 * Seconds that the benchmarks from `next` on take at most: each its least rounds, or its part of what is left of the budget
 * if that is longer.
 * @param spent seconds before it begins
 */
export function secondsToCome(plan: TimePlan, next: number, spent: number): number {
  let total = 0;
  for (const [at, each] of plan.benchmarks.entries()) {
    if (at < next || each.roundSeconds === 0) continue;
    const check = each.checksToCome * each.roundSeconds;
    total += Math.max(leastOf(plan, each), budgetShare(plan, at, spent + total) + check);
  }
  return total;
}

/** Seconds that a benchmark may take: what earlier ones did not need is shared out among those to come. */
export function budgetShare(
  { budget, benchmarks }: Pick<TimePlan, 'budget' | 'benchmarks'>,
  at: number,
  spent: number,
): number {
  const toCome = benchmarks.slice(at).filter(({ roundSeconds }) => roundSeconds !== 0).length;
  return Math.max(0, budget - spent) / Math.max(1, toCome);
}

function leastOf(
  { leastRounds }: Pick<TimePlan, 'leastRounds'>,
  { roundSeconds, checksToCome }: BenchmarkTime,
): number {
  return (leastRounds + checksToCome) * roundSeconds;
}
