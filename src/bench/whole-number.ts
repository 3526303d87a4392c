// What a pattern captured, as a number: its value, and whether it is a whole number as printed or a piece of a longer one.
import type { CapturedText } from '../patterns/match.ts';

/** Spaces that do not break, and apostrophes, between groups of three digits. */
const BY_THREE = String.raw`['\u2019\u00a0\u202f\u2009]\d{3}(?!\d)`;
const DECIMAL = String.raw`(?:\d+(?:[.,]\d+|${BY_THREE})*|\.\d+)`;
// Fortran writes `0.1D+01`.
const EXPONENT = String.raw`(?:e[+-]?\d+|(?<=\.\d*)d[+-]?\d+)?`;
const HEXADECIMAL = String.raw`0x(?:[\da-f]+\.?[\da-f]*|\.[\da-f]+)(?:p[+-]?\d+)?`;
// In `1-2` and `a-2` it is no sign.
const SIGN = String.raw`(?:(?<![\p{L}\p{N}_.)\]])-)?`;
const NUMBER = new RegExp(`${SIGN}(?:${HEXADECIMAL}|${DECIMAL}${EXPONENT})`, 'giu');
const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** Thousands set apart by commas, as Rust's benchmarks print them. `0,123` is a decimal comma, which is not read. */
const GROUPED = /^[+-]?(?!0)\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
/** Characters on either side that are looked at. */
const WINDOW = 200;

/** `1,234.5`, `1,5` and `1.234,5`; other commas stand between numbers. */
const ONE_NUMBER =
  /^-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+,\d+|\d{1,3}(?:\.\d{3})+,\d+)(?:e[+-]?\d+)?$/iu;

/** NaN where it is written in no way that is read here. */
export function numberOf(text: string): number {
  if (GROUPED.test(text)) return Number(text.replaceAll(',', ''));
  return PLAIN.test(text) ? Number(text) : NaN;
}

/** The line that a place is in, without its end. */
export function lineAround(text: string, { start, end }: CapturedText): string {
  const from = lineStart(text, start);
  const rest = text.slice(end, end + WINDOW);
  return text.slice(Math.max(from, start - WINDOW), end + (/[\r\n]/u.exec(rest)?.index ?? WINDOW));
}

/** Offset of the first character of the line that an offset is in. */
export function lineStart(text: string, offset: number): number {
  return (
    1 +
    Math.max(
      -1,
      offset === 0 ? -1 : text.lastIndexOf('\n', offset - 1),
      offset === 0 ? -1 : text.lastIndexOf('\r', offset - 1),
    )
  );
}

/**
 * The number that a captured one is only a piece of; nothing where it is whole.
 * @param commasSeparate a comma beside it separates columns, and is no part of a number
 */
export function longerNumber(
  text: string,
  captured: CapturedText,
  commasSeparate: boolean,
): string | undefined {
  const from = Math.max(lineStart(text, captured.start), captured.start - WINDOW);
  const around = text.slice(from, captured.end + WINDOW).split(/[\r\n]/u)[0] ?? '';
  const [start, end] = [captured.start - from, captured.end - from];
  for (const found of around.matchAll(NUMBER)) {
    let [first, last] = [found.index, found.index + found[0].length];
    if (last <= start || first >= end) continue;
    if (commasSeparate || !ONE_NUMBER.test(found[0])) {
      const before = around.lastIndexOf(',', start - 1);
      const after = around.indexOf(',', end);
      if (before >= first) first = before + 1;
      if (after >= 0 && after < last) last = after;
    }
    if (first < start || last > end) return around.slice(first, last);
  }
  return undefined;
}
