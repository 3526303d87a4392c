// Why a pattern that matches still does not say which number is meant, for people, and what pattern would.
import type { OutputMetric } from '../model/program.ts';
import { firstMatch, groupPlace, type CapturedText, type Match } from './patterns.ts';
import { lineAround, longerNumber, numberOf } from './whole-number.ts';
import { visibleText } from '../text/visible-text.ts';

export interface Unclear {
  readonly missing: string;
  readonly hint: string;
}

/** As far as a line is shown. */
const SHOWN = 120;
const WIDER = ['[0-9.eE+-]+', '[0-9.,eE+-]+'];

/** A number of which the group captures a piece only: `1.2` of `1.2e-04`. @param group the number's, in the pattern */
export function cutNumber(
  { pattern }: OutputMetric,
  captured: CapturedText,
  group: number,
  output: string,
): Unclear | undefined {
  const whole = longerNumber(output, captured, hasCommaBeside(pattern, group));
  if (whole === undefined) return undefined;
  const line = lineAround(output, captured);
  const wider = widerPattern(pattern, group, line, whole);
  const separated = whole.includes(',')
    ? ' If the comma separates two numbers, write it in the pattern, next to the group.'
    : '';
  const hint =
    wider === undefined
      ? 'Correct "pattern" in "metric" of this benchmark in retarget.json: its group must capture the whole number. Retarget reads numbers such as 1234.5, 1,234.5 and 1.2e-4; other notations have to be changed in the program.'
      : `Capture the whole number: "pattern": ${JSON.stringify(wider)} in "metric" of this benchmark in retarget.json.`;
  return {
    missing: `the pattern ${quoted(pattern)} captures ${quoted(captured.text.trim())}, which is only a part of ${quoted(whole)} in the line ${quoted(line.trim())}`,
    hint: hint + separated,
  };
}

/** A pattern that occurs in several lines. */
export function severalLines(
  { pattern }: OutputMetric,
  first: Match,
  other: Match,
  output: string,
): Unclear {
  const lines = [first, other].map(([whole]) =>
    quoted(whole === undefined ? '' : lineAround(output, whole).trim()),
  );
  return {
    missing: `the pattern ${quoted(pattern)} matches more than one line of its output, first ${lines.join(' and ')}`,
    hint: 'Make "pattern" in "metric" of this benchmark in retarget.json match one line only, by text that stands on no other line. To measure every line, add a group for its name: (?<name>...).',
  };
}

/** A comma in the pattern right beside a group, blanks aside, is none of its number's. */
function hasCommaBeside(pattern: string, group: number): boolean {
  const place = groupPlace(pattern, group);
  if (place === undefined) return false;
  return (
    /,(?:\\s[*+]?| [*+]?)?$/u.test(pattern.slice(0, place.start)) ||
    /^(?:\\s[*+]?| [*+]?)?,/u.test(pattern.slice(place.end))
  );
}

/** The pattern with a wider group, where that reads the whole number of this line. */
function widerPattern(
  pattern: string,
  group: number,
  line: string,
  whole: string,
): string | undefined {
  const place = groupPlace(pattern, group);
  if (place === undefined) return undefined;
  const opening = /^\(\?<[^>]*>/u.exec(place.text)?.[0] ?? '(';
  return WIDER.map(
    (digits) => `${pattern.slice(0, place.start)}${opening}${digits})${pattern.slice(place.end)}`,
  ).find((wider) => {
    const text = firstMatch(wider, line)?.[group]?.text;
    return text === whole && numberOf(text) > 0;
  });
}

function quoted(text: string): string {
  return JSON.stringify(visibleText(text.slice(0, SHOWN)));
}
