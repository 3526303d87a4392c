// What a chart is drawn from, as plain data: groups of rows with values, intervals and words.
import type { Interval } from '../src/model/run.ts';
import type { Axis } from './chart-axis.ts';
import type { Selection, View } from './state.ts';
import type { VerdictLook } from './verdict-look.ts';

export interface ChartRow {
  readonly target: string;
  /** Number of its colour. */
  readonly hue: number;
  /** It is the one to build for. */
  readonly chosen?: boolean;
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
  /** Of several benchmarks rather than one. */
  readonly isMean?: boolean;
  readonly rows: readonly ChartRow[];
}

export interface ChartModel {
  readonly view: View;
  readonly groups: readonly ChartGroup[];
  readonly axis: Axis;
  readonly tick: (value: number) => string;
  /** What lies on either side of 1. */
  readonly sides?: { readonly left: string; readonly right: string };
  /** Says what is drawn, above the chart. */
  readonly caption: string;
  /** Instead of a chart: why there is none. */
  readonly empty?: string;
}
