// The chart's horizontal axis: its range and its ticks. Ratios lie on a logarithmic one, where 2x as fast and half as
// fast are equally far from 1.
import type { Interval } from '../src/model/run.ts';

export interface Axis {
  readonly kind: 'linear' | 'logarithmic';
  /** Values at its ends; bars start at `origin`. */
  readonly min: number;
  readonly max: number;
  readonly origin: number;
}

/** Parts of the largest value. */
export const PARTS: Axis = { kind: 'linear', min: 0, max: 1.04, origin: 0 };

/** An interval further out than this factor from its estimate leaves the plot rather than flatten the rest. */
const WIDEST = 1.5;

/** Room for every estimate and most of every interval. */
export function ratioAxis(values: readonly Interval[]): Axis {
  // A tenth around 1 at least: the same machine's noise must not look like a mountain.
  let min = 0.95;
  let max = 1.05;
  for (const { estimate, low, high } of values) {
    if (!(estimate > 0)) continue;
    min = Math.min(min, Math.max(low, estimate / WIDEST));
    max = Math.max(max, Math.min(high, estimate * WIDEST));
  }
  const margin = (max / min) ** 0.04;
  const ends = withBothSides(min / margin, max * margin);
  return { kind: 'logarithmic', ...ends, origin: 1 };
}

/** Labels that a side of 1 has at least, near enough not to squeeze the other one. */
const LEAST_SIDE = [1.1, 1.2, 1.5, 2];

/** A side with nothing on it still has a label, so that it can be seen how far nothing is. */
function withBothSides(min: number, max: number): { min: number; max: number } {
  const far = Math.max(max, 1 / min);
  const least = LEAST_SIDE.find((side) => side ** 5 >= far) ?? 2;
  // One over 1.1 is not a label; nine tenths is.
  const below = { 1.1: 0.9, 1.2: 0.8, 1.5: 0.75, 2: 0.5 }[least] ?? 0.5;
  const room = far ** 0.02;
  return { min: Math.min(min, below / room), max: Math.max(max, least * room) };
}

/** Steps that all have 1 among their multiples. */
const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1];
const COARSE = [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16];

/** So many even parts of the largest value, both ends included. */
export function partTicks(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index / (count - 1));
}

/** At most `most` values to label, 1 always among them where it is in sight; as many of a kind as fit. */
export function ratioTicks({ min, max }: Axis, most: number): number[] {
  const inside = (ticks: readonly number[]): number[] =>
    ticks.filter((tick) => tick >= min && tick <= max);
  const candidates = [
    // Even steps crowd at the right of a wide logarithmic axis.
    ...(max / min < 2.5 ? STEPS.map((step) => inside(multiples(step, max))) : []),
    inside(COARSE),
    inside(powers(2, 10)),
    inside(powers(10, 4)),
  ];
  const fitting = candidates.filter((ticks) => ticks.length <= most && ticks.length > 0);
  const bothSides = fitting.find((ticks) => (ticks[0] ?? 1) < 1 && (ticks.at(-1) ?? 1) > 1);
  return bothSides ?? fitting[0] ?? inside([1]);
}

function multiples(step: number, max: number): number[] {
  const count = Math.min(1000, Math.floor(max / step));
  return Array.from({ length: count }, (_, index) => Number(((index + 1) * step).toFixed(4)));
}

function powers(base: number, most: number): number[] {
  return Array.from({ length: 2 * most + 1 }, (_, index) => base ** (index - most));
}
