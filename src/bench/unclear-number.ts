// Why a pattern that matches still does not say which number is meant, for people, and what pattern would.
import type { OutputMetric } from '../model/program.ts';
import { firstMatch, type CapturedText, type Match } from '../patterns/match.ts';
import { groupPlace } from '../patterns/syntax.ts';
import type { PartOfNumber, SeveralLines } from './messages/metrics.ts';
import { lineAround, longerNumber, numberOf } from './whole-number.ts';

const WIDER = ['[0-9.eE+-]+', '[0-9.,eE+-]+'];

/** A number of which the group captures a piece only: `1.2` of `1.2e-04`. @param group the number's, in the pattern */
export function cutNumber(
  { pattern }: OutputMetric,
  captured: CapturedText,
  group: number,
  output: string,
): PartOfNumber | undefined {
  const whole = longerNumber(output, captured, hasCommaBeside(pattern, group));
  if (whole === undefined) return undefined;
  const line = lineAround(output, captured);
  const wider = widerPattern(pattern, group, line, whole);
  return {
    ...{ why: 'part', pattern, text: captured.text, whole, line },
    ...(wider === undefined ? {} : { wider }),
  };
}

/** A pattern that occurs in several lines. */
export function severalLines(
  { pattern }: OutputMetric,
  first: Match,
  other: Match,
  output: string,
): SeveralLines {
  const lineOf = ([whole]: Match): string => (whole === undefined ? '' : lineAround(output, whole));
  return { why: 'several-lines', pattern, lines: [lineOf(first), lineOf(other)] };
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
