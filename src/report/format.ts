// Numbers as text: as many digits as the interval or spread supports, never more.
import type { Metric } from '../model/program.ts';
import type { Interval } from '../model/run.ts';

export const UNKNOWN = '?';

/** Decimals at which a quantity that is uncertain by `uncertainty` still says something. */
function supportedDecimals(uncertainty: number, most: number): number {
  if (!(uncertainty > 0)) return most;
  return Math.min(most, Math.max(0, -Math.floor(Math.log10(uncertainty))));
}

const MOST_RATIO_DECIMALS = 2;
const FINEST_RATIO_DECIMALS = 5;
const FINEST_AROUND_ONE = 3;

/**
 * Decimals for a ratio's bounds: the place of the half-width's first digit, 1 or 2. An interval that leaves 1 out gets
 * more, up to 5, rather than a bound that reads as 1; one that holds 1 up to 3.
 */
export function ratioDecimals(ratio: Interval): number {
  const halfWidth = (ratio.high - ratio.low) / 2;
  const least = ratio.estimate >= 10 ? 0 : 1;
  let decimals = Math.max(least, supportedDecimals(halfWidth, MOST_RATIO_DECIMALS));
  const finest = holdsOne(ratio) ? FINEST_AROUND_ONE : FINEST_RATIO_DECIMALS;
  const readsAsOne = (bound: number): boolean => Number(bound.toFixed(decimals)) === 1;
  while (decimals < finest && (readsAsOne(ratio.low) || readsAsOne(ratio.high))) decimals += 1;
  return decimals;
}

function holdsOne({ low, high }: Interval): boolean {
  return low <= 1 && high >= 1;
}

/**
 * Decimals for the ratio itself: as its bounds, but where the interval holds 1 none that is finer than the half-width. `1.00x`
 * for what lies between 0.95 and 1.05 would claim that it is nothing.
 */
function estimateDecimals(ratio: Interval): number {
  const decimals = ratioDecimals(ratio);
  const halfWidth = (ratio.high - ratio.low) / 2;
  if (!holdsOne(ratio) || !(halfWidth > 0)) return decimals;
  const least = ratio.estimate >= 10 ? 0 : 1;
  return Math.min(decimals, Math.max(least, Math.round(-Math.log10(halfWidth))));
}

function fixed(value: number, decimals: number): string {
  return Number.isFinite(value) ? value.toFixed(decimals) : UNKNOWN;
}

/** Such as `1.84x`. */
export function ratioText(ratio: Interval): string {
  return `${fixed(ratio.estimate, estimateDecimals(ratio))}x`;
}

/** Such as `[1.81, 1.87]`. */
export function boundsText(ratio: Interval): string {
  const decimals = ratioDecimals(ratio);
  return `[${fixed(ratio.low, decimals)}, ${fixed(ratio.high, decimals)}]`;
}

/** Such as `1.81 to 1.87`, for prose. */
export function rangeText(ratio: Interval): string {
  const decimals = ratioDecimals(ratio);
  return `${fixed(ratio.low, decimals)} to ${fixed(ratio.high, decimals)}`;
}

/** Significant digits for a value uncertain by `spread` (same unit): 2 to 4, 3 where the spread is unknown. */
function significantDigits(value: number, spread: number | undefined): number {
  if (spread === undefined || !(spread > 0) || value === 0) return 3;
  const digits = Math.floor(Math.log10(Math.abs(value))) - Math.floor(Math.log10(spread)) + 1;
  return Math.min(4, Math.max(2, digits));
}

/** A number with so many significant digits, without an exponent between 1e-6 and 1e15. */
function significant(value: number, digits: number): string {
  if (!Number.isFinite(value)) return UNKNOWN;
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(digits));
  const magnitude = Math.floor(Math.log10(Math.abs(rounded)));
  if (magnitude < -6 || magnitude >= 15) return rounded.toExponential(digits - 1);
  return rounded.toFixed(Math.min(100, Math.max(0, digits - 1 - magnitude)));
}

const TIME_UNITS = [
  { unit: 's', nanoseconds: 1e9 },
  { unit: 'ms', nanoseconds: 1e6 },
  { unit: 'µs', nanoseconds: 1e3 },
  { unit: 'ns', nanoseconds: 1 },
] as const;

/** A time in the unit that leaves at least one digit before the point. @param nanoseconds with its spread, if known */
export function durationText(nanoseconds: number, spread?: number): string {
  const size = TIME_UNITS.find((each) => Math.abs(nanoseconds) >= each.nanoseconds);
  const { unit, nanoseconds: one } = size ?? TIME_UNITS[TIME_UNITS.length - 1] ?? TIME_UNITS[0];
  return `${significant(nanoseconds / one, significantDigits(nanoseconds, spread))} ${unit}`;
}

/** A median of a benchmark's metric: a duration, or a number with the output's own unit (which may hold hostile text). */
export function metricText(metric: Metric, value: number, spread?: number): string {
  if (metric.kind !== 'output' || metric.unit === 'ns') return durationText(value, spread);
  const number = significant(value, significantDigits(value, spread));
  return metric.unit === undefined ? number : `${number} ${metric.unit}`;
}

/** A value in a unit by name: `ns` is shown as a duration. */
export function valueText(value: number, unit: string): string {
  if (unit === 'ns') return durationText(value);
  return unit === '' ? significant(value, 3) : `${significant(value, 3)} ${unit}`;
}

/** ISO 8601 to seconds, such as `2026-11-22 16:05:01 UTC`; text that is no time stays as it is. */
export function timeText(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  return `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** The same on this machine's clock, such as `2026-11-22 17:05:01`: for lists and pages, which are read where they are made. */
export function localTimeText(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19).replace('T', ' ');
}
