// The number, or the numbers, that an execution is judged by.
import { isUtf8 } from 'node:buffer';
import type { Metric, OutputMetric, TableCell } from '../model/program.ts';
import { allMatches, firstMatch, type Match } from '../patterns/match.ts';
import { groupNames } from '../patterns/syntax.ts';
import { visibleText } from '../text/visible-text.ts';
import type { CapturedStream } from './executor.ts';
import { nanobenchCell, nanobenchLines, type NanobenchLine } from './harness/nanobench-table.ts';
import type { MissingValue } from './messages/metrics.ts';
import { cutNumber, severalLines } from './unclear-number.ts';
import { lineStart, numberOf } from './whole-number.ts';

/** Bytes of standard output that are searched for a number: patterns are the user's own and may be slow on long texts. */
export const SEARCHED = 1024 * 1024;

/** Names in one output that become rows: more are no benchmarks. */
export const MOST_ROWS = 1000;
/** Matches of a pattern with names that are looked at; those that a carriage return takes back are no rows. */
const MOST_MATCHES = 10_000;
const LONGEST_NAME = 200;

const NANOSECONDS: Readonly<Record<string, number>> = {
  ps: 1e-3,
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
};

/** A metric's number, or why there is none. */
export type FoundNumber = { readonly value: number } | { readonly missing: MissingValue };

/** The stream that a metric's number is read from: standard error where the pattern occurs there and not in standard output. */
export function searchedStream(
  metric: Metric,
  { stdout, stderr }: { readonly stdout: CapturedStream; readonly stderr: CapturedStream },
): CapturedStream {
  if (metric.kind !== 'output' || stderr.bytes.length === 0) return stdout;
  const occursIn = ({ bytes }: CapturedStream): boolean =>
    firstMatch(metric.pattern, bytes.subarray(0, SEARCHED).toString('utf8')) !== undefined;
  return !occursIn(stdout) && occursIn(stderr) ? stderr : stdout;
}

/** Whether each match of a pattern is a benchmark of its own: it has a group `name`. */
export function namesRows({ pattern }: OutputMetric): boolean {
  return groupNames(pattern).includes('name');
}

/** Which capture group holds the number: `value`, or the first that has no other task. */
function valueGroup(names: readonly (string | undefined)[]): number {
  const own = names.indexOf('value');
  return 1 + (own >= 0 ? own : names.findIndex((name) => name !== 'name' && name !== 'unit'));
}

interface Reading {
  /** What its group `name` captured, unlike any other in the output; absent where the pattern has none. */
  readonly row?: string;
  /** The name that an earlier one has too. */
  readonly repeats?: string;
  readonly match: Match;
  /** On another line, where there is to be one only. */
  readonly other?: Match;
  /** Of time, where it stands apart from the match. */
  readonly unit?: string;
}

/** The matches that a metric reads its numbers from: the first, or with a group `name` all that have one. */
function readingsIn(metric: OutputMetric, output: string): readonly Reading[] {
  if (metric.cell !== undefined) return cellReadings(nanobenchLines(output), metric.cell);
  const nameGroup = 1 + groupNames(metric.pattern).indexOf('name');
  if (nameGroup === 0) return nameless(metric, output);
  const readings = new Map<string, Reading>();
  /** How many of the same name there are. */
  const counts = new Map<string, number>();
  for (const match of allMatches(metric.pattern, output, MOST_MATCHES)) {
    if (readings.size > MOST_ROWS) break;
    const name = match[nameGroup]?.text.replace(/\s+/gu, ' ').trim().slice(0, LONGEST_NAME) ?? '';
    if (name === '') continue;
    const earlier = readings.get(name);
    // What a carriage return takes back is not there any more: progress on one line.
    if (earlier !== undefined && !isOverwritten(output, earlier.match, match)) {
      let count = (counts.get(name) ?? 1) + 1;
      while (readings.has(`${name} (${count})`)) count++;
      counts.set(name, count);
      const row = `${name} (${count})`;
      readings.set(row, { row, repeats: name, match });
    } else readings.set(name, { row: name, match });
  }
  return [...readings.values()];
}

function nameless({ pattern, oneLine }: OutputMetric, output: string): readonly Reading[] {
  if (oneLine !== true) {
    const match = firstMatch(pattern, output);
    return match === undefined ? [] : [{ match }];
  }
  let first: Match | undefined;
  for (const match of allMatches(pattern, output, MOST_MATCHES)) {
    if (first === undefined || isOverwritten(output, first, match)) first = match;
    else if (lineOf(output, match) !== lineOf(output, first))
      return [{ match: first, other: match }];
  }
  return first === undefined ? [] : [{ match: first }];
}

/** Where it begins. */
function lineOf(output: string, [whole]: Match): number {
  return lineStart(output, whole?.end ?? 0);
}

function isOverwritten(output: string, earlier: Match, later: Match): boolean {
  const between = output.slice(earlier[0]?.start ?? 0, later[0]?.end ?? 0);
  return !between.trim().includes('\n') && /\r(?!\n)/u.test(between);
}

/** Names that several matches of a pattern with a group `name` have. */
export function repeatedNames(metric: OutputMetric, output: string): readonly string[] {
  return [...new Set(readingsIn(metric, output).flatMap(({ repeats }) => repeats ?? []))];
}

/** Names of the benchmarks that a pattern with a group `name` finds, in order. */
export function rowsInOutput(metric: OutputMetric, output: string): readonly string[] {
  return readingsIn(metric, output).flatMap(({ row }) => row ?? []);
}

/**
 * The number a pattern captures in the output (in nanoseconds where the output says its unit of time), or why there is none,
 * for people.
 */
export function valueInOutput(metric: OutputMetric, output: string): FoundNumber {
  return valuesInOutput([metric], output)[0] ?? NOT_ASKED;
}

export const NOT_ASKED: FoundNumber = { missing: { why: 'not-searched' } };

/** As `valueInOutput`, of several: what they have in common is looked for once. */
export function valuesInOutput(
  metrics: readonly OutputMetric[],
  output: string,
): readonly FoundNumber[] {
  const byPattern = new Map<string, ReadonlyMap<string | undefined, Reading>>();
  const lines = metrics.some(({ cell }) => cell !== undefined) ? nanobenchLines(output) : [];
  return metrics.map((metric) => {
    const { pattern, row, cell } = metric;
    const known = byPattern.get(pattern);
    const readings =
      cell === undefined
        ? (known ?? byRow(readingsIn(metric, output)))
        : byRow(cellReadings(lines, cell));
    if (cell === undefined) byPattern.set(pattern, readings);
    const [first] = readings.values();
    const reading = row === undefined ? first : readings.get(row);
    return reading === undefined ? { missing: notThere(metric) } : valueOf(metric, reading, output);
  });
}

function byRow(readings: readonly Reading[]): ReadonlyMap<string | undefined, Reading> {
  return new Map(readings.map((reading) => [reading.row, reading]));
}

function cellReadings(lines: readonly NanobenchLine[], cell: TableCell): readonly Reading[] {
  const found = nanobenchCell(lines, cell);
  if (found === undefined) return [];
  const { captured, ...unit } = found;
  return [{ match: [captured, captured], ...unit }];
}

function notThere({ pattern, row, cell }: OutputMetric): MissingValue {
  if (cell !== undefined) return { why: 'no-line', table: cell.title, line: cell.name };
  return row === undefined ? { why: 'no-match', pattern } : { why: 'no-row', pattern, row };
}

function valueOf(
  metric: OutputMetric,
  { match, other, unit: apart }: Reading,
  output: string,
): FoundNumber {
  const names = groupNames(metric.pattern);
  const group = valueGroup(names);
  const captured = match[group];
  if (captured === undefined) {
    const named = names.includes('name') ? 'number' : 'first';
    const which = names.includes('value') ? 'value' : named;
    return { missing: { why: 'empty-group', pattern: metric.pattern, group: which } };
  }
  if (other !== undefined) return { missing: severalLines(metric, match, other, output) };
  const cut = metric.cell === undefined ? cutNumber(metric, captured, group, output) : undefined;
  if (cut !== undefined) return { missing: cut };
  const text = captured.text.trim();
  const value = numberOf(text);
  if (!Number.isFinite(value) || value <= 0) {
    return { missing: { why: 'no-number', pattern: metric.pattern, text } };
  }
  const unitGroup = 1 + names.indexOf('unit');
  if (unitGroup === 0 && metric.unitPattern === undefined && apart === undefined) return { value };
  const unit =
    apart ??
    (unitGroup > 0
      ? match[unitGroup]?.text
      : firstMatch(metric.unitPattern ?? '', output)?.[1]?.text) ??
    '';
  const nanoseconds = Object.hasOwn(NANOSECONDS, unit) ? NANOSECONDS[unit] : undefined;
  return nanoseconds === undefined
    ? { missing: { why: 'no-unit', unit } }
    : { value: value * nanoseconds };
}

/** What the output itself says went wrong, for people; nothing where it says nothing. */
export function failureInOutput(
  { failurePattern }: OutputMetric,
  output: string,
): string | undefined {
  if (failurePattern === undefined) return undefined;
  const found = firstMatch(failurePattern, output);
  if (found === undefined) return undefined;
  return visibleText(unescaped((found[1] ?? found[0])?.text ?? '').slice(0, 300));
}

/**
 * An output without the numbers it is judged by and their units, which differ from run to run by their nature; everything
 * around them, on the same line too, is still there to be compared. Blanks beside a number go with it: they fill a column.
 */
export function withoutValue(metric: Metric, captured: CapturedStream): CapturedStream {
  if (metric.kind !== 'output') return captured;
  const encoding = isUtf8(captured.bytes) ? 'utf8' : 'latin1';
  const output = captured.bytes.subarray(0, SEARCHED).toString(encoding);
  const names = groupNames(metric.pattern);
  const groups = [valueGroup(names), 1 + names.indexOf('unit')].filter((group) => group > 0);
  const places = readingsIn(metric, output)
    .flatMap(({ match }) => groups.flatMap((group) => match[group] ?? []))
    .sort((one, other) => one.start - other.start);
  if (places.length === 0) return captured;
  const kept: string[] = [];
  let end = 0;
  for (const place of places) {
    if (place.start < end) continue;
    kept.push(output.slice(end, place.start).replace(/[ \t]+$/u, ''));
    end = place.end + (/^[ \t]*/u.exec(output.slice(place.end))?.[0].length ?? 0);
  }
  const bytes = Buffer.concat([
    Buffer.from(`${kept.join('')}${output.slice(end)}`, encoding),
    captured.bytes.subarray(SEARCHED),
  ]);
  return {
    ...captured,
    bytes,
    total: captured.total - (captured.bytes.length - bytes.length),
    // Numbers of different lengths shift what was kept: the rest begins elsewhere.
    restHash: '',
  };
}

/** Texts in JSON have a backslash before quotes. */
function unescaped(text: string): string {
  return text.replace(/\\(["\\/])/g, '$1');
}

/** Whether more of the metric is better. */
export function higherIsBetter(metric: Metric): boolean {
  return metric.kind === 'output' && metric.better === 'higher';
}
