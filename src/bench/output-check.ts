// Whether a variant's output is the baseline's: exactly, but for numbers within a tolerance, or not looked at; and where it first differs.
import { isUtf8 } from 'node:buffer';
import { DEFAULT_TOLERANCE, type OutputCheck } from '../model/program.ts';
import { visibleText } from '../text/visible-text.ts';
import type { Captured } from './executor.ts';

/** The first place where two outputs differ. */
export interface Difference {
  /** Counts from 1, in the left output as printed; absent where only the parts beyond what was kept differ. */
  readonly line?: number;
  /** The two lines, shortened and with control characters made visible; absent where that side has ended. */
  readonly left?: string;
  readonly right?: string;
  /** Largest relative difference between their numbers, where both lines are the same text but for numbers. */
  readonly relative?: number;
}

/**
 * The first difference between two outputs under a check, or nothing. Standard error is not compared: programs print
 * timings and progress there. Of truncated outputs, `exact` without ignored lines compares the rest by hash; the others
 * compare what was kept.
 */
export function firstDifference(
  left: Captured,
  right: Captured,
  check: OutputCheck,
): Difference | undefined {
  if (check.output === 'exit-code') return undefined;
  const whole = check.output === 'exact' && check.ignoreLines.length === 0;
  if (left.bytes.equals(right.bytes)) {
    if (!whole || (left.total === right.total && left.restHash === right.restHash))
      return undefined;
    return {};
  }
  const ignored = check.ignoreLines.map((pattern) => new RegExp(pattern));
  const leftLines = numbered(left, ignored);
  const rightLines = numbered(right, ignored);
  // Where a truncated output's kept part ends nothing is known of it any more; a whole output that ends has ended.
  const count = Math.min(
    isTruncated(left) ? leftLines.length : Infinity,
    isTruncated(right) ? rightLines.length : Infinity,
    Math.max(leftLines.length, rightLines.length),
  );
  const tolerance = check.output === 'numbers' ? (check.tolerance ?? DEFAULT_TOLERANCE) : undefined;
  for (let index = 0; index < count; index++) {
    const a = leftLines[index];
    const b = rightLines[index];
    if (a !== undefined && b !== undefined && sameLine(a.text, b.text, tolerance)) continue;
    const relative = a && b ? relativeDifference(a.text, b.text) : undefined;
    return {
      line: a?.number ?? b?.number ?? 1,
      ...(a === undefined ? {} : { left: around(a.text, b?.text) }),
      ...(b === undefined ? {} : { right: around(b.text, a?.text) }),
      ...(relative === undefined ? {} : { relative }),
    };
  }
  return whole ? {} : undefined;
}

function isTruncated(captured: Captured): boolean {
  return captured.total > captured.bytes.length;
}

interface Line {
  readonly number: number;
  readonly text: string;
}

function numbered(captured: Captured, ignored: readonly RegExp[]): Line[] {
  // Bytes that are no text are compared one for one, never as equal replacement characters.
  const text = captured.bytes.toString(isUtf8(captured.bytes) ? 'utf8' : 'latin1');
  const lines = text.split('\n').map((line, index) => ({ number: index + 1, text: line }));
  // A kept part ends in mid-line, whose rest may say anything.
  if (isTruncated(captured)) lines.pop();
  return lines.filter((line) => !ignored.some((pattern) => pattern.test(line.text)));
}

// A sign only where no word or number stands before it: `1-2` and `a-2` hold no negative number.
const NUMBER =
  /(?:(?<![\w.)\]])[+-])?(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|\b(?:nan|inf|infinity)\b)/gi;

function sameLine(left: string, right: string, tolerance: number | undefined): boolean {
  if (left === right) return true;
  if (tolerance === undefined) return false;
  const relative = relativeDifference(left, right);
  return relative !== undefined && relative <= tolerance;
}

/** Largest difference between numbers at the same place, as a part of the larger one; nothing where other text differs. */
function relativeDifference(left: string, right: string): number | undefined {
  // Widths change with digits: `  9.99` and ` 10.00` are the same column.
  const frame = (line: string): string =>
    line
      .replace(NUMBER, '\u0000')
      .replace(/\s+/g, ' ')
      .replace(/ ?\u0000/g, '\u0000');
  if (frame(left) !== frame(right)) return undefined;
  const ours = left.match(NUMBER) ?? [];
  const theirs = right.match(NUMBER) ?? [];
  const parts = ours.map((number, index) => apart(number, theirs[index] ?? ''));
  return Math.max(0, ...parts);
}

function apart(left: string, right: string): number {
  const a = numberOf(left);
  const b = numberOf(right);
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return 0;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return Infinity;
  return Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
}

function numberOf(text: string): number {
  const word = /^([+-]?)(inf(?:inity)?|nan)$/i.exec(text);
  if (word === null) {
    const hexadecimal = /^([+-]?)(0x.*)$/i.exec(text);
    if (hexadecimal === null) return Number(text);
    return (hexadecimal[1] === '-' ? -1 : 1) * Number(hexadecimal[2]);
  }
  if (word[2]?.toLowerCase() === 'nan') return NaN;
  return word[1] === '-' ? -Infinity : Infinity;
}

const SHOWN = 100;
const CONTEXT = 40;

/** A line for people: from a little before where it departs from the other one, control characters made visible. */
function around(line: string, other: string | undefined): string {
  let same = 0;
  while (other !== undefined && same < line.length && line[same] === other[same]) same++;
  const from =
    line.length <= SHOWN ? 0 : Math.max(0, Math.min(same - CONTEXT, line.length - SHOWN));
  const shown = visibleText(line.slice(from, from + SHOWN));
  return `${from > 0 ? '…' : ''}${shown}${from + SHOWN < line.length ? '…' : ''}`;
}
