// The order of variants within a round: random, seeded, and the same for the same seed and round everywhere.
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/**
 * Random orders of 0 .. count-1, one per call, every order equally likely and independent of those before:
 * the randomisation that makes within-round comparisons valid whatever the machine does meanwhile (Fisher
 * 1935, The Design of Experiments). The shuffle is Durstenfeld's (1964), CACM 7:420.
 * @param seed 32 bits
 */
export function randomOrders(seed: number, count: number): () => number[] {
  const random = xoroshiro128plus(seed);
  return () => {
    const order = Array.from({ length: count }, (_, index) => index);
    for (let last = count - 1; last > 0; last--) {
      const chosen = uniformInt(random, 0, last);
      const moved = order[last] ?? last;
      order[last] = order[chosen] ?? chosen;
      order[chosen] = moved;
    }
    return order;
  };
}
