// The drawer with everything about one comparison: its figures, its samples, its warnings and where it comes from.
import type { BenchmarkResult, Comparison, ProgramResult, Run, Warning } from '../src/model/run.ts';
import { metricText } from '../src/report/format.ts';
import { bytesText } from '../src/text/bytes-text.ts';
import { el, icon } from './element.ts';
import { metricName, metricOf, probability, rangeFigure, ratioFigure } from './figures.ts';
import { longText, nameElement } from './name.ts';
import { factList, provenance } from './provenance.ts';
import { failureBlock } from './failure-block.ts';
import { samplesPlot, type PlottedTarget } from './samples-plot.ts';
import type { Selection } from './state.ts';
import { readTheme } from './theme.ts';
import { VERDICT_LOOKS } from './verdict-look.ts';

/** Rows of the samples' table; more of them wait behind a button. */
const PAGE = 60;

export interface ComparisonDetails {
  readonly element: HTMLDialogElement;
  /** What it shows; nothing while it is closed. */
  readonly shown: Selection | undefined;
  /** @param brief whether samples and command lines are still to come */
  open(run: Run, selection: Selection, brief: boolean): void;
  /** Draws what is shown again, from what the run has become. */
  redraw(run: Run, brief: boolean): void;
}

export function comparisonDetails(closed: () => void): ComparisonDetails {
  const body = el('div', { class: 'details-body' });
  const close = el('button', { type: 'button', class: 'close', 'aria-label': 'Close' }, '\u2715');
  const title = el('h2', { id: 'details-title' });
  const element = el(
    'dialog',
    { class: 'details', 'aria-labelledby': 'details-title' },
    el('div', { class: 'details-head' }, title, close),
    body,
  );
  let stop = (): void => undefined;
  close.addEventListener('click', () => element.close());
  // A click beside the drawer lands on the dialog itself, as its content fills it.
  element.addEventListener('click', (event) => {
    if (event.target === element) element.close();
  });
  let shown: Selection | undefined;
  element.addEventListener('close', () => {
    stop();
    stop = () => undefined;
    shown = undefined;
    body.replaceChildren();
    closed();
  });

  const draw = (run: Run, selection: Selection, brief: boolean): void => {
    const program = run.programs[selection.program];
    const result = program?.benchmarks[selection.benchmark];
    const comparison = result?.comparisons.find(({ target }) => target === selection.target);
    if (program === undefined || result === undefined || comparison === undefined) return;
    title.replaceChildren(
      nameElement(result.benchmark.name, 120),
      el('span', { class: 'quiet' }, ' for '),
      nameElement(comparison.target, 80),
    );
    const plot = plotOf(run, result, comparison);
    const reading = brief && plot === undefined && comparison.median !== undefined;
    stop();
    shown = selection;
    body.replaceChildren(
      ...figures(run, program, result, comparison),
      ...warningList(run, program, result, comparison),
      el('h3', {}, 'Samples'),
      ...(plot === undefined
        ? [el('p', { class: 'quiet' }, reading ? 'They are being read.' : noSamples(comparison))]
        : [legend(plot.targets), plot.element]),
      ...sampleTable(result, comparison),
      ...provenance(
        run,
        result,
        program.variants.find(({ target }) => target === comparison.target),
      ),
    );
    if (!element.open) element.showModal();
    plot?.start();
    stop = () => plot?.stop();
  };

  return {
    element,
    get shown() {
      return shown;
    },
    open(run, selection, brief) {
      draw(run, selection, brief);
      body.scrollTop = 0;
    },
    redraw(run, brief) {
      const at = body.scrollTop;
      if (shown !== undefined) draw(run, shown, brief);
      body.scrollTop = at;
    },
  };
}

function figures(
  run: Run,
  program: ProgramResult,
  result: BenchmarkResult,
  comparison: Comparison,
): HTMLElement[] {
  const { verdict, speedup, pValue, median, spread, peakMemory, identicalTo, failure } = comparison;
  const { metric } = result.benchmark;
  const look = VERDICT_LOOKS[verdict];
  return [
    el(
      'p',
      { class: 'big' },
      el('span', { class: `badge badge-${look.tone}` }, icon(look.sign, 'sign'), look.words),
      ...(identicalTo === undefined ? [] : [' to ', nameElement(identicalTo)]),
      ...(speedup === undefined
        ? []
        : [
            el('strong', {}, ratioFigure(speedup)),
            el('span', { class: 'quiet' }, rangeFigure(speedup)),
          ]),
    ),
    ...(failure === undefined ? [] : [failureBlock(failure)]),
    ...(result.failure === undefined ? [] : [failureBlock(result.failure)]),
    factList([
      ['Program', nameElement(program.name)],
      ['Metric', metricName(metric)],
      [
        'Median',
        median === undefined ? undefined : nameElement(metricText(metric, median, spread)),
      ],
      [
        'Median absolute deviation',
        spread === undefined ? undefined : nameElement(metricText(metric, spread)),
      ],
      ['Peak memory', peakMemory === undefined ? undefined : bytesText(peakMemory)],
      [
        'Significance',
        pValue === undefined
          ? undefined
          : `${probability(pValue)}, corrected for the number of comparisons`,
      ],
      ['Rounds', String(result.rounds)],
      ['Baseline', nameElement(run.baseline)],
    ]),
  ];
}

function warningList(
  run: Run,
  program: ProgramResult,
  result: BenchmarkResult,
  comparison: Comparison,
): HTMLElement[] {
  const concerns = (warning: Warning): boolean =>
    (warning.program ?? program.name) === program.name &&
    (warning.benchmark ?? result.benchmark.name) === result.benchmark.name &&
    (warning.target ?? comparison.target) === comparison.target;
  const messages = new Set(
    [...result.warnings, ...run.warnings].filter(concerns).map(({ message }) => message),
  );
  if (messages.size === 0) return [];
  return [
    el('h3', {}, 'Warnings'),
    el('ul', {}, ...[...messages].map((message) => el('li', {}, longText(message)))),
  ];
}

function plotOf(
  run: Run,
  result: BenchmarkResult,
  comparison: Comparison,
): (ReturnType<typeof samplesPlot> & { targets: readonly PlottedTarget[] }) | undefined {
  const theme = readTheme(document.body);
  const measured = new Set(result.samples.map(({ target }) => target));
  const own = measured.has(comparison.target) ? comparison.target : comparison.identicalTo;
  if (own === undefined || !measured.has(own)) return undefined;
  const hue = run.targets.findIndex(({ name }) => name === own);
  const colour = theme.hues[Math.max(0, hue) % theme.hues.length] ?? theme.text;
  const targets: PlottedTarget[] = [{ target: own, colour, sign: 'circle' }];
  if (own !== run.baseline && measured.has(run.baseline)) {
    targets.push({ target: run.baseline, colour: theme.quiet, sign: 'triangle' });
  }
  return { ...samplesPlot(result, targets, theme), targets };
}

function legend(targets: readonly PlottedTarget[]): HTMLElement {
  return el(
    'p',
    { class: 'plot-legend' },
    ...targets.map(({ target, colour, sign }) => {
      const mark = icon(sign === 'circle' ? '\u25cf' : '\u25b3', 'sign');
      mark.style.color = colour;
      return el('span', {}, mark, nameElement(target, 40));
    }),
  );
}

function noSamples({ verdict, median, failure }: Comparison): string {
  if (verdict === 'identical code')
    return 'It was not measured on its own: the executable is the same.';
  if (median !== undefined) return 'Its samples are not in this document.';
  return failure === undefined
    ? 'It was not measured.'
    : 'It was not measured, for the reason above.';
}

function sampleTable(result: BenchmarkResult, comparison: Comparison): HTMLElement[] {
  const { metric } = result.benchmark;
  const own = result.samples.filter(({ target }) => target === comparison.target);
  if (own.length === 0) return [];
  const valued = metric.kind === 'output';
  const columns = [
    'Round',
    'Place',
    ...(valued ? ['Value'] : []),
    'Wall',
    'User',
    'System',
    'Memory',
  ];
  const body = el('tbody', {});
  const more = el('button', { type: 'button' });
  const wall = { kind: 'wall' } as const;
  const add = (): void => {
    const from = body.rows.length;
    body.append(
      ...own
        .slice(from, from + (from === 0 ? PAGE : own.length))
        .map((sample) =>
          el(
            'tr',
            {},
            ...[
              String(sample.round + 1),
              String(sample.position + 1),
              ...(valued ? [metricText(metric, metricOf(metric, sample))] : []),
              metricText(wall, sample.wall, sample.wall / 1000),
              metricText(wall, sample.user),
              metricText(wall, sample.system),
              bytesText(sample.peakMemory),
            ].map((text) => el('td', { class: 'number' }, nameElement(text, 40))),
          ),
        ),
    );
    more.hidden = body.rows.length >= own.length;
  };
  more.textContent = `Show all ${own.length.toLocaleString('en-US')}`;
  more.addEventListener('click', add);
  add();
  return [
    el(
      'details',
      { class: 'sample-list' },
      el('summary', {}, `All ${own.length.toLocaleString('en-US')} samples as a table`),
      el(
        'div',
        { class: 'table-scroll', tabindex: '0', role: 'group', 'aria-label': 'Samples' },
        el(
          'table',
          {},
          el('thead', {}, el('tr', {}, ...columns.map((name) => el('th', { scope: 'col' }, name)))),
          body,
        ),
      ),
      more,
    ),
  ];
}
