// The page's own figures: names of metrics, quartiles, and ratios in typographer's signs. The rest is src/report/format.ts.
import type { Metric } from '../src/model/program.ts';
import type { Interval } from '../src/model/run.ts';
import { rangeText, ratioText } from '../src/report/format.ts';
import * as say from './messages.ts';

/** Such as `1.84×`. */
export function ratioFigure(ratio: Interval): string {
  return ratioText(ratio).replace('x', '\u00d7');
}

/** Such as `1.81 – 1.87`. */
export function rangeFigure(ratio: Interval): string {
  return rangeText(ratio).replace(' to ', '\u2009\u2013\u2009');
}

export function metricName(metric: Metric): string {
  const better = metric.kind === 'output' ? metric.better : undefined;
  return say.metricWords({ kind: metric.kind, better });
}

/** Such as `p = 0.0015`, `p < 0.001`. */
export function probability(value: number): string {
  return value < 0.001 ? 'p < 0.001' : `p = ${value.toPrecision(2)}`;
}

/** A sorted list's quantile by linear interpolation (Hyndman and Fan 1996, type 7: R's default); NaN of nothing. */
export function quantile(sorted: readonly number[], q: number): number {
  const place = (sorted.length - 1) * q;
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
}
