// The schedule's random part: the order of variants within each round and the environment's size, both from one seed.
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { randomOrders } from '../stats/random-order.ts';

/**
 * Largest padding of the environment, in bytes. Its size moves the stack and with it alignments, which alone shifts
 * times by percents (Mytkowicz et al., "Producing wrong data without doing anything obviously wrong!", ASPLOS 2009).
 */
export const MAX_PADDING = 4096;

export interface PlannedRound<Variant> {
  readonly order: readonly Variant[];
  /** Bytes; the same for every variant of the round. */
  readonly padding: number;
}

/** Rounds without end, one per call: the same seed and variants give the same rounds. */
export function roundPlan<Variant>(
  seed: number,
  variants: readonly Variant[],
): () => PlannedRound<Variant> {
  const orders = randomOrders(seed, variants.length);
  // A stream of its own: the order does not depend on whether the environment varies.
  const paddings = xoroshiro128plus(~seed);
  return () => ({
    order: orders().flatMap((index) => variants.slice(index, index + 1)),
    padding: uniformInt(paddings, 0, MAX_PADDING),
  });
}
