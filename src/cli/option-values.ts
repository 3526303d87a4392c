// What options and their values mean, word by word; a wrong one is told to the user by commander.
import { InvalidArgumentError } from 'commander';
import { closest } from 'fastest-levenshtein';
import { parseDuration } from '../config/duration.ts';
import type { Format } from './formats.ts';
import { FORMATS } from './formats.ts';

/** Seconds of `60s`, `2m`, `500ms` or `90`, as in retarget.json. */
export function parseBudget(text: string): number {
  const seconds = parseDuration(text);
  if (seconds === undefined || seconds <= 0) {
    throw new InvalidArgumentError(
      'Expected a time greater than zero, such as 60s, 2m, 1.5m or 90.',
    );
  }
  return seconds;
}

/** A fraction, of `0.01` or `1%`; above 0 and below 1. */
export function parsePrecision(text: string): number {
  const percent = text.endsWith('%');
  const number = numberOf(percent ? text.slice(0, -1) : text);
  const fraction = number === undefined ? NaN : percent ? number / 100 : number;
  if (!(fraction > 0 && fraction < 1)) {
    throw new InvalidArgumentError(
      'Expected a fraction between 0 and 1 or a percentage, such as 0.01 or 1%.',
    );
  }
  return fraction;
}

/** A core's number, counted from 0. */
export function parseCore(text: string): number {
  if (!/^\d{1,5}$/.test(text)) {
    throw new InvalidArgumentError('Expected a core number, starting at 0.');
  }
  return Number(text);
}

/** A 32-bit unsigned seed, decimal or hexadecimal. */
export function parseSeed(text: string): number {
  const seed = /^(\d+|0x[0-9a-f]+)$/i.test(text) ? Number(text) : NaN;
  if (!(seed <= 0xffffffff)) {
    throw new InvalidArgumentError('Expected a whole number from 0 to 4294967295.');
  }
  return seed;
}

/** A speedup, such as `1.05` or `1.05x`. */
export function parseSpeedup(text: string): number {
  const speedup = numberOf(text.endsWith('x') ? text.slice(0, -1) : text);
  if (speedup === undefined || speedup <= 0) {
    throw new InvalidArgumentError('Expected a speedup greater than zero, such as 1.0 or 0.98.');
  }
  return speedup;
}

/** Comma-separated names, added to those of earlier uses of the option. */
export function parseNames(text: string, earlier: readonly string[] = []): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) {
    throw new InvalidArgumentError('Expected names separated by commas, such as x86-64-v3,native.');
  }
  return [...new Set([...earlier, ...names])];
}

/** Any text that says something, added to those of earlier uses of the option. */
export function collect(text: string, earlier: readonly string[] = []): string[] {
  if (text === '') throw new InvalidArgumentError('Expected a value that is not empty.');
  return [...earlier, text];
}

/** A report's format, added to those of earlier uses of the option. */
export function parseFormat(text: string, earlier: readonly Format[] = []): Format[] {
  const format = FORMATS.find((each) => each === text);
  if (format === undefined) {
    throw new InvalidArgumentError(
      `Expected one of ${FORMATS.join(', ')}. Did you mean ${closest(text, FORMATS)}?`,
    );
  }
  return [...earlier, format];
}

/** A number that is not negative, such as `0.001` or `1e-9`. */
export function parseSize(text: string): number {
  const size = /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : NaN;
  if (!Number.isFinite(size)) {
    throw new InvalidArgumentError('Expected a non-negative number, such as 0.001 or 1e-9.');
  }
  return size;
}

/** Number() takes an empty text for 0, and knows hexadecimal and Infinity. */
function numberOf(text: string): number | undefined {
  return /^\d+(\.\d+)?$|^\.\d+$/.test(text) ? Number(text) : undefined;
}
