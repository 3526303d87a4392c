// Two runs of one program for `retarget compare`: per benchmark and target what changed.
import type { ChangeVerdict, RunChange, RunComparison } from '../model/run-comparison.ts';
import {
  changeText,
  comparedRuns,
  comparisonHeadline,
  shownChange,
} from './comparison-headline.ts';
import { boundsText, ratioText, valueText } from './format.ts';
import { otherHosts } from './messages/comparison.ts';
import { barScale, speedupBar } from './speedup-bar.ts';
import { colorsFor } from './terminal-style.ts';
import type { Colors, TerminalStyle } from './terminal-style.ts';
import { columnLines } from './text-columns.ts';
import { cut, paragraph, plainWhereNeeded, textOf, widest } from './text-layout.ts';
import { visibleText } from '../text/visible-text.ts';

/** Per benchmark a table (before, after, how many times as fast now with its interval, verdict, bar), notes, and a summary line. */
export function comparisonText(comparison: RunComparison, style: TerminalStyle): string {
  const colors = colorsFor(style);
  const { rows } = comparison;
  const heading = `${comparedRuns(comparison)}: above 1x is faster now`;
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
    rows.flatMap((row) => shownChange(row) ?? []),
    barCells,
  );
  const drawn = lines.map((line, index) => {
    const row = rows[index];
    if (barCells < 8 || row?.timeRatio === undefined) return `  ${line}`;
    const bar = speedupBar(shownChange(row), scale, style);
    return `  ${line}${' '.repeat(width - widest([line]) + 2)}${bar}`;
  });
  const body = rows.flatMap((row, index) => {
    const previous = rows[index - 1];
    const isNew = previous?.program !== row.program || previous.benchmark !== row.benchmark;
    const title = visibleText(`${row.program}/${row.benchmark}`);
    return [...(isNew ? [colors.bold(cut(title, style.columns, style))] : []), drawn[index] ?? ''];
  });
  const host = comparison.sameHost ? [] : [otherHosts()];
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

function rowCells(row: RunChange, style: TerminalStyle, colors: Colors): string[] {
  const value = (median: number | undefined): string =>
    median === undefined ? '' : cut(visibleText(valueText(median, row.unit)), 16, style);
  const timeRatio = shownChange(row);
  return [
    cut(visibleText(row.target), 24, style),
    value(row.beforeMedian),
    value(row.afterMedian),
    timeRatio === undefined ? '' : ratioText(timeRatio),
    timeRatio === undefined ? '' : boundsText(timeRatio),
    changeColor(row.verdict, colors)(changeText(row.verdict)),
  ];
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
    case 'not measured':
      return colors.dim;
  }
}
