// One comparison's samples over the rounds, beside the baseline's: drift, outliers and clusters show here.
import { Chart, type ChartConfiguration } from 'chart.js';
import { metricValue } from '../src/model/metric-value.ts';
import type { Metric } from '../src/model/program.ts';
import type { Sample } from '../src/model/run.ts';
import { metricText } from '../src/report/format.ts';
import { el } from './element.ts';
import { shorten } from './text.ts';
import type { Theme } from './theme.ts';
import * as say from './messages.ts';

export interface PlottedTarget {
  readonly target: string;
  readonly samples: readonly Sample[];
  readonly colour: string;
  readonly sign: 'circle' | 'triangle';
}

const MOST = 2000;

/** A canvas that draws itself once it is in the page; `stop` frees it. */
export function samplesPlot(
  metric: Metric,
  targets: readonly PlottedTarget[],
  theme: Theme,
): { element: HTMLElement; start(): void; stop(): void } {
  const names = targets.map(({ target }) => shorten(target, 60));
  const canvas = el('canvas', {
    role: 'img',
    'aria-label': say.samplesLabel({ names }),
  });
  const element = el('div', { class: 'samples-plot' }, canvas);
  let chart: Chart | undefined;
  const font = { family: theme.font, size: 11 };
  const config: ChartConfiguration<'scatter'> = {
    type: 'scatter',
    data: {
      datasets: targets.map(({ samples, colour, sign }) => {
        const every = Math.ceil(samples.length / MOST);
        return {
          data: samples
            .filter((_, index) => index % every === 0)
            .map((sample) => ({ x: sample.round + 1, y: metricValue(metric, sample) }))
            .filter(({ y }) => Number.isFinite(y)),
          pointStyle: sign,
          pointRadius: 3,
          pointBackgroundColor: sign === 'circle' ? colour : 'transparent',
          pointBorderColor: colour,
          pointBorderWidth: 1.25,
        };
      }),
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      events: [],
      scales: {
        x: {
          type: 'linear',
          min: 0.5,
          max:
            Math.max(...targets.flatMap(({ samples }) => samples.map(({ round }) => round + 1))) +
            0.5,
          title: { display: true, text: 'round', color: theme.quiet, font },
          ticks: { color: theme.quiet, font, precision: 0, maxRotation: 0, includeBounds: false },
          grid: { display: false },
          border: { color: theme.line },
        },
        y: {
          type: 'linear',
          grace: '8%',
          ticks: {
            color: theme.quiet,
            font,
            maxTicksLimit: 6,
            callback: (value) => metricText(metric, Number(value)),
          },
          grid: { color: theme.grid },
          border: { display: false },
        },
      },
    },
  };
  return {
    element,
    start: () => {
      chart = new Chart(canvas, config);
    },
    stop: () => chart?.destroy(),
  };
}
