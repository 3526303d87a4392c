// Two runs held against each other, as the chart draws it: how many times as fast each target is now.
import type { RunChange, RunComparison } from '../src/model/run-comparison.ts';
import { ratioAxis } from './chart-axis.ts';
import { CHANGE_LOOKS } from './change-look.ts';
import type { ChartGroup, ChartModel, ChartRow } from './chart-data.ts';
import { rangeFigure, ratioFigure } from './figures.ts';
import { targetHue } from './target-hue.ts';
import * as say from './messages.ts';

export interface ChangeGroup {
  readonly title: string;
  readonly rows: readonly RunChange[];
}

/** Rows by benchmark, in the comparison's order; programs are named where there are several. */
export function changeGroups({ rows }: RunComparison): ChangeGroup[] {
  const several = new Set(rows.map(({ program }) => program)).size > 1;
  const groups = new Map<string, { title: string; rows: RunChange[] }>();
  for (const row of rows) {
    const key = JSON.stringify([row.program, row.benchmark]);
    const title = several ? `${row.program} / ${row.benchmark}` : row.benchmark;
    const group = groups.get(key) ?? { title, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Each target once, in the comparison's order. */
export function changedTargets({ rows }: RunComparison): string[] {
  return [...new Set(rows.map(({ target }) => target))];
}

/** The ratio worth showing: that of one executable with itself is the machine's noise. */
export function shownRatio({ verdict, timeRatio }: RunChange): RunChange['timeRatio'] {
  return verdict === 'identical code' ? undefined : timeRatio;
}

export function comparisonModel(comparison: RunComparison): ChartModel {
  const groups = changeGroups(comparison).map(({ title, rows }): ChartGroup => ({
    title,
    subtitle: '',
    rows: rows.map(rowOf),
  }));
  const values = groups.flatMap(({ rows }) => rows.flatMap(({ value }) => value ?? []));
  return {
    view: 'speedup',
    groups,
    axis: ratioAxis(values),
    tick: (value) => `${Number(value.toFixed(4))}\u00d7`,
    caption: say.changesCaption(),
    sides: say.CHANGE_SIDES,
    ...(values.length > 0 ? {} : { empty: emptyReason(comparison) }),
  };
}

function emptyReason({ rows }: RunComparison): string {
  if (rows.length === 0) return say.NOTHING_IN_COMMON;
  const measured = rows.filter(
    ({ beforeMedian, afterMedian }) => beforeMedian !== undefined && afterMedian !== undefined,
  );
  if (measured.length === 0) return say.NOTHING_MEASURED_TWICE;
  if (measured.every(({ verdict }) => verdict === 'identical code')) {
    return say.SAME_EXECUTABLES;
  }
  return say.NOTHING_COMPARABLE;
}

function rowOf(row: RunChange): ChartRow {
  const { target, verdict } = row;
  const hue = targetHue(target);
  const { sign, words, short, bar } = CHANGE_LOOKS[verdict];
  const ratio = shownRatio(row);
  if (ratio === undefined) {
    return {
      target,
      hue,
      look: bar,
      figure: `${sign}\u2002${words}`,
      short: `${sign}\u2002${short}`,
    };
  }
  return {
    ...{ target, hue, look: bar, value: ratio },
    figure: `${sign}\u2002${ratioFigure(ratio)}`,
    interval: rangeFigure(ratio),
  };
}
