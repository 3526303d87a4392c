// Why there is nothing to draw: what stands in the chart's place.
import type { Run } from '../src/model/run.ts';
import type { ChartGroup, ChartRow } from './chart-data.ts';
import type { PageState } from './state.ts';
import { shorten } from './text.ts';
import * as say from './messages.ts';

/** What kept the run from being measured; the rest stands below, among the problems. */
function unmeasuredReason(run: Run): string {
  const failures = run.programs.flatMap(({ failure, variants, benchmarks }) => [
    failure,
    variants.find(({ target }) => target === run.baseline)?.failure,
    ...benchmarks.map((result) => result.failure),
  ]);
  const messages = [run.failure, ...failures].flatMap((failure) => failure?.message ?? []);
  const [first, ...others] = new Set(messages);
  if (first === undefined) return say.nothingMeasured();
  return say.notMeasuredBecause({ reason: shorten(first, 300), others: others.length });
}

/** Of ratios none of which is there: a sentence in place of a column of reasons, which the table has. */
function withoutBars({ run, view }: PageState, rows: readonly ChartRow[]): string | undefined {
  if (view !== 'speedup' || run.state === 'running') return undefined;
  const identical = rows.every(({ look }) => look !== 'none');
  return say.noBars({ baseline: run.baseline, identical });
}

/** Nothing where there is something to draw. */
export function emptyReason(state: PageState, groups: readonly ChartGroup[]): string | undefined {
  const rows = groups.flatMap((group) => group.rows);
  if (rows.some(({ value }) => value !== undefined)) return undefined;
  if (rows.length > 0) return withoutBars(state, rows);
  const { run, filter } = state;
  const results = run.programs.flatMap(({ benchmarks }) => benchmarks);
  if (!results.some(({ comparisons }) => comparisons.length > 0)) {
    return run.state === 'running' ? say.NOTHING_MEASURED_YET : unmeasuredReason(run);
  }
  if (filter !== '' && groups.length === 0) return say.NO_BENCHMARK_MATCHES;
  if (state.view === 'mean' && groups.length === 0) {
    return say.NO_MEAN;
  }
  return run.targets.length > 1 ? say.ALL_HIDDEN : say.ONLY_BASELINE;
}
