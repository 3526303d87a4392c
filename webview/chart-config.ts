// What Chart.js is told of a chart: its scales, and its bars or dots. Everything else is drawn by chart-text.ts.
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
import { partTicks, ratioTicks } from './chart-axis.ts';
import type { BarFills } from './bar-fill.ts';
import type { PlacedRow } from './chart-layout.ts';
import { FONT_SIZE, type Scene } from './chart-text.ts';
import type { Theme } from './theme.ts';

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

/** Labels, and above them which side is which. */
export const AXIS_HEIGHT = 42;
export const BOTTOM = 6;
const WIDE = 620;
const WIDE_FIGURES = 176;
const NARROW_FIGURES = 82;

type Bars = ChartDataset<'barWithErrorBars'>;

/** Whether a chart of so many CSS pixels has room for the intervals at its right. */
export function isWide(width: number): boolean {
  return width >= WIDE;
}

/** The whole chart as Chart.js wants it, for a canvas of so many CSS pixels; only rows in sight are in it. */
export function chartConfiguration(
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
        padding: {
          left: labelWidth(scene, width),
          right: figureWidth(scene, width),
          bottom: BOTTOM,
        },
      },
      scales: {
        x: {
          type: model.axis.kind,
          position: 'top',
          min: model.axis.min,
          max: model.axis.max,
          border: { display: false },
          grid: { color: theme.grid, drawTicks: false, offset: false },
          offset: false,
          ticks: {
            color: theme.quiet,
            font: { family: theme.font, size: FONT_SIZE - 1 },
            padding: 6,
            maxRotation: 0,
            maxTicksLimit: wide ? 9 : 5,
            autoSkip: false,
            callback: (value) => model.tick(Number(value)),
          },
          afterBuildTicks: (scale) => {
            const values =
              model.axis.kind === 'linear'
                ? partTicks(wide ? 5 : 3)
                : ratioTicks(model.axis, wide ? 9 : 5);
            scale.ticks = values.map((value) => ({ value }));
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
  context.font = `600 ${FONT_SIZE}px ${theme.font}`;
  const names = new Set(layout.rows.map(({ row }) => row.target.slice(0, 60)));
  const widest = Math.max(40, ...[...names].map((name) => context.measureText(name).width));
  return Math.round(Math.min(widest + 18, width * 0.34));
}

/** Room for the figures at the right, and for the intervals where the chart is wide. */
function figureWidth({ layout, theme, wide }: Scene, width: number): number {
  if (wide) return WIDE_FIGURES;
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return NARROW_FIGURES;
  context.font = `600 ${FONT_SIZE}px ${theme.font}`;
  const figures = new Set(layout.rows.map(({ row }) => (row.short ?? row.figure).slice(0, 40)));
  const widest = Math.max(...[...figures].map((figure) => context.measureText(figure).width));
  return Math.round(Math.min(Math.max(widest + 12, NARROW_FIGURES), width * 0.34));
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
