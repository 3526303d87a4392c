// Synthetic machines: the factor by which each moment in time slows whatever runs then.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Random {
  /** Uniform on [0, 1). */
  readonly uniform: () => number;
  /** Standard normal. */
  readonly normal: () => number;
  /** 32 bits, for a seed. */
  readonly seed: () => number;
}

/** Marsaglia & Bray's polar method (1964), SIAM Review 6:260-264. */
export function randomFrom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const uniform = (): number => uniformFloat64(generator);
  let spare: number | undefined;
  const normal = (): number => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const square = u * u + v * v;
      if (square > 0 && square < 1) {
        const scale = Math.sqrt((-2 * Math.log(square)) / square);
        spare = v * scale;
        return u * scale;
      }
    }
  };
  return { uniform, normal, seed: () => generator.next() };
}

export interface Machine {
  readonly name: string;
  /** Standard deviation of a sample's logarithm: 0.03 is 3 %. */
  readonly noise: number;
  /** Correlation of that noise from one execution to the next (AR(1)); 0 is independent. */
  readonly autocorrelation: number;
  /** Share of samples that something else slowed by a factor of 1.1 to 3. */
  readonly outliers: number;
  /** The machine's speed as a random walk: standard deviation of each step's logarithm. */
  readonly walk: number;
  /** Chance per execution that the machine's speed jumps, and the jump's standard deviation. */
  readonly jumpChance: number;
  readonly jumpSize: number;
  /** Correlation over rounds (AR(1)) of a second noise of the same size that each variant has of its own; 0 is none. */
  readonly variantMemory: number;
}

/** One factor per execution, in the order of time. */
export function slowdowns(machine: Machine, count: number, random: Random): Float64Array {
  const factors = new Float64Array(count);
  const innovation = Math.sqrt(1 - machine.autocorrelation ** 2);
  let level = 0;
  let state = random.normal();
  for (let time = 0; time < count; time++) {
    level += machine.walk * random.normal();
    if (random.uniform() < machine.jumpChance) level += machine.jumpSize * random.normal();
    if (time > 0) state = machine.autocorrelation * state + innovation * random.normal();
    const outlier = random.uniform() < machine.outliers ? 1.1 + 1.9 * random.uniform() : 1;
    factors[time] = Math.exp(level + machine.noise * state) * outlier;
  }
  return factors;
}
