// One target in one benchmark, in words for a row and its tooltip: plain text, whatever its names hold.
import type { BenchmarkResult, ProgramResult, Run, Verdict } from '../model/run.ts';
import type { Comparison, Interval } from '../model/run.ts';
import { bytesText } from '../text/bytes-text.ts';
import { visibleText } from '../text/visible-text.ts';
import { askingShareLine } from './asking-words.ts';
import { measuredFor, shownOverall, shownSpeedup } from './comparison-facts.ts';
import { boundsText, metricText, rangeText, ratioText } from './format.ts';
import { targetNotes } from './target-notes.ts';
import { standingOf } from './standing.ts';
import { withDoubts } from './verdict-doubts.ts';
import { inconclusiveReason } from './verdict-reason.ts';
import { listText } from '../text/list-text.ts';
import { counted } from '../text/plural.ts';

export interface ComparisonWords {
  readonly target: string;
  readonly verdict: Verdict;
  readonly speedup?: Interval;
  /** Such as `1.42x [1.40, 1.44]`, or the verdict where there is no figure. */
  readonly figure: string;
  /** Several lines. */
  readonly detail: string;
}

/** Names before the rest is only counted. */
const LIMIT = 4;

/** One per target of the benchmark, in the run's order. */
export function comparisonWords(
  run: Run,
  program: ProgramResult,
  result: BenchmarkResult,
): ComparisonWords[] {
  const notes = new Map(
    targetNotes({ targets: run.targets, programs: [program] })
      .filter(({ kind }) => kind === 'masked')
      .map(({ target, text }) => [target, text]),
  );
  const baseline = result.comparisons.find(({ verdict }) => verdict === 'baseline');
  return result.comparisons.map((comparison) => {
    const speedup = shownSpeedup(result, comparison);
    const note = notes.get(comparison.target);
    return {
      target: comparison.target,
      verdict: comparison.verdict,
      ...(speedup === undefined ? {} : { speedup }),
      figure:
        speedup === undefined
          ? comparison.verdict
          : withDoubts(figureText(speedup), program, comparison.target),
      detail: lines([
        verdictLine(comparison, speedup, run.baseline),
        inconclusiveReason(run, result, comparison)?.sentence ?? '',
        ...measuredLines(result, comparison, baseline),
        askingShareLine(
          speedup === undefined ? undefined : measuredFor(result, comparison)?.askingShare,
        ),
        note === undefined ? '' : `It ${note}.`,
        ...failureLines(comparison),
        ...warningLines(run, program, result, comparison),
      ]),
    };
  });
}

/** One per target that has a geometric mean, in the run's order. */
export function overallWords(run: Run, program: ProgramResult): ComparisonWords[] {
  return shownOverall(program).map(({ target, speedup, askingShare }) => {
    const standing = standingOf(program, target, run.baseline);
    return {
      target,
      speedup,
      verdict: overallVerdict(standing.outcome),
      figure: figureText(speedup),
      detail: lines([
        `${ratioText(speedup)} as fast as ${run.baseline} (${rangeText(speedup)}, 95 % interval): the geometric mean over ${counted(program.benchmarks.length, 'benchmark')}.`,
        askingShareLine(askingShare),
        named('Faster in', standing.faster),
        named('Slower in', standing.slower),
        named('Wrong output in', standing.wrong),
        named('Failed in', standing.failed),
      ]),
    };
  });
}

function figureText(speedup: Interval): string {
  return `${ratioText(speedup)} ${boundsText(speedup)}`;
}

function verdictLine(
  { verdict, identicalTo }: Comparison,
  speedup: Interval | undefined,
  baseline: string,
): string {
  const against =
    speedup === undefined
      ? ''
      : `: ${ratioText(speedup)} as fast as ${baseline} (${rangeText(speedup)}, 95 % interval)`;
  if (verdict === 'baseline') return 'The baseline: the other targets are compared with it.';
  if (verdict === 'identical code') {
    return `Identical code to ${identicalTo ?? baseline}, measured once for both${against}.`;
  }
  return `${capital(verdict)}${against}.`;
}

function measuredLines(
  result: BenchmarkResult,
  comparison: Comparison,
  baseline: Comparison | undefined,
): string[] {
  const { metric } = result.benchmark;
  const measured = measuredFor(result, comparison);
  if (measured?.median === undefined) return [];
  const own = metricText(metric, measured.median, measured.spread);
  const base =
    baseline?.median === undefined || comparison.verdict === 'baseline'
      ? ''
      : ` (${baseline.target}: ${metricText(metric, baseline.median, baseline.spread)})`;
  return [
    `Median ${own}${base}, ${counted(result.rounds, 'round')}.`,
    measured.peakMemory === undefined ? '' : `Peak memory ${bytesText(measured.peakMemory)}.`,
  ];
}

function failureLines({ failure }: Comparison): string[] {
  return failure === undefined ? [] : [failure.message, failure.hint?.split('\n')[0] ?? ''];
}

function warningLines(
  run: Run,
  program: ProgramResult,
  result: BenchmarkResult,
  comparison: Comparison,
): string[] {
  // What departs from the user's own build comes before all that is only about times.
  const [departs, others] = [true, false].map((wanted) =>
    run.warnings.filter(({ code }) => (code === 'departs-from-direct-build') === wanted),
  );
  const messages = [...(departs ?? []), ...result.warnings, ...(others ?? [])].flatMap((warning) =>
    (warning.target === comparison.target || warning.code === 'not-the-projects-program') &&
    (warning.program ?? program.name) === program.name &&
    (warning.benchmark ?? result.benchmark.name) === result.benchmark.name &&
    // Said above, with the features and the target.
    !['masked-features', 'identical-code'].includes(warning.code)
      ? [warning.message]
      : [],
  );
  return [...new Set(messages)].slice(0, LIMIT);
}

function overallVerdict(outcome: ReturnType<typeof standingOf>['outcome']): Verdict {
  switch (outcome) {
    case 'wrong':
      return 'wrong output';
    case 'mixed':
    case 'unmeasured':
      return 'inconclusive';
    case 'faster':
    case 'slower':
    case 'no difference':
    case 'inconclusive':
    case 'identical code':
    case 'cannot run':
      return outcome;
  }
}

function named(words: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `${words} ${listText(names, LIMIT)}.`;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function lines(parts: readonly string[]): string {
  return parts
    .filter((part) => part !== '')
    .map(visibleText)
    .join('\n');
}
