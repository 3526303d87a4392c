// The drawer's part about samples: their plot over the rounds, and all of them in a table.
import { metricValue } from '../src/model/metric-value.ts';
import type { Metric } from '../src/model/program.ts';
import type { BenchmarkResult, Comparison, Run, Sample } from '../src/model/run.ts';
import { samplesOf, variantOfTarget } from '../src/model/variant.ts';
import { metricText } from '../src/report/format.ts';
import { bytesText } from '../src/text/bytes-text.ts';
import { drawnPlace } from './drawn-place.ts';
import { el, icon } from './element.ts';
import { nameElement } from './name.ts';
import { samplesPlot, type PlottedTarget } from './samples-plot.ts';
import { targetHue } from './target-hue.ts';
import { readTheme, type Theme } from './theme.ts';
import * as say from './messages.ts';

/** Rows of the samples' table; more of them wait behind a button. */
const PAGE = 60;

export interface DetailsSamples {
  readonly elements: readonly HTMLElement[];
  update(run: Run, result: BenchmarkResult, comparison: Comparison, brief: boolean): void;
  /** Draws the plot, which takes its size from the page that it is in. */
  start(): void;
  stop(): void;
}

export function detailsSamples(): DetailsSamples {
  const plotPlace = el('div');
  const tablePlace = el('div');
  let plot: ReturnType<typeof samplesPlot> | undefined;
  let started: typeof plot;
  const stop = (): void => {
    started?.stop();
    plot = started = undefined;
  };
  const drawPlot = drawnPlace(
    plotPlace,
    (shown: Plotted) => shown,
    ({ metric, targets, theme, otherwise }) => {
      stop();
      if (targets.length === 0) return [el('p', { class: 'quiet' }, otherwise)];
      plot = samplesPlot(metric, targets, theme);
      return [legend(targets), plot.element];
    },
  );
  const drawTable = drawnPlace(tablePlace, (shown: Tabled) => shown, sampleTable);
  return {
    elements: [el('h3', {}, 'Samples'), plotPlace, tablePlace],
    update(run, result, comparison, brief) {
      const { metric } = result.benchmark;
      const theme = readTheme(document.body);
      const targets = plottedTargets(run, result, comparison, theme);
      const reading = brief && targets.length === 0 && comparison.median !== undefined;
      drawPlot({
        metric,
        targets,
        theme,
        otherwise: reading ? say.READING_SAMPLES : noSamples(comparison),
      });
      drawTable({
        metric,
        samples: samplesOf(result.samples, variantOfTarget(comparison.target, run.settings)),
      });
    },
    start() {
      if (plot !== started) plot?.start();
      started = plot;
    },
    stop,
  };
}

interface Plotted {
  readonly metric: Metric;
  /** Empty where there is nothing to plot. */
  readonly targets: readonly PlottedTarget[];
  readonly theme: Theme;
  /** Said in the plot's place. */
  readonly otherwise: string;
}

function plottedTargets(
  run: Run,
  { samples }: BenchmarkResult,
  comparison: Comparison,
  theme: Theme,
): PlottedTarget[] {
  const measured = (target: string): Sample[] =>
    samplesOf(samples, variantOfTarget(target, run.settings));
  const own = [comparison.target, comparison.identicalTo ?? comparison.target].find(
    (target) => measured(target).length > 0,
  );
  if (own === undefined) return [];
  const colour = theme.hues[targetHue(own)] ?? theme.text;
  const targets: PlottedTarget[] = [
    { target: own, samples: measured(own), colour, sign: 'circle' },
  ];
  const base = measured(run.baseline);
  if (own !== run.baseline && base.length > 0) {
    targets.push({ target: run.baseline, samples: base, colour: theme.quiet, sign: 'triangle' });
  }
  return targets;
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
  if (verdict === 'identical code') return say.MEASURED_WITH_ANOTHER;
  if (median !== undefined) return say.NO_SAMPLES;
  return failure === undefined ? say.NOT_MEASURED : say.NOT_MEASURED_SEE_ABOVE;
}

interface Tabled {
  readonly metric: Metric;
  readonly samples: readonly Sample[];
}

function sampleTable({ metric, samples: own }: Tabled): HTMLElement[] {
  if (own.length === 0) return [];
  const valued = metric.kind === 'output';
  const columns = [
    'Round',
    'Position',
    ...(valued ? ['Value'] : []),
    'Wall',
    'User',
    'System',
    'Memory',
  ];
  const body = el('tbody', {});
  const more = el('button', { type: 'button', 'data-key': 'all' });
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
              ...(valued ? [metricText(metric, metricValue(metric, sample))] : []),
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
  more.textContent = say.showAll({ count: own.length });
  more.addEventListener('click', add);
  add();
  return [
    el(
      'details',
      { class: 'sample-list', 'data-key': 'samples' },
      el('summary', {}, say.allSamples({ count: own.length })),
      el(
        'div',
        {
          ...{ class: 'table-scroll', tabindex: '0', 'data-key': 'table' },
          ...{ role: 'group', 'aria-label': 'Samples' },
        },
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
