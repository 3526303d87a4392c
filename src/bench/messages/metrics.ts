// What is said where an output holds no number to judge an execution by, or not a clear one.
import type { FailureWords } from '../../model/failure.ts';
import { bytesText } from '../../text/bytes-text.ts';
import { visibleText } from '../../text/visible-text.ts';

/** As far as a text from an output or a pattern is shown. */
const SHOWN = 120;

/** Why there is no number. Texts are as they stand in patterns and outputs. */
export type MissingValue =
  | { readonly why: 'not-searched' }
  | { readonly why: 'no-match'; readonly pattern: string }
  | { readonly why: 'no-row'; readonly pattern: string; readonly row: string }
  /** Of a table that a framework prints. */
  | { readonly why: 'no-line'; readonly table: string; readonly line: string }
  | {
      readonly why: 'empty-group';
      readonly pattern: string;
      readonly group: 'value' | 'number' | 'first';
    }
  | { readonly why: 'no-number'; readonly pattern: string; readonly text: string }
  | { readonly why: 'no-unit'; readonly unit: string }
  | { readonly why: 'no-names'; readonly pattern: string }
  | { readonly why: 'many-names'; readonly most: number }
  | PartOfNumber
  | SeveralLines;

export interface PartOfNumber {
  readonly why: 'part';
  readonly pattern: string;
  readonly text: string;
  /** The number that the text is a part of, and the line that it stands in. */
  readonly whole: string;
  readonly line: string;
  /** A pattern that captures all of it. */
  readonly wider?: string;
}

export interface SeveralLines {
  readonly why: 'several-lines';
  readonly pattern: string;
  readonly lines: readonly [string, string];
}

/** @param searched bytes of the output that are searched */
export function valueMissing(facts: {
  readonly benchmark: string;
  readonly target: string;
  readonly missing: MissingValue;
  readonly searched: number;
}): FailureWords {
  const { benchmark, target, missing, searched } = facts;
  const isUnclear = missing.why === 'part' || missing.why === 'several-lines';
  return {
    message: `Benchmark "${visibleText(benchmark)}" built for ${target} printed ${isUnclear ? 'no clear value' : 'no value'} to measure: ${missingText(missing)}.`,
    hint: hintFor(missing, searched),
    configurable: true,
  };
}

/** A clause, such as `the pattern "..." matches nothing in its output`. */
export function missingText(missing: MissingValue): string {
  switch (missing.why) {
    case 'not-searched':
      return 'its output was not searched';
    case 'no-match':
      return `the pattern ${quoted(missing.pattern)} matches nothing in its output`;
    case 'no-row':
      return `the pattern ${quoted(missing.pattern)} does not find ${quoted(missing.row)} in its output`;
    case 'no-line':
      return `its table ${quoted(missing.table)} has no line ${quoted(missing.line)}, unlike in the baseline's first run`;
    case 'empty-group':
      return `the pattern ${quoted(missing.pattern)} matches, but ${GROUPS[missing.group]} captures nothing`;
    case 'no-number':
      return `the pattern ${quoted(missing.pattern)} captures ${quoted(missing.text)}, which is not a number above zero`;
    case 'no-unit':
      return `${quoted(missing.unit)} is not a unit of time`;
    case 'no-names':
      return `the pattern ${quoted(missing.pattern)} finds no name in its output`;
    case 'many-names':
      return `the pattern finds more than ${missing.most} names in its output, too many to be benchmarks`;
    case 'part':
      return `the pattern ${quoted(missing.pattern)} captures ${quoted(missing.text.trim())}, which is only a part of ${quoted(missing.whole)} in the line ${quoted(missing.line.trim())}`;
    case 'several-lines': {
      const [first, second] = missing.lines.map((line) => quoted(line.trim()));
      return `the pattern ${quoted(missing.pattern)} matches more than one line of its output, first ${first} and ${second}`;
    }
  }
}

const GROUPS = {
  value: 'its group "value"',
  number: 'its group for the number',
  first: 'its first group',
} as const;

function hintFor(missing: MissingValue, searched: number): string {
  if (missing.why === 'part') return wholeNumberHint(missing);
  return missing.why === 'several-lines'
    ? 'Make "pattern" in "metric" of this benchmark in retarget.json match a single line, with text that only that line has. To measure every line, add a group for its name: (?<name>...).'
    : `Correct "metric" of this benchmark in retarget.json: "pattern" is a regular expression whose first group captures a number above zero in the first ${bytesText(searched)} of standard output, or of standard error if nothing matches there.`;
}

function wholeNumberHint({ wider, whole }: PartOfNumber): string {
  const hint =
    wider === undefined
      ? 'Correct "pattern" in "metric" of this benchmark in retarget.json so that its group captures the whole number. Retarget reads numbers such as 1234.5, 1,234.5 and 1.2e-4; change other formats in the program.'
      : `Capture the whole number: "pattern": ${JSON.stringify(wider)} in "metric" of this benchmark in retarget.json.`;
  return whole.includes(',')
    ? `${hint} If the comma separates two numbers, include it in the pattern, next to the group.`
    : hint;
}

/** @param said what the program's framework says went wrong */
export function noResult(facts: {
  readonly benchmark: string;
  readonly target: string;
  readonly said: string;
}): FailureWords {
  return {
    message: `Benchmark "${visibleText(facts.benchmark)}" built for ${facts.target} reports no result: ${facts.said}`,
    hint: 'Run it directly to see why. "filter" next to "harness" in retarget.json excludes benchmarks.',
    configurable: true,
  };
}

export function zeroTime(facts: {
  readonly benchmark: string;
  readonly target: string;
  readonly kind: string;
}): FailureWords {
  return {
    message: `Benchmark "${visibleText(facts.benchmark)}" built for ${facts.target}: its ${facts.kind} time was measured as zero.`,
    hint: 'Give the program more work, or measure wall time.',
    configurable: true,
  };
}

export function noCpuTime({ benchmark }: { readonly benchmark: string }): FailureWords {
  return {
    message: `Benchmark "${visibleText(benchmark)}" measures CPU time, which is not possible without the compiled runner.`,
    hint: 'Use "metric": "wall", or fix the compiled runner; a warning says why it is not available.',
    configurable: true,
  };
}

export const PRINTED_NOTHING = '(it printed nothing)';

function quoted(text: string): string {
  return JSON.stringify(visibleText(text.slice(0, SHOWN)));
}
