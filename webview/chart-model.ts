// What the chart draws in each view, as plain data: groups of rows with values, intervals and words. No drawing here.
import { PARTS, ratioAxis, type Axis } from './chart-axis.ts';
import type {
  BenchmarkResult,
  Comparison,
  Interval,
  ProgramResult,
  Run,
  Verdict,
} from '../src/model/run.ts';
import { countText, metricText } from '../src/report/format.ts';
import { standingOf } from '../src/report/standing.ts';
import { emptyReason } from './empty-reason.ts';
import { metricOf, quantile, rangeFigure, ratioFigure } from './figures.ts';
import { liveGroup } from './live-group.ts';
import type { PageState, Selection, View } from './state.ts';
import { VERDICT_LOOKS, type VerdictLook } from './verdict-look.ts';

export interface ChartRow {
  readonly target: string;
  /** Position among the run's targets: picks the colour. */
  readonly hue: number;
  readonly look: VerdictLook['bar'];
  readonly selection?: Selection;
  readonly value?: Interval;
  /** In the samples view: each sample over the baseline's median, in the order measured. */
  readonly samples?: readonly number[];
  /** Whether samples were left out for the sake of legibility. */
  readonly thinned?: boolean;
  readonly box?: { readonly low: number; readonly middle: number; readonly high: number };
  /** At the row's right: a sign and the figure; then the interval, where there is room. */
  readonly figure: string;
  /** The figure where there is little room; the figure itself, unless given. */
  readonly short?: string;
  readonly interval?: string;
  /** In the row's middle, where nothing is drawn: why. */
  readonly note?: string;
}

export interface ChartGroup {
  readonly title: string;
  readonly subtitle: string;
  readonly rows: readonly ChartRow[];
}

export interface ChartModel {
  readonly view: View;
  readonly groups: readonly ChartGroup[];
  readonly axis: Axis;
  readonly tick: (value: number) => string;
  /** Says what is drawn, above the chart. */
  readonly caption: string;
  /** Instead of a chart: why there is none. */
  readonly empty?: string;
}

/** Dots per row; of more samples every n-th is drawn, as the caption says. */
export const MAX_DOTS = 240;

/** Every benchmark that the filter lets through, with its place in the run. */
export function* shownBenchmarks(state: {
  readonly run: Pick<Run, 'programs'>;
  readonly filter: string;
}): Generator<{
  program: ProgramResult;
  result: BenchmarkResult;
  place: Omit<Selection, 'target'>;
}> {
  for (const [programIndex, program] of state.run.programs.entries()) {
    for (const [benchmarkIndex, result] of program.benchmarks.entries()) {
      if (benchmarkTitle(state.run, program, result).toLowerCase().includes(state.filter)) {
        yield { program, result, place: { program: programIndex, benchmark: benchmarkIndex } };
      }
    }
  }
}

/** A benchmark's name, with its program's where there are several programs. */
export function benchmarkTitle(
  run: Pick<Run, 'programs'>,
  program: ProgramResult,
  result: BenchmarkResult,
): string {
  return run.programs.length > 1
    ? `${program.name} / ${result.benchmark.name}`
    : result.benchmark.name;
}

export function chartModel(state: PageState): ChartModel {
  const { view } = state;
  const groups = view === 'mean' ? meanGroups(state) : benchmarkGroups(state);
  const rows = groups.flatMap((group) => group.rows);
  const empty = emptyReason(state, groups);
  return {
    view,
    groups,
    axis: view === 'times' ? PARTS : ratioAxis(rows.flatMap(({ value }) => value ?? [])),
    tick: (value) =>
      view === 'times' ? `${Math.round(value * 100)}\u2009%` : `${Number(value.toFixed(4))}\u00d7`,
    caption: caption(state, rows),
    ...(empty === undefined ? {} : { empty }),
  };
}

function benchmarkGroups(state: PageState): ChartGroup[] {
  const { run, view } = state;
  const hues = new Map(run.targets.map((target, index) => [target.name, index]));
  const unbuilt = run.programs.flatMap(({ name, benchmarks, failure }): ChartGroup[] =>
    benchmarks.length > 0 || failure === undefined || !name.toLowerCase().includes(state.filter)
      ? []
      : [{ title: name, subtitle: failure.message, rows: [] }],
  );
  const measured = [...shownBenchmarks(state)].map(({ program, result, place }): ChartGroup => {
    const shown = result.comparisons.filter(
      ({ target, verdict }) =>
        !state.hidden.has(target) && (view !== 'speedup' || verdict !== 'baseline'),
    );
    const draw = {
      speedup: speedupRow,
      times: timesRow,
      samples: samplesRow(result, state.brief === true),
      mean: speedupRow,
    }[view];
    return {
      title: benchmarkTitle(run, program, result),
      subtitle: groupSubtitle(run, result),
      rows: shown.map((comparison) => ({
        target: comparison.target,
        hue: hues.get(comparison.target) ?? 0,
        selection: { ...place, target: comparison.target },
        look: VERDICT_LOOKS[comparison.verdict].bar,
        ...draw(comparison, result),
      })),
    };
  });
  const live = liveGroup(state);
  return [...measured, ...(live === undefined ? [] : [live]), ...unbuilt];
}

function groupSubtitle(run: Run, result: BenchmarkResult): string {
  if (result.failure !== undefined) return result.failure.message;
  const baseline = result.comparisons.find(({ verdict }) => verdict === 'baseline');
  const time =
    baseline?.median === undefined
      ? []
      : [`${run.baseline} ${metricText(result.benchmark.metric, baseline.median)}`];
  return [...time, countText(result.rounds, 'round')].join(' \u00b7 ');
}

type RowContent = Pick<
  ChartRow,
  'figure' | 'short' | 'interval' | 'value' | 'note' | 'samples' | 'box' | 'thinned'
>;

/** Why a row has nothing to draw, in few words; the details have all of them. */
function noteOf(comparison: Comparison): Pick<ChartRow, 'note'> {
  if (comparison.verdict === 'identical code') {
    return { note: `same executable as ${comparison.identicalTo ?? 'another target'}` };
  }
  if (comparison.failure !== undefined) return { note: comparison.failure.message };
  return { note: VERDICT_LOOKS[comparison.verdict].words };
}

function signed(verdict: Verdict, figure: string): Pick<ChartRow, 'figure'> {
  return { figure: `${VERDICT_LOOKS[verdict].sign}\u2002${figure}` };
}

/** The verdict stands where there is no figure. */
function wordsOf(verdict: Verdict): Pick<ChartRow, 'figure' | 'short'> {
  const { sign, words, short } = VERDICT_LOOKS[verdict];
  return { figure: `${sign}\u2002${words}`, short: `${sign}\u2002${short}` };
}

function speedupRow(comparison: Comparison): RowContent {
  const { speedup, verdict } = comparison;
  if (speedup === undefined) return { ...wordsOf(verdict), ...noteOf(comparison) };
  return {
    ...signed(verdict, ratioFigure(speedup)),
    interval: rangeFigure(speedup),
    value: speedup,
  };
}

function timesRow(comparison: Comparison, result: BenchmarkResult): RowContent {
  const { median, spread = 0, verdict } = comparison;
  if (median === undefined) return { ...wordsOf(verdict), ...noteOf(comparison) };
  const { metric } = result.benchmark;
  const largest = Math.max(
    ...result.comparisons.map((one) => (one.median ?? 0) + (one.spread ?? 0)),
  );
  const scale = largest > 0 ? largest : 1;
  return {
    ...signed(verdict, metricText(metric, median, spread)),
    interval: `\u00b1 ${metricText(metric, spread)}`,
    value: {
      estimate: median / scale,
      low: (median - spread) / scale,
      high: (median + spread) / scale,
    },
  };
}

/** Each target's finite samples of the metric, in the order of rounds. */
export function samplesByTarget(result: BenchmarkResult): Map<string, number[]> {
  const byTarget = new Map<string, number[]>();
  for (const sample of result.samples) {
    const value = metricOf(result.benchmark.metric, sample);
    if (!Number.isFinite(value)) continue;
    const own = byTarget.get(sample.target);
    if (own === undefined) byTarget.set(sample.target, [value]);
    else own.push(value);
  }
  return byTarget;
}

function samplesRow(
  result: BenchmarkResult,
  brief: boolean,
): (comparison: Comparison) => RowContent {
  const { metric } = result.benchmark;
  const byTarget = samplesByTarget(result);
  const valuesOf = (target: string): number[] => byTarget.get(target) ?? [];
  const baseline = result.comparisons.find(({ verdict }) => verdict === 'baseline');
  const base =
    baseline?.median ??
    quantile(
      valuesOf(baseline?.target ?? '').sort((a, b) => a - b),
      0.5,
    );
  return (comparison) => {
    const values = valuesOf(comparison.target).map((value) => value / base);
    if (values.length === 0 || !(base > 0)) {
      const measured =
        comparison.median === undefined
          ? noteOf(comparison)
          : { note: brief ? 'its samples are being read' : 'its samples are not in this document' };
      return { ...wordsOf(comparison.verdict), ...measured };
    }
    const sorted = values.toSorted((a, b) => a - b);
    const every = Math.ceil(values.length / MAX_DOTS);
    const box = {
      low: quantile(sorted, 0.25),
      middle: quantile(sorted, 0.5),
      high: quantile(sorted, 0.75),
    };
    return {
      ...signed(comparison.verdict, metricText(metric, box.middle * base, comparison.spread)),
      interval: countText(values.length, 'sample'),
      samples: every === 1 ? values : values.filter((_, index) => index % every === 0),
      thinned: every > 1,
      box,
      value: { estimate: box.middle, low: sorted[0] ?? box.low, high: sorted.at(-1) ?? box.high },
    };
  };
}

function meanGroups(state: PageState): ChartGroup[] {
  const { run } = state;
  return run.programs
    .filter(
      (program) => program.overall.length > 0 && program.name.toLowerCase().includes(state.filter),
    )
    .map((program) => ({
      title: program.name,
      subtitle: `over ${countText(program.benchmarks.length, 'benchmark')}, ${run.baseline} = 1`,
      rows: run.targets.flatMap(({ name }, hue): ChartRow[] => {
        if (state.hidden.has(name) || name === run.baseline) return [];
        const speedup = program.overall.find(({ target }) => target === name)?.speedup;
        if (speedup === undefined) {
          return [
            {
              target: name,
              hue,
              look: 'none',
              figure: '',
              note: 'not measured in every benchmark',
            },
          ];
        }
        // As the sentence above the chart judges it: a mean alone, whatever its interval, finds nothing.
        const { outcome } = standingOf(program, name, run.baseline);
        const found = outcome === 'faster' || outcome === 'slower';
        const verdict = found || outcome === 'no difference' ? outcome : 'inconclusive';
        return [
          {
            target: name,
            hue,
            look: VERDICT_LOOKS[verdict].bar,
            value: speedup,
            ...signed(verdict, ratioFigure(speedup)),
            interval: rangeFigure(speedup),
          },
        ];
      }),
    }));
}

function caption({ run, view }: PageState, rows: readonly ChartRow[]): string {
  switch (view) {
    case 'speedup':
      return `Speedup over ${run.baseline} with 95\u2009% interval. Bars start at 1: right is faster, left is slower.`;
    case 'times':
      return 'Median of the metric \u00b1 median absolute deviation. Each benchmark is scaled to its own largest value.';
    case 'samples': {
      const thinned = rows.some((row) => row.thinned);
      const note = thinned ? ' Where there are many, every n-th is drawn.' : '';
      return `Each dot is one sample over the median of ${run.baseline}; rounds run from top to bottom. The box spans the middle half. For times, left is faster.${note}`;
    }
    case 'mean':
      return `Geometric mean of the speedups over ${run.baseline}, with 95\u2009% interval.`;
  }
}
