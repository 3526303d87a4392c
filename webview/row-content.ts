// What one row of the chart says of a target in each view: its value, its figure, or why there is none.
import { metricValue } from '../src/model/metric-value.ts';
import type { BenchmarkResult, Comparison, RunSettings, Verdict } from '../src/model/run.ts';
import { samplesOf, variantOfTarget } from '../src/model/variant.ts';
import { metricText } from '../src/report/format.ts';
import type { ChartRow } from './chart-data.ts';
import { quantile, rangeFigure, ratioFigure } from './figures.ts';
import { VERDICT_LOOKS } from './verdict-look.ts';
import { counted } from '../src/text/plural.ts';
import * as say from './messages.ts';

/** Dots per row; of more samples every n-th is drawn, as the caption says. */
export const MAX_DOTS = 240;

export type RowContent = Pick<
  ChartRow,
  'figure' | 'short' | 'interval' | 'value' | 'note' | 'samples' | 'box' | 'thinned'
>;

/** Why a row has nothing to draw, in few words; the details have all of them. */
function noteOf(comparison: Comparison): Pick<ChartRow, 'note'> {
  if (comparison.verdict === 'identical code') {
    return { note: say.sameExecutable({ target: comparison.identicalTo }) };
  }
  if (comparison.failure !== undefined) return { note: comparison.failure.message };
  return { note: VERDICT_LOOKS[comparison.verdict].words };
}

export function signed(verdict: Verdict, figure: string): Pick<ChartRow, 'figure'> {
  return { figure: `${VERDICT_LOOKS[verdict].sign}\u2002${figure}` };
}

/** The verdict stands where there is no figure. */
function wordsOf(verdict: Verdict): Pick<ChartRow, 'figure' | 'short'> {
  const { sign, words, short } = VERDICT_LOOKS[verdict];
  return { figure: `${sign}\u2002${words}`, short: `${sign}\u2002${short}` };
}

export function speedupRow(comparison: Comparison): RowContent {
  const { speedup, verdict } = comparison;
  if (speedup === undefined) return { ...wordsOf(verdict), ...noteOf(comparison) };
  return {
    ...signed(verdict, ratioFigure(speedup)),
    interval: rangeFigure(speedup),
    value: speedup,
  };
}

export function timesRow(comparison: Comparison, result: BenchmarkResult): RowContent {
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

export function samplesRow(
  result: BenchmarkResult,
  settings: RunSettings,
  brief: boolean,
): (comparison: Comparison) => RowContent {
  const { metric } = result.benchmark;
  /** Finite samples of the metric, in the order of rounds. */
  const valuesOf = (target: string): number[] =>
    samplesOf(result.samples, variantOfTarget(target, settings))
      .map((sample) => metricValue(metric, sample))
      .filter(Number.isFinite);
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
          : { note: brief ? say.ROW_READING_SAMPLES : say.ROW_NO_SAMPLES };
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
      interval: counted(values.length, 'sample'),
      samples: every === 1 ? values : values.filter((_, index) => index % every === 0),
      thinned: every > 1,
      box,
      value: { estimate: box.middle, low: sorted[0] ?? box.low, high: sorted.at(-1) ?? box.high },
    };
  };
}
