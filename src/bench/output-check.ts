// Whether a variant's output is the baseline's: exactly, but for numbers within a tolerance, or not looked at; and where they differ.
import { isUtf8 } from 'node:buffer';
import { DEFAULT_TOLERANCE, type OutputCheck } from '../model/program.ts';
import { matching } from '../patterns/match.ts';
import { visibleText } from '../text/visible-text.ts';
import type { CapturedStream } from './executor.ts';
import { numbersApart, numberStyle, type Apart, type NumberStyle } from './numbers-in-text.ts';

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

/** One line that differs, as it was printed. */
export interface DifferingLine {
  /** Counts from 1, in the left output; in the right one where the left has ended. */
  readonly line: number;
  /** Absent where that side has ended. */
  readonly left?: string;
  readonly right?: string;
  /** Where both lines are the same text but for numbers: those of them that differ by more than is allowed. */
  readonly apart?: readonly Apart[];
}

/** How two outputs differ. */
export interface Differences {
  /** In order, no more than are asked for. None where only the parts beyond what was kept differ. */
  readonly lines: readonly DifferingLine[];
  /** Lines that are the same on both sides, in order, no more than are asked for. */
  readonly equal: readonly string[];
}

const MOST_LINES = 1000;

/**
 * The differences between two outputs under a check, or nothing. Standard error is not compared: programs print
 * timings and progress there. Of truncated outputs, `exact` without ignored lines compares the rest by hash; the others
 * compare what was kept.
 * @param most lines of each kind to collect
 */
export function differencesBetween(
  left: CapturedStream,
  right: CapturedStream,
  check: OutputCheck,
  most = MOST_LINES,
): Differences | undefined {
  if (check.output === 'exit-code') return undefined;
  const whole = check.output === 'exact' && check.ignoreLines.length === 0;
  if (left.bytes.equals(right.bytes)) {
    if (!whole || (left.total === right.total && left.restHash === right.restHash))
      return undefined;
    return { lines: [], equal: [] };
  }
  const leftLines = numbered(left, check.ignoreLines);
  const rightLines = numbered(right, check.ignoreLines);
  // Where a truncated output's kept part ends nothing is known of it any more; a whole output that ends has ended.
  const count = Math.min(
    isTruncated(left) ? leftLines.length : Infinity,
    isTruncated(right) ? rightLines.length : Infinity,
    Math.max(leftLines.length, rightLines.length),
  );
  const allows = allowed(check);
  const style = numberStyle([textOf(left), textOf(right)]);
  const lines: DifferingLine[] = [];
  const equal: string[] = [];
  for (let index = 0; index < count && lines.length < most; index++) {
    const a = leftLines[index];
    const b = rightLines[index];
    const differing = lineApart(a, b, allows, style);
    if (differing !== undefined) lines.push(differing);
    else if (a !== undefined && equal.length < most) equal.push(a.text);
  }
  return whole || lines.length > 0 ? { lines, equal } : undefined;
}

/** As `differencesBetween`, the first of them for people. */
export function firstDifference(
  left: CapturedStream,
  right: CapturedStream,
  check: OutputCheck,
): Difference | undefined {
  const found = differencesBetween(left, right, check, 1);
  return found === undefined ? undefined : shownDifference(found);
}

/** The first of them for people. */
export function shownDifference({ lines: [first] }: Differences): Difference {
  if (first === undefined) return {};
  const { line, left, right, apart } = first;
  return {
    line,
    ...(left === undefined ? {} : { left: around(left, right) }),
    ...(right === undefined ? {} : { right: around(right, left) }),
    ...(apart === undefined
      ? {}
      : { relative: Math.max(0, ...apart.map(({ relative }) => relative)) }),
  };
}

/** Whether a check lets two numbers pass for one; nothing where it wants the very text. */
type Allows = ((apart: Apart) => boolean) | undefined;

function allowed({ output, tolerance = DEFAULT_TOLERANCE, absolute = 0 }: OutputCheck): Allows {
  if (output !== 'numbers') return undefined;
  return (apart) => apart.relative <= tolerance || apart.absolute <= absolute;
}

function lineApart(
  left: Line | undefined,
  right: Line | undefined,
  allows: Allows,
  style: NumberStyle,
): DifferingLine | undefined {
  if (left === undefined || right === undefined) {
    return {
      line: left?.number ?? right?.number ?? 1,
      ...(left === undefined ? {} : { left: left.text }),
      ...(right === undefined ? {} : { right: right.text }),
    };
  }
  if (left.text === right.text) return undefined;
  const numbers = numbersApart(left.text, right.text, style);
  const apart = numbers?.filter((each) => allows?.(each) !== true);
  if (apart?.length === 0 && allows !== undefined) return undefined;
  return {
    line: left.number,
    left: left.text,
    right: right.text,
    ...(apart === undefined ? {} : { apart }),
  };
}

function isTruncated(captured: CapturedStream): boolean {
  return captured.total > captured.bytes.length;
}

interface Line {
  readonly number: number;
  readonly text: string;
}

/** Bytes that are no text are compared one for one, never as equal replacement characters. */
function textOf({ bytes }: CapturedStream): string {
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
}

function numbered(captured: CapturedStream, ignoreLines: readonly string[]): Line[] {
  const lines = textOf(captured)
    .split('\n')
    .map((line, index) => ({ number: index + 1, text: line }));
  // A kept part ends in mid-line, whose rest may say anything.
  if (isTruncated(captured)) lines.pop();
  const ignored = matching(
    ignoreLines,
    lines.map(({ text }) => text),
  );
  return lines.filter(({ text }) => !ignored.has(text));
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
