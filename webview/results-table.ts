// The table that holds what the chart draws, benchmark by benchmark. Groups of a large run stay folded until opened.
import type { BenchmarkResult, Comparison, ProgramResult, Run } from '../src/model/run.ts';
import { metricText } from '../src/report/format.ts';
import { doubtsOf } from '../src/report/verdict-doubts.ts';
import { inconclusiveReason } from '../src/report/verdict-reason.ts';
import { bytesText } from '../src/text/bytes-text.ts';
import { benchmarkTitle, shownBenchmarks } from './shown-benchmarks.ts';
import { drawnPlace } from './drawn-place.ts';
import { el, icon } from './element.ts';
import { metricName, rangeFigure, ratioFigure } from './figures.ts';
import { nameElement } from './name.ts';
import type { Part } from './part.ts';
import type { PageState, Selection } from './state.ts';
import { targetHue } from './target-hue.ts';
import { hueVariable } from './theme.ts';
import { VERDICT_LOOKS } from './verdict-look.ts';
import { counted } from '../src/text/plural.ts';
import * as say from './messages.ts';

const COLUMNS = [
  'Target',
  'Speedup',
  '95\u2009% interval',
  'Median',
  'Spread',
  'Memory',
  'Verdict',
];
/** Rows of a run that is shown unfolded. */
const UNFOLDED = 120;
const DASH = '\u2013';

export interface ResultsTable extends Part {
  /** Unfolds a benchmark and brings it into sight. */
  reveal(place: Omit<Selection, 'target'>): void;
}

/** @param opened which groups someone opened or folded, by their place; kept up to date, and survives a new run's arrival */
export function resultsTable(
  opened: Map<string, boolean>,
  select: (selection: Selection) => void,
  folded: () => void,
): ResultsTable {
  const table = el('table', { class: 'results' });
  const empty = el('p', { class: 'empty' });
  const element = el(
    'section',
    { class: 'card results-card', 'aria-labelledby': 'results-title' },
    el('h2', { id: 'results-title' }, 'Results'),
    el('div', { class: 'table-scroll' }, table),
    empty,
  );
  const draw = drawnPlace(table, resultsOf, (shown) => {
    const benchmarks = [...shownBenchmarks(shown)];
    const rows = benchmarks.reduce((sum, { result }) => sum + result.comparisons.length, 0);
    const head = el('tr', {}, ...COLUMNS.map((name) => el('th', { scope: 'col' }, name)));
    return [
      el('caption', { class: 'unseen' }, say.resultsLabel(shown.run)),
      el('thead', {}, head),
      ...benchmarks.map(({ program, result, place }) =>
        group(shown, program, result, place, {
          unfolded: rows <= UNFOLDED,
          opened,
          select,
          folded,
        }),
      ),
    ];
  });

  return {
    element,
    update(state) {
      draw(state);
      table.hidden = table.tBodies.length === 0;
      empty.hidden = !table.hidden;
      element.hidden = !state.run.programs.some((program) => program.benchmarks.length > 0);
      empty.textContent = say.NO_BENCHMARK_MATCHES;
    },
    reveal({ program, benchmark }) {
      const button = [...table.querySelectorAll('button')].find(
        ({ dataset }) => dataset['key'] === `${program}:${benchmark}`,
      );
      if (button?.getAttribute('aria-expanded') === 'false') button.click();
      button?.scrollIntoView({ block: 'center' });
      button?.focus({ preventScroll: true });
    },
  };
}

interface Results {
  readonly run: Pick<Run, 'baseline' | 'targets' | 'programs' | 'settings'>;
  readonly hidden: ReadonlySet<string>;
  readonly filter: string;
}

/** What the table shows: neither builds nor samples, which come and go without a change in any number. */
function resultsOf({ run, hidden, filter }: PageState): Results {
  const { baseline, targets, settings } = run;
  const programs = run.programs.map((program) => ({
    ...program,
    variants: [],
    benchmarks: program.benchmarks.map((result) => ({ ...result, samples: [] })),
  }));
  return { run: { baseline, targets, settings, programs }, hidden, filter };
}

/** What all groups of one drawing share. */
interface GroupContext {
  readonly unfolded: boolean;
  readonly opened: Map<string, boolean>;
  readonly select: (selection: Selection) => void;
  readonly folded: () => void;
}

function group(
  { run, hidden }: Results,
  program: ProgramResult,
  result: BenchmarkResult,
  place: Omit<Selection, 'target'>,
  { unfolded, opened, select, folded }: GroupContext,
): HTMLTableSectionElement {
  const key = `${place.program}:${place.benchmark}`;
  const body = el('tbody', {});
  const title = benchmarkTitle(run, program, result);
  const shown = result.comparisons.filter(({ target }) => !hidden.has(target));
  const button = el(
    'button',
    {
      type: 'button',
      class: 'group-button',
      'data-key': key,
      onclick: () => fold(!(opened.get(key) ?? unfolded)),
    },
    nameElement(title),
  );
  const facts = [
    metricName(result.benchmark.metric),
    counted(result.rounds, 'round'),
    summaryOf(shown),
  ];
  const header = el(
    'tr',
    { class: 'group' },
    el(
      'th',
      { scope: 'rowgroup', colspan: String(COLUMNS.length) },
      button,
      el('span', { class: 'group-facts' }, facts.filter((fact) => fact !== '').join(' \u00b7 ')),
    ),
  );
  const draw = (open: boolean): void => {
    button.setAttribute('aria-expanded', String(open));
    body.replaceChildren(
      header,
      ...(open ? shown.map((one) => row(run, program, result, place, one, select)) : []),
    );
    if (open && shown.length === 0) body.append(reasonRow(result));
  };
  const fold = (open: boolean): void => {
    opened.set(key, open);
    draw(open);
    button.focus();
    folded();
  };
  draw(opened.get(key) ?? unfolded);
  return body;
}

/** What a folded group would show, in few words. */
function summaryOf(comparisons: readonly Comparison[]): string {
  const counts = new Map<string, number>();
  for (const { verdict } of comparisons) {
    if (verdict !== 'baseline') counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  }
  return [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', ');
}

function reasonRow(result: BenchmarkResult): HTMLTableRowElement {
  const reason = result.failure?.message ?? say.ALL_HIDDEN_OR_UNMEASURED;
  return el('tr', {}, el('td', { colspan: String(COLUMNS.length) }, nameElement(reason, 300)));
}

function row(
  run: Results['run'],
  program: ProgramResult,
  result: BenchmarkResult,
  place: Omit<Selection, 'target'>,
  comparison: Comparison,
  select: (selection: Selection) => void,
): HTMLTableRowElement {
  const { target, verdict, speedup, median, spread, peakMemory } = comparison;
  const { metric } = result.benchmark;
  const look = VERDICT_LOOKS[verdict];
  const swatch = el('span', { class: 'swatch', 'aria-hidden': 'true' });
  swatch.style.setProperty('--hue', hueVariable(targetHue(target)));
  const open = (): void => select({ ...place, target });
  const button = el(
    'button',
    {
      type: 'button',
      class: 'row-button',
      'data-key': `${place.program}:${place.benchmark}:${target}`,
      onclick: open,
      'aria-haspopup': 'dialog',
    },
    nameElement(target, 40),
  );
  const identicalTo = verdict === 'identical code' ? comparison.identicalTo : undefined;
  const why = inconclusiveReason(run, result, comparison);
  const cell = (name: string, text: string | undefined): HTMLElement =>
    el('td', { class: `number ${name}${text === undefined ? ' none' : ''}` }, text ?? DASH);
  const line = el(
    'tr',
    { class: `row tone-${look.tone}` },
    el('th', { scope: 'row' }, swatch, button),
    cell('speedup', verdict === 'baseline' ? '1\u00d7' : speedup && ratioFigure(speedup)),
    cell('interval', speedup && rangeFigure(speedup)),
    cell('median', median === undefined ? undefined : metricText(metric, median, spread)),
    cell('spread', spread === undefined ? undefined : `\u00b1\u2009${metricText(metric, spread)}`),
    cell('memory', peakMemory === undefined ? undefined : bytesText(peakMemory)),
    el(
      'td',
      { class: 'verdict' },
      el('span', { class: `badge badge-${look.tone}` }, icon(look.sign, 'sign'), look.words),
      ...(identicalTo === undefined ? [] : [' to ', nameElement(identicalTo, 32)]),
      ...doubtsOf(program, target).map((doubt) => el('span', { class: 'why' }, doubt)),
      ...(why === undefined ? [] : [el('span', { class: 'why', title: why.sentence }, why.brief)]),
    ),
  );
  line.addEventListener('click', (event) => {
    // The button opens by itself; a selection of text is no click.
    if (event.target instanceof Element && event.target.closest('button') !== null) return;
    if (getSelection()?.isCollapsed !== false) open();
  });
  return line;
}
