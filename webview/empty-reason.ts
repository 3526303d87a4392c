// Why there is nothing to draw: what stands in the chart's place.
import type { Run } from '../src/model/run.ts';
import type { ChartGroup } from './chart-data.ts';
import type { PageState } from './state.ts';
import { shorten } from './text.ts';
import { counted } from '../src/text/plural.ts';

/** What kept the run from being measured; the rest stands below, among the problems. */
function unmeasuredReason(run: Run): string {
  const failures = run.programs.flatMap(({ failure, variants, benchmarks }) => [
    failure,
    variants.find(({ target }) => target === run.baseline)?.failure,
    ...benchmarks.map((result) => result.failure),
  ]);
  const messages = [run.failure, ...failures].flatMap((failure) => failure?.message ?? []);
  const [first, ...others] = new Set(messages);
  if (first === undefined) return 'This run holds no measurements.';
  const rest = others.length === 0 ? '' : ` ${counted(others.length, 'more problem')} below.`;
  return `Nothing was measured. ${shorten(first, 300)}${rest}`;
}

/** Nothing where there is something to draw. */
export function emptyReason(state: PageState, groups: readonly ChartGroup[]): string | undefined {
  if (groups.some((group) => group.rows.length > 0)) return undefined;
  const { run, filter } = state;
  const results = run.programs.flatMap(({ benchmarks }) => benchmarks);
  if (!results.some(({ comparisons }) => comparisons.length > 0)) {
    return run.state === 'running' ? 'Nothing is measured yet.' : unmeasuredReason(run);
  }
  if (filter !== '' && groups.length === 0) return 'No benchmark has this in its name.';
  if (state.view === 'mean' && groups.length === 0) {
    return 'A geometric mean takes at least two benchmarks that were measured for one target.';
  }
  return run.targets.length > 1
    ? 'Every target is switched off.'
    : 'There is no target beside the baseline.';
}
