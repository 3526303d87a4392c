// What a comparison of two runs says in few words: which runs, what came of it, which ratios are worth showing.
import type { ChangeVerdict, RunChange, RunComparison, RunName } from '../model/run-comparison.ts';
import { listText } from '../text/list-text.ts';
import { counted } from '../text/plural.ts';
import { visibleText } from '../text/visible-text.ts';
import { runLabel } from './run-label.ts';

/** A ratio worth showing: that of one executable with itself is the machine's noise, and the medians beside it show that much. */
export function shownChange({ verdict, timeRatio }: RunChange): RunChange['timeRatio'] {
  return verdict === 'identical code' ? undefined : timeRatio;
}

/** A change in words that cannot be taken for a speedup over the baseline. */
export function changeText(verdict: ChangeVerdict): string {
  return verdict === 'faster' || verdict === 'slower' ? `${verdict} now` : verdict;
}

/** Which runs, each by what tells it apart. */
export function comparedRuns({ before, after, runs }: RunComparison): string {
  if (runs === undefined) return `${before} \u2192 ${after}`;
  const named = (run: RunName): string => `${run.id} (${runLabel(run)})`;
  return `${named(runs.before)} \u2192 ${named(runs.after)}`;
}

/** One sentence, such as `3 faster now, 1 slower now (kernels/parse for znver4), 8 no difference.` */
export function comparisonHeadline({ rows }: RunComparison): string {
  const order: readonly ChangeVerdict[] = [
    'slower',
    'faster',
    'inconclusive',
    'no difference',
    'identical code',
    'not comparable',
    'only before',
    'only after',
    'not measured',
  ];
  const parts = order.flatMap((verdict) => {
    const own = rows.filter((row) => row.verdict === verdict);
    if (own.length === 0) return [];
    const named = verdict === 'slower' || verdict === 'faster';
    const places = own.map((row) => `${row.program}/${row.benchmark} for ${row.target}`);
    return [`${own.length} ${changeText(verdict)}${named ? ` (${listText(places, 3)})` : ''}`];
  });
  if (parts.length === 0) return 'The runs have nothing in common to compare.';
  return visibleText(`Of ${counted(rows.length, 'measurement')}: ${parts.join(', ')}.`);
}
