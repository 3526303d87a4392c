// The page of two runs held against each other: the sentence, the chart, the table with before and after, the notes.
import type { RunChange, RunComparison } from '../src/model/run-comparison.ts';
import { localTimeText, valueText } from '../src/report/format.ts';
import { runLabel } from '../src/report/run-label.ts';
import { CHANGE_LOOKS } from './change-look.ts';
import { changeGroups, comparisonModel, shownRatio } from './comparison-model.ts';
import { el, icon } from './element.ts';
import { rangeFigure, ratioFigure } from './figures.ts';
import { longText, nameElement } from './name.ts';
import { createRowChart } from './row-chart.ts';
import { targetHue } from './target-hue.ts';
import { hueVariable, watchTheme } from './theme.ts';
import * as say from './messages.ts';

/** Each with the class of its cells. */
const COLUMNS = [
  ['Target', ''],
  ['Before', 'number'],
  ['After', 'number'],
  ['Speed vs. before', 'number'],
  ['95\u2009% interval', 'number'],
  ['Verdict', ''],
  ['Speedup', 'number spread'],
  ['Change in speedup', 'number spread'],
] as const;
const DASH = '\u2013';
/** Rows in the page; a comparison of thousands is read in its chart. */
const MOST = 2000;

export interface ComparisonPageOptions {
  /** Stands beside the headline. */
  readonly tools?: HTMLElement;
  /** Shows one of the two runs by itself. */
  readonly open?: (which: 'before' | 'after') => void;
}

/** @returns what ends its listening to the theme */
export function showComparison(
  root: HTMLElement,
  headline: string,
  comparison: RunComparison,
  { tools, open }: ComparisonPageOptions = {},
): () => void {
  const model = comparisonModel(comparison);
  const chart = createRowChart({ select: () => undefined, hover: () => undefined });
  const notes = [...(comparison.sameHost ? [] : [say.otherHosts()]), ...comparison.notes];
  root.replaceChildren(
    el(
      'div',
      { class: 'page' },
      el(
        'header',
        { class: 'page-header' },
        el(
          'div',
          { class: 'header-top' },
          el(
            'p',
            { class: 'eyebrow' },
            el('span', { class: 'brand' }, 'Retarget'),
            runElement(comparison, 'before', open),
            el('span', { 'aria-hidden': 'true' }, '\u2192'),
            runElement(comparison, 'after', open),
          ),
          tools,
        ),
        el('h1', {}, longText(headline, 420)),
      ),
      el(
        'main',
        { class: 'column' },
        el(
          'section',
          { class: 'card chart-card', 'aria-label': 'Chart' },
          ...(model.empty === undefined
            ? [el('p', { class: 'caption first' }, model.caption), chart.element]
            : [el('p', { class: 'empty' }, model.empty)]),
        ),
        changesCard(comparison),
        ...notesCard(notes),
      ),
    ),
  );
  chart.draw(model);
  return watchTheme(() => chart.recolour());
}

/** One of the two runs: a button where there is somewhere to show it. */
function runElement(
  comparison: RunComparison,
  which: 'before' | 'after',
  open: ComparisonPageOptions['open'],
): HTMLElement {
  const words = nameElement(runWords(comparison, which), 90);
  if (open === undefined) return words;
  const label = which === 'before' ? say.OPEN_BEFORE : say.OPEN_AFTER;
  return el(
    'button',
    { type: 'button', class: 'link', title: label, onclick: () => open(which) },
    words,
  );
}

/** What tells a run apart: its name, its time, its commit. */
export function runWords(comparison: RunComparison, which: 'before' | 'after'): string {
  const run = comparison.runs?.[which];
  return run === undefined ? momentOf(comparison[which]) : runLabel(run);
}

/** When a run began, as its id says; ids are written `20261122-160501-3f2a`. */
function momentOf(id: string): string {
  const match = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)/u.exec(id);
  if (match === null) return id;
  const [, year, month, day, hour, minute, second] = match;
  return localTimeText(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function changesCard(comparison: RunComparison): HTMLElement {
  let left = MOST;
  const bodies = changeGroups(comparison).map(({ title, rows }) => {
    const shown = rows.slice(0, Math.max(0, left));
    left -= rows.length;
    return el(
      'tbody',
      {},
      el(
        'tr',
        { class: 'group' },
        el(
          'th',
          { scope: 'rowgroup', colspan: String(COLUMNS.length) },
          el('b', {}, nameElement(title)),
        ),
      ),
      ...shown.map(changeRow),
    );
  });
  return el(
    'section',
    { class: 'card results-card', 'aria-labelledby': 'changes-title' },
    el('h2', { id: 'changes-title' }, 'Before and after'),
    el(
      'div',
      { class: 'table-scroll', tabindex: '0', role: 'group', 'aria-label': 'Before and after' },
      el(
        'table',
        { class: 'results changes' },
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            ...COLUMNS.map(([name, kind]) => el('th', { scope: 'col', class: kind }, name)),
          ),
        ),
        ...bodies,
      ),
    ),
    left < 0 ? el('p', { class: 'quiet' }, say.moreRowsAbove({ count: -left })) : undefined,
  );
}

function changeRow(row: RunChange): HTMLTableRowElement {
  const look = CHANGE_LOOKS[row.verdict];
  const ratio = shownRatio(row);
  const swatch = el('span', { class: 'swatch', 'aria-hidden': 'true' });
  swatch.style.setProperty('--hue', hueVariable(targetHue(row.target)));
  const cell = (name: string, text: string | undefined): HTMLElement =>
    el(
      'td',
      { class: `number ${name}${text === undefined ? ' none' : ''}` },
      text === undefined ? DASH : nameElement(text, 40),
    );
  const value = (median: number | undefined): string | undefined =>
    median === undefined ? undefined : valueText(median, row.unit);
  const { speedups, speedupChange } = row;
  return el(
    'tr',
    { class: `change tone-${look.tone}` },
    el('th', { scope: 'row' }, swatch, nameElement(row.target, 40)),
    cell('median before', value(row.beforeMedian)),
    cell('median after', value(row.afterMedian)),
    cell('speedup', ratio && ratioFigure(ratio)),
    cell('interval', ratio && rangeFigure(ratio)),
    el(
      'td',
      { class: 'verdict' },
      el('span', { class: `badge badge-${look.tone}` }, icon(look.sign, 'sign'), look.words),
    ),
    cell(
      'spread',
      speedups && `${ratioFigure(speedups.before)} \u2192 ${ratioFigure(speedups.after)}`,
    ),
    cell(
      'spread',
      speedupChange && `${ratioFigure(speedupChange)} (${rangeFigure(speedupChange)})`,
    ),
  );
}

function notesCard(notes: readonly string[]): HTMLElement[] {
  if (notes.length === 0) return [];
  return [
    el(
      'section',
      { class: 'card remarks-card', 'aria-labelledby': 'notes-title' },
      el('h2', { id: 'notes-title' }, icon('i', 'title-sign'), 'What else differs'),
      el('ul', { class: 'notes' }, ...notes.map((note) => el('li', {}, longText(note)))),
    ),
  ];
}
