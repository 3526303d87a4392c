// Two runs of one program for `retarget compare`: per benchmark and target what changed.
import type { ChangeVerdict, RunChange, RunComparison } from '../model/run-comparison.ts';
import { boundsText, ratioText, valueText } from './format.ts';
import { barScale, speedupBar } from './speedup-bar.ts';
import { colorsFor } from './terminal-style.ts';
import type { Colors, TerminalStyle } from './terminal-style.ts';
import { columnLines } from './text-columns.ts';
import { cut, paragraph, plainWhereNeeded, textOf, widest } from './text-layout.ts';
import { visibleText } from '../text/visible-text.ts';
import { listText } from '../text/list-text.ts';
import { counted } from '../text/plural.ts';

/** Per benchmark a table (before, after, how many times as fast now with its interval, verdict, bar), notes, and a summary line. */
export function comparisonText(comparison: RunComparison, style: TerminalStyle): string {
  const colors = colorsFor(style);
  const { rows } = comparison;
  const heading = `${comparison.before} → ${comparison.after}: above 1x is faster now`;
  const cells = rows.map((row) => rowCells(row, style, colors));
  const room = style.columns - 2;
  const full = columnLines(cells, ['left', 'right', 'right', 'right', 'left', 'left']);
  const narrow = columnLines(
    cells.map((row) => row.filter((_, index) => index !== 1 && index !== 2)),
    ['left', 'right', 'left', 'left'],
  );
  const lines = widest(full) <= room ? full : narrow;
  const width = widest(lines);
  const barCells = Math.min(24, room - width - 2);
  const scale = barScale(
    rows.flatMap((row) => shownRatio(row) ?? []),
    barCells,
  );
  const drawn = lines.map((line, index) => {
    const row = rows[index];
    if (barCells < 8 || row?.timeRatio === undefined) return `  ${line}`;
    const bar = speedupBar(shownRatio(row), scale, style);
    return `  ${line}${' '.repeat(width - widest([line]) + 2)}${bar}`;
  });
  const body = rows.flatMap((row, index) => {
    const previous = rows[index - 1];
    const isNew = previous?.program !== row.program || previous.benchmark !== row.benchmark;
    const title = visibleText(`${row.program}/${row.benchmark}`);
    return [...(isNew ? [colors.bold(cut(title, style.columns, style))] : []), drawn[index] ?? ''];
  });
  const host = comparison.sameHost
    ? []
    : ['The runs are from different hosts, so their times reflect the hosts as much as the code.'];
  const notes = [...host, ...comparison.notes];
  return plainWhereNeeded(
    textOf([
      ...paragraph(visibleText(heading), style),
      '',
      ...body,
      ...(body.length === 0 ? [] : ['']),
      ...(notes.length === 0
        ? []
        : [
            colors.bold('Notes'),
            ...notes.flatMap((note) => paragraph(visibleText(note), style, '  ', 4)),
            '',
          ]),
      ...paragraph(visibleText(comparisonHeadline(comparison)), style).map((line) =>
        colors.bold(line),
      ),
    ]),
    style,
  );
}

/** A ratio worth showing: that of one executable with itself is the machine's noise, and the medians beside it show that much. */
function shownRatio({ verdict, timeRatio }: RunChange): RunChange['timeRatio'] {
  return verdict === 'identical code' ? undefined : timeRatio;
}

function rowCells(row: RunChange, style: TerminalStyle, colors: Colors): string[] {
  const value = (median: number | undefined): string =>
    median === undefined ? '' : cut(visibleText(valueText(median, row.unit)), 16, style);
  const timeRatio = shownRatio(row);
  return [
    cut(visibleText(row.target), 24, style),
    value(row.beforeMedian),
    value(row.afterMedian),
    timeRatio === undefined ? '' : ratioText(timeRatio),
    timeRatio === undefined ? '' : boundsText(timeRatio),
    changeColor(row.verdict, colors)(changeText(row.verdict)),
  ];
}

/** A change in words that cannot be taken for a speedup over the baseline. */
export function changeText(verdict: ChangeVerdict): string {
  return verdict === 'faster' || verdict === 'slower' ? `${verdict} now` : verdict;
}

function changeColor(verdict: ChangeVerdict, colors: Colors): (text: string) => string {
  switch (verdict) {
    case 'faster':
      return colors.green;
    case 'slower':
      return colors.red;
    case 'inconclusive':
    case 'not comparable':
      return colors.yellow;
    case 'no difference':
    case 'identical code':
    case 'only before':
    case 'only after':
      return colors.dim;
  }
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
