// One synthetic measurement, judged by this project's way and by the usual one.
import { pairedSpeedup } from '../../../src/stats/paired-speedup.ts';
import { randomOrders } from '../../../src/stats/random-order.ts';
import { isLook } from '../../../src/stats/stopping.ts';
import { decideVerdict, relativeHalfWidth } from '../../../src/stats/verdict.ts';
import { welchPValue } from '../welch.ts';
import { slowdowns, type Machine, type Random } from './noise.ts';

/** What became of one measurement of two equal variants, and of one whose target is faster. */
export interface Outcome {
  readonly covered: boolean;
  readonly falseAlarm: boolean;
  readonly found: boolean;
  readonly rounds: number;
}

export interface Times {
  readonly baseline: readonly number[];
  readonly target: readonly number[];
}

const PRECISION = 0.01;

/** Two equal variants in rounds of random order; the target's own memory of earlier rounds on top where the machine has it. */
export function interleaved(
  times: Float64Array,
  rounds: number,
  machine: Machine,
  random: Random,
): Times {
  const orders = randomOrders(random.seed(), 2);
  const baseline: number[] = [];
  const target: number[] = [];
  for (let round = 0; round < rounds; round++) {
    orders().forEach((variant, position) => {
      (variant === 0 ? baseline : target).push(times[2 * round + position] ?? NaN);
    });
  }
  if (machine.variantMemory === 0) return { baseline, target };
  const memories = [baseline, target].map((values) => {
    const own = slowdowns(
      { ...machine, outliers: 0, walk: 0, jumpChance: 0, autocorrelation: machine.variantMemory },
      rounds,
      random,
    );
    return values.map((value, round) => value * (own[round] ?? NaN));
  });
  return { baseline: memories[0] ?? [], target: memories[1] ?? [] };
}

/** Judges equal variants, and the same times with the target faster by `gain`. */
export function judgeInterleaved({ baseline, target }: Times, gain: number): Outcome {
  const equal = pairedSpeedup(baseline, target);
  const faster = pairedSpeedup(
    baseline,
    target.map((time) => time / gain),
  );
  if (equal.state !== 'estimated' || faster.state !== 'estimated') {
    throw new Error('Every simulated measurement has enough rounds and positive times.');
  }
  const said = decideVerdict({ ...equal, precision: PRECISION });
  return {
    covered: equal.speedup.low <= 1 && 1 <= equal.speedup.high,
    falseAlarm: said === 'faster' || said === 'slower',
    found: decideVerdict({ ...faster, precision: PRECISION }) === 'faster',
    rounds: baseline.length,
  };
}

/** The same, ended by the stopping rule once the interval is as narrow as asked. */
export function judgeStopped(times: Times, gain: number, precision: number): Outcome {
  const limit = times.baseline.length;
  for (let rounds = 1; ; rounds++) {
    if (!isLook(rounds) && rounds < limit) continue;
    const soFar = {
      baseline: times.baseline.slice(0, rounds),
      target: times.target.slice(0, rounds),
    };
    const paired = pairedSpeedup(soFar.baseline, soFar.target);
    const narrow = paired.state === 'estimated' && relativeHalfWidth(paired.speedup) <= precision;
    if (narrow || rounds >= limit) return judgeInterleaved(soFar, gain);
  }
}

/** The usual way: all of the baseline's executions, then all of the target's, Welch's test at 5 %. */
export function judgeUsual(
  times: Float64Array,
  rounds: number,
  gain: number,
): Omit<Outcome, 'covered'> {
  const baseline = Array.from(times.slice(0, rounds));
  const target = Array.from(times.slice(rounds, 2 * rounds));
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const faster = target.map((time) => time / gain);
  return {
    falseAlarm: welchPValue(baseline, target) < 0.05,
    found: welchPValue(baseline, faster) < 0.05 && mean(baseline) > mean(faster),
    rounds,
  };
}
