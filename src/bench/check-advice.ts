// What can be done about outputs that differ: settings to paste that cover every difference seen, and what each gives up.
import { FailureError } from '../model/failure.ts';
import { DEFAULT_TOLERANCE, type Benchmark, type OutputCheck } from '../model/program.ts';
import type { BenchmarkSettings } from '../model/remedy.ts';
import { LimitError, withinLimit } from '../patterns/limit.ts';
import { metricOffer, type MetricOffer } from './metric-advice.ts';
import type { SettingPurpose } from './messages/outputs.ts';
import type { OutputDifferences } from './outputs.ts';
import type { DifferingLine } from './output-check.ts';
import { linePatterns } from './line-patterns.ts';

/** No larger tolerance is proposed: it would let wrong results pass. */
const MOST_TOLERANCE = 0.01;
/** Within one executable's own runs, what sums in another order differ by; numbers further apart are times and the like. */
const MOST_UNSTABLE = 1e-4;
/** Numbers this small beside the largest of the output are zero but for rounding. */
const NEAR_ZERO = 1e-9;
/** Further runs may differ by more than those that were seen. */
const MARGIN = 10;
const MOST_PATTERNS = 8;

const TIMES =
  /\b(?:elapsed|times?|timed|timing|took|duration|run ?time|seconds?|secs?|msecs?|usecs?|wall|cpu|date|started|finished|speed|throughput|rate|latency|bandwidth|fps)\b|\d\s*(?:[mnuµμ]?s|min)\b|\/\s?s(?:ec)?\b|per second|\d{1,2}:\d{2}:\d{2}/iu;
const CLOCK = /\b\d{1,2}:\d{2}:\d{2}\b/u;

/** Members of a benchmark in retarget.json. */
export interface AdvisedSetting {
  readonly metric?: MetricOffer['metric'];
  readonly check?: NonNullable<BenchmarkSettings['check']>;
  /** What it is for. */
  readonly purpose: SettingPurpose;
}

/**
 * Settings for this benchmark, the best first; the last compares exit codes only, and is all where the others take too long
 * to find for what the program printed.
 */
export function adviseChecks(
  benchmark: Benchmark,
  found: OutputDifferences,
  { isUnstable }: { readonly isUnstable: boolean },
): readonly AdvisedSetting[] {
  const exitCode = { check: { output: 'exit-code' }, purpose: {} } as const;
  try {
    return [...withinLimit(() => coveringSettings(benchmark, found, isUnstable)), exitCode];
  } catch (error) {
    if (error instanceof LimitError || error instanceof FailureError) return [exitCode];
    throw error;
  }
}

function coveringSettings(
  benchmark: Benchmark,
  found: OutputDifferences,
  isUnstable: boolean,
): readonly AdvisedSetting[] {
  const { check } = benchmark;
  const settings: AdvisedSetting[] = [];
  const covering = coveringCheck(benchmark, found, isUnstable);
  if (covering !== undefined) settings.push(covering);
  const offer = isUnstable ? metricOffer(benchmark, found) : undefined;
  if (offer !== undefined) {
    const rest = coveringCheck(benchmark, { ...found, lines: offer.others }, isUnstable);
    settings.push({
      metric: offer.metric,
      ...(offer.others.length === 0
        ? checkWritten(check)
        : { check: rest?.check ?? { output: 'exit-code' } }),
      purpose: { measuresNumber: true },
    });
  }
  return settings;
}

/** The check as it is, where it is not what nobody has to write. */
function checkWritten(check: OutputCheck): Pick<AdvisedSetting, 'check'> {
  const written = writtenCheck(check);
  return Object.keys(written).length === 0 ? {} : { check: written };
}

function writtenCheck({
  output,
  tolerance,
  absolute,
  ignoreLines,
  files,
}: OutputCheck): NonNullable<BenchmarkSettings['check']> {
  return {
    ...(output === 'exact' ? {} : { output }),
    ...(output !== 'numbers' || tolerance === undefined ? {} : { tolerance }),
    ...(output !== 'numbers' || absolute === undefined ? {} : { absolute }),
    ...(ignoreLines.length === 0 ? {} : { ignoreLines }),
    ...(files === undefined ? {} : { files }),
  };
}

/** A check that every difference seen passes, and no more than it has to; nothing where none does. */
function coveringCheck(
  { check }: Benchmark,
  { lines, equal }: OutputDifferences,
  isUnstable: boolean,
): AdvisedSetting | undefined {
  if (lines.length === 0) return undefined;
  const scale = scaleOf(lines, equal);
  const toIgnore: DifferingLine[] = [];
  let relative = 0;
  let absolute = 0;
  for (const line of lines) {
    const allowance = allowanceFor(line, scale, isUnstable);
    if (allowance === undefined) toIgnore.push(line);
    else {
      relative = Math.max(relative, allowance.relative);
      absolute = Math.max(absolute, allowance.absolute);
    }
  }
  // Those that happened to be the same within one second are told before they differ.
  const clocks = isUnstable ? equal.filter((line) => CLOCK.test(line)) : [];
  const kept = equal.filter((line) => !clocks.includes(line));
  const ignored = linePatterns([...toIgnore, ...clocks.map((line) => ({ left: line }))], kept);
  if (ignored === undefined || ignored.length > MOST_PATTERNS) return undefined;
  const needsNumbers = relative > 0 || absolute > 0 || check.output === 'numbers';
  const margin = isUnstable ? MARGIN : 1;
  const tolerance = Math.min(
    MOST_TOLERANCE,
    Math.max(check.tolerance ?? DEFAULT_TOLERANCE, roundUp(relative * margin)),
  );
  const near = Math.max(check.absolute ?? 0, absolute > 0 ? roundUp(absolute * MARGIN) : 0);
  return {
    check: writtenCheck({
      ...check,
      ...(needsNumbers ? { output: 'numbers', tolerance } : {}),
      ...(needsNumbers && near > 0 ? { absolute: near } : {}),
      ignoreLines: [...check.ignoreLines, ...ignored],
    }),
    purpose: {
      relative: relative > 0,
      absolute: absolute > 0,
      ignoresLines: ignored.length > 0,
    },
  };
}

/** What numbers would have to be allowed for a line to pass; nothing where it is not for numbers to make it. */
function allowanceFor(
  { left = '', right = '', apart }: DifferingLine,
  scale: number,
  isUnstable: boolean,
): { readonly relative: number; readonly absolute: number } | undefined {
  if (apart === undefined) return undefined;
  // What sums in another order is no whole number, and no time.
  const isRounding = !apart.some(({ isWhole }) => isWhole) && !TIMES.test(`${left}\n${right}`);
  if (isUnstable && !isRounding) return undefined;
  const most = isUnstable ? MOST_UNSTABLE : MOST_TOLERANCE;
  let relative = 0;
  let absolute = 0;
  for (const each of apart) {
    if (each.relative <= most) relative = Math.max(relative, each.relative);
    else if (each.magnitude <= NEAR_ZERO * scale) absolute = Math.max(absolute, each.absolute);
    else return undefined;
  }
  return { relative, absolute };
}

/** The size of what the program reckons with: its largest number, where that is above one. */
function scaleOf(lines: readonly DifferingLine[], equal: readonly string[]): number {
  const texts = [...equal, ...lines.flatMap(({ left = '', right = '' }) => [left, right])];
  let largest = 1;
  for (const text of texts) {
    for (const [number] of text.matchAll(/(?<![\w.])\d+(?:\.\d*)?(?:[eEdD][+-]?\d+)?(?!\w)/gu)) {
      const value = Number(number.replace(/[dD]/u, 'e'));
      // A counter that is large for other reasons is no measure of rounding.
      if (Number.isFinite(value) && value > largest && number.includes('.')) largest = value;
    }
  }
  return largest;
}

function roundUp(part: number): number {
  if (part <= 0) return 0;
  // One ten-thousandth is itself, whatever its logarithm comes to.
  return Number(`1e${Math.ceil(Math.log10(part) - 1e-9)}`);
}
