// The chart itself: Chart.js on a canvas no taller than the window, over rows that may be very many; only those in sight are drawn.
import {
  BarController,
  BarElement,
  Chart,
  LinearScale,
  LogarithmicScale,
  PointElement,
  ScatterController,
} from 'chart.js';
import type { ChartConfiguration, ChartDataset } from 'chart.js';
import { BarWithErrorBar, BarWithErrorBarsController } from 'chartjs-chart-error-bars';
import { ratioTicks } from './chart-axis.ts';
import { BarFills } from './bar-fill.ts';
import { layOut, rowAt, type PlacedRow } from './chart-layout.ts';
import type { ChartModel } from './chart-model.ts';
import { chartText, FONT_SIZE, type Scene } from './chart-text.ts';
import { el } from './element.ts';
import { readTheme, type Theme } from './theme.ts';

Chart.register(
  BarController,
  BarElement,
  BarWithErrorBar,
  BarWithErrorBarsController,
  LinearScale,
  LogarithmicScale,
  PointElement,
  ScatterController,
);

const AXIS_HEIGHT = 26;
const BOTTOM = 6;
/** A chart taller than this scrolls in a window of its own. */
const TALLEST = 1100;
const WIDE = 620;

export interface RowChart {
  readonly element: HTMLElement;
  draw(model: ChartModel): void;
  /** Reads the colours again and draws. */
  recolour(): void;
}

export interface RowChartEvents {
  select(row: PlacedRow['row']): void;
  hover(row: PlacedRow['row'] | undefined, at: { x: number; y: number }): void;
}

type Bars = ChartDataset<'barWithErrorBars'>;

export function createRowChart(events: RowChartEvents): RowChart {
  const canvas = el('canvas', { role: 'img' });
  const pane = el('div', { class: 'chart-pane' }, canvas);
  const extent = el('div', { class: 'chart-extent' }, pane);
  const element = el('div', { class: 'chart-scroll' }, extent);
  let chart: Chart | undefined;
  let scene: Scene | undefined;
  let fills = new BarFills();

  const paint = (): void => {
    if (scene === undefined) return;
    scene.scroll = element.scrollTop;
    scene.wide = pane.clientWidth >= WIDE;
    const config = configuration(scene, pane.clientWidth, pane.clientHeight, fills);
    if (chart === undefined) {
      chart = new Chart(canvas, { ...config, plugins: [chartText(scene)] });
      return;
    }
    chart.data = config.data;
    chart.options = config.options ?? {};
    chart.resize(pane.clientWidth, pane.clientHeight);
    chart.update('none');
  };

  const placedAt = (event: MouseEvent): PlacedRow | undefined => {
    if (scene === undefined || chart === undefined) return undefined;
    const y = event.clientY - canvas.getBoundingClientRect().top - chart.chartArea.top;
    return y < 0 ? undefined : rowAt(scene.layout, y + scene.scroll);
  };
  const hover = (placed: PlacedRow | undefined, event: MouseEvent): void => {
    if (scene === undefined) return;
    if (placed !== scene.hovered) {
      scene.hovered = placed;
      chart?.draw();
    }
    canvas.classList.toggle('can-select', placed?.row.selection !== undefined);
    events.hover(placed?.row, { x: event.clientX, y: event.clientY });
  };
  canvas.addEventListener('mousemove', (event) => hover(placedAt(event), event));
  canvas.addEventListener('mouseleave', (event) => hover(undefined, event));
  canvas.addEventListener('click', (event) => {
    const row = placedAt(event)?.row;
    if (row?.selection !== undefined) events.select(row);
  });
  element.addEventListener('scroll', () => {
    if (scene !== undefined) scene.hovered = undefined;
    paint();
  });
  new ResizeObserver(() => {
    if (pane.clientWidth > 0) paint();
  }).observe(element);

  return {
    element,
    draw(model) {
      const layout = layOut(model);
      const height = layout.height + AXIS_HEIGHT + BOTTOM;
      const scrolls = height > TALLEST;
      element.classList.toggle('scrolls', scrolls);
      extent.style.height = `${height}px`;
      pane.style.height = scrolls ? '' : `${height}px`;
      if (scrolls) {
        element.setAttribute('tabindex', '0');
        element.setAttribute('role', 'group');
        element.setAttribute('aria-label', 'Chart, scrolls');
      } else {
        for (const name of ['tabindex', 'role', 'aria-label']) element.removeAttribute(name);
      }
      canvas.setAttribute(
        'aria-label',
        `${model.caption} The table of results holds the same numbers.`,
      );
      const theme = scene?.theme ?? readTheme(document.body);
      scene = Object.assign(scene ?? { scroll: 0, wide: true }, {
        model,
        layout,
        theme,
        hovered: undefined,
      });
      if (element.isConnected) paint();
    },
    recolour() {
      if (scene === undefined) return;
      scene.theme = readTheme(document.body);
      fills = new BarFills();
      paint();
    },
  };
}

function configuration(
  scene: Scene,
  width: number,
  height: number,
  fills: BarFills,
): ChartConfiguration {
  const { model, layout, theme, scroll, wide } = scene;
  const plotHeight = height - AXIS_HEIGHT - BOTTOM;
  const seen = layout.rows.filter(
    ({ row, top, height: own }) =>
      row.value !== undefined && top + own >= scroll && top <= scroll + plotHeight,
  );
  const colour = (hue: number): string => theme.hues[hue % theme.hues.length] ?? theme.text;
  return {
    type: 'barWithErrorBars',
    data: {
      datasets:
        model.view === 'samples'
          ? [dots(seen, colour)]
          : [bars(seen, model.axis.origin, theme, colour, fills)],
    },
    options: {
      indexAxis: 'y',
      // The pane is measured by this file: Chart.js would add a listener and an animation frame of its own.
      responsive: false,
      maintainAspectRatio: false,
      animation: false,
      events: [],
      layout: {
        padding: { left: labelWidth(scene, width), right: wide ? 176 : 82, bottom: BOTTOM },
      },
      scales: {
        x: {
          type: model.axis.kind,
          position: 'top',
          min: model.axis.min,
          max: model.axis.max,
          border: { display: false },
          grid: { color: theme.line, drawTicks: false, offset: false },
          offset: false,
          ticks: {
            color: theme.quiet,
            font: { family: theme.font, size: FONT_SIZE - 1 },
            padding: 6,
            maxRotation: 0,
            maxTicksLimit: wide ? 9 : 4,
            autoSkip: false,
            callback: (value) => model.tick(Number(value)),
          },
          afterBuildTicks: (scale) => {
            if (model.axis.kind === 'linear') return;
            scale.ticks = ratioTicks(model.axis, wide ? 9 : 4).map((value) => ({ value }));
          },
          afterFit: (scale) => {
            scale.height = AXIS_HEIGHT;
          },
        },
        y: {
          type: 'linear',
          display: false,
          reverse: true,
          offset: false,
          min: scroll,
          max: scroll + plotHeight,
        },
      },
    },
  };
}

/** As wide as the longest target's name, within a third of the chart. */
function labelWidth({ layout, theme }: Scene, width: number): number {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return 90;
  context.font = `${FONT_SIZE}px ${theme.font}`;
  const names = new Set(layout.rows.map(({ row }) => row.target.slice(0, 60)));
  const widest = Math.max(40, ...[...names].map((name) => context.measureText(name).width));
  return Math.round(Math.min(widest + 18, width * 0.34));
}

function bars(
  rows: readonly PlacedRow[],
  origin: number,
  theme: Theme,
  colour: (hue: number) => string,
  fills: BarFills,
): Bars {
  return {
    type: 'barWithErrorBars',
    indexAxis: 'y',
    base: origin,
    data: rows.map(({ row, top, height }) => ({
      x: row.value?.estimate ?? 0,
      xMin: row.value?.low ?? 0,
      xMax: row.value?.high ?? 0,
      y: top + height / 2,
    })),
    barThickness: 13,
    borderSkipped: false,
    borderWidth: 1.25,
    borderRadius: 1.5,
    borderColor: rows.map(({ row }) => colour(row.hue)),
    backgroundColor: rows.map(({ row }) => fills.fill(row.look, colour(row.hue))),
    errorBarColor: { v: [theme.strong] },
    errorBarWhiskerColor: { v: [theme.strong] },
    errorBarLineWidth: { v: [1.25] },
    errorBarWhiskerLineWidth: { v: [1.25] },
    errorBarWhiskerRatio: { v: [0] },
    errorBarWhiskerSize: { v: [7] },
  } as unknown as Bars;
}

/** Rounds run from a row's top to its bottom, so that drift shows as a slope. */
function dots(
  rows: readonly PlacedRow[],
  colour: (hue: number) => string,
): ChartDataset<'scatter'> {
  const points = rows.flatMap(({ row, top, height }) => {
    const samples = row.samples ?? [];
    const step = (height - 10) / Math.max(1, samples.length - 1);
    return samples.map((x, index) => ({ x, y: top + 5 + index * step, hue: row.hue }));
  });
  const colours = points.map(({ hue }) => colour(hue));
  return {
    type: 'scatter',
    data: points,
    pointRadius: 2.2,
    pointBackgroundColor: colours,
    pointBorderWidth: 0,
  };
}
