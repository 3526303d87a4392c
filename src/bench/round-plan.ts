// The schedule's random part: the order of variants within each round and the environment's size, both from one seed.
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { randomOrders } from '../stats/random-order.ts';

/**
 * Largest padding of the environment, in bytes. Its size moves the stack and with it alignments, which alone shifts
 * times by percents (Mytkowicz et al., "Producing wrong data without doing anything obviously wrong!", ASPLOS 2009).
 */
export const MAX_PADDING = 4096;

export interface PlannedRound {
  readonly order: readonly string[];
  /** Bytes; the same for every variant of the round. */
  readonly padding: number;
}

/** Rounds without end, one per call: the same seed and targets give the same rounds. */
export function roundPlan(seed: number, targets: readonly string[]): () => PlannedRound {
  const orders = randomOrders(seed, targets.length);
  // A stream of its own: the order does not depend on whether the environment varies.
  const paddings = xoroshiro128plus(~seed);
  return () => ({
    order: orders().flatMap((index) => targets[index] ?? []),
    padding: uniformInt(paddings, 0, MAX_PADDING),
  });
}
