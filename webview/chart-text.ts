// A Chart.js plugin: everything in the chart that is not a bar, a whisker or a dot - names, figures, boxes, the line at 1.
import type { Chart, Plugin } from 'chart.js';
import { TITLE_HEIGHT, type ChartLayout, type PlacedRow } from './chart-layout.ts';
import type { ChartModel } from './chart-data.ts';
import { isolatedText } from './isolated.ts';
import { shorten } from './text.ts';
import type { Theme } from './theme.ts';

/** What the plugin draws from; the chart's owner keeps it current. */
export interface Scene {
  model: ChartModel;
  layout: ChartLayout;
  theme: Theme;
  /** Pixels of the chart's whole height above what is shown. */
  scroll: number;
  hovered: PlacedRow | undefined;
  /** Whether there is room for the intervals at the right. */
  wide: boolean;
}

export const FONT_SIZE = 12;
const EDGE = 8;
/** Pixels from the chart's top to the middle of the words above the labels. */
const SIDES_AT = 9;

export function chartText(scene: Scene): Plugin {
  return {
    id: 'retargetText',
    beforeDatasetsDraw: (chart) => {
      inPlot(chart, () => drawBackground(chart, scene));
    },
    afterDatasetsDraw: (chart) => {
      inPlot(chart, () => drawWords(chart, scene));
      drawSides(chart, scene);
    },
  };
}

/** Clips to the plot's height, so that rows scrolled half away do not run into the axis. */
function inPlot(chart: Chart, draw: () => void): void {
  const { ctx, chartArea, width } = chart;
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, chartArea.top, width, chartArea.height);
  ctx.clip();
  draw();
  ctx.restore();
}

function drawBackground(chart: Chart, scene: Scene): void {
  const { ctx, chartArea } = chart;
  const { theme, hovered, model } = scene;
  const top = chartArea.top - scene.scroll;
  if (hovered !== undefined) {
    ctx.fillStyle = theme.hover;
    ctx.fillRect(0, top + hovered.top, chart.width, hovered.height);
  }
  for (const placed of visibleRows(scene, chartArea.height)) drawBox(chart, scene, placed, top);
  if (model.axis.origin > 0) {
    const x = chart.scales['x']?.getPixelForValue(model.axis.origin) ?? 0;
    ctx.strokeStyle = theme.strong;
    ctx.lineWidth = 1.25;
    ctx.beginPath();
    ctx.moveTo(x, chartArea.top);
    ctx.lineTo(x, chartArea.bottom);
    ctx.stroke();
  }
}

function drawBox(
  chart: Chart,
  { theme }: Scene,
  { row, top, height }: PlacedRow,
  offset: number,
): void {
  const scale = chart.scales['x'];
  if (row.box === undefined || scale === undefined) return;
  const { ctx } = chart;
  const [low, middle, high] = [row.box.low, row.box.middle, row.box.high].map((value) =>
    scale.getPixelForValue(value),
  ) as [number, number, number];
  const colour = theme.hues[row.hue % theme.hues.length] ?? theme.text;
  ctx.globalAlpha = 0.18;
  ctx.fillStyle = colour;
  ctx.fillRect(low, offset + top + 3, Math.max(1, high - low), height - 6);
  ctx.globalAlpha = 1;
  ctx.fillRect(middle - 0.75, offset + top + 3, 1.5, height - 6);
}

/** Above the labels, on either side of the line at 1: which way is better. */
function drawSides(chart: Chart, { model, theme }: Scene): void {
  const { ctx } = chart;
  const x = chart.scales['x']?.getPixelForValue(model.axis.origin);
  if (model.sides === undefined || x === undefined) return;
  const { left, right } = model.sides;
  ctx.save();
  ctx.direction = 'ltr';
  ctx.textBaseline = 'middle';
  ctx.font = `${FONT_SIZE - 1}px ${theme.font}`;
  ctx.fillStyle = theme.text;
  ctx.textAlign = 'right';
  ctx.fillText(fitted(ctx, `\u2190 ${left}`, x - EDGE), x - EDGE, SIDES_AT);
  ctx.textAlign = 'left';
  ctx.fillText(fitted(ctx, `${right} \u2192`, chart.width - x - EDGE), x + EDGE, SIDES_AT);
  ctx.restore();
}

function drawWords(chart: Chart, scene: Scene): void {
  const { ctx, chartArea } = chart;
  const { theme } = scene;
  const offset = chartArea.top - scene.scroll;
  ctx.textBaseline = 'middle';
  ctx.direction = 'ltr';
  for (const { group, top } of scene.layout.titles) {
    const y = offset + top + TITLE_HEIGHT / 2 + 2;
    if (y < chartArea.top - TITLE_HEIGHT || y > chartArea.bottom + TITLE_HEIGHT) continue;
    // Neither the grid nor the line at 1 runs through words.
    ctx.fillStyle = theme.surface;
    ctx.fillRect(0, offset + top, chart.width, TITLE_HEIGHT);
    drawTitle(chart, scene, group.title, group.subtitle, y);
  }
  const figureLeft = chartArea.right + EDGE;
  for (const { row, top, height } of visibleRows(scene, chartArea.height)) {
    const y = offset + top + height / 2;
    ctx.font = `${row.chosen === true ? '600 ' : ''}${FONT_SIZE}px ${theme.font}`;
    ctx.textAlign = 'right';
    ctx.fillStyle = row.chosen === true ? theme.strong : theme.text;
    ctx.fillText(fitted(ctx, row.target, chartArea.left - EDGE * 2), chartArea.left - EDGE, y);
    ctx.textAlign = 'left';
    ctx.fillStyle =
      row.look === 'none' ? theme.broken : row.look === 'solid' ? theme.text : theme.quiet;
    const solid = row.look === 'solid';
    ctx.font = `${solid ? '600 ' : ''}${FONT_SIZE}px ${theme.font}`;
    ctx.fillText(
      fitted(ctx, scene.wide ? row.figure : (row.short ?? row.figure), chart.width - figureLeft),
      figureLeft,
      y,
    );
    if (scene.wide && row.interval !== undefined) {
      ctx.font = `${FONT_SIZE - 1}px ${theme.font}`;
      ctx.fillStyle = theme.quiet;
      ctx.textAlign = 'right';
      ctx.fillText(row.interval, chart.width - 2, y);
      ctx.textAlign = 'left';
    }
    if (row.note !== undefined && row.value === undefined && chartArea.width > 220) {
      drawNote(chart, scene, row.note, y);
    }
  }
}

function drawTitle(
  chart: Chart,
  { theme, wide }: Scene,
  title: string,
  subtitle: string,
  y: number,
): void {
  const { ctx } = chart;
  ctx.textAlign = 'left';
  ctx.fillStyle = theme.strong;
  ctx.font = `600 ${FONT_SIZE + 1}px ${theme.font}`;
  const shown = fitted(ctx, title, chart.width * (wide ? 0.5 : 0.55));
  ctx.fillText(shown, 0, y);
  const used = ctx.measureText(shown).width + 12;
  ctx.font = `${FONT_SIZE - 1}px ${theme.font}`;
  ctx.fillStyle = theme.quiet;
  ctx.fillText(fitted(ctx, subtitle, chart.width - used), used, y);
}

/** On the surface's own colour, so that grid lines do not cross the words. */
function drawNote(chart: Chart, { theme, model }: Scene, note: string, y: number): void {
  const { ctx, chartArea } = chart;
  const origin = chart.scales['x']?.getPixelForValue(model.axis.origin) ?? chartArea.left;
  const atOrigin = chartArea.right - origin > origin - chartArea.left;
  const left = (atOrigin ? origin : chartArea.left) + EDGE;
  ctx.font = `${FONT_SIZE - 1}px ${theme.font}`;
  ctx.textAlign = 'left';
  const shown = fitted(ctx, note, (atOrigin ? chartArea.right : origin) - left - 4);
  ctx.fillStyle = theme.surface;
  ctx.fillRect(left - 3, y - 7, ctx.measureText(shown).width + 6, 14);
  ctx.fillStyle = theme.quiet;
  ctx.fillText(shown, left, y);
}

function* visibleRows({ layout, scroll }: Scene, height: number): Generator<PlacedRow> {
  for (const placed of layout.rows) {
    if (placed.top > scroll + height) return;
    if (placed.top + placed.height >= scroll) yield placed;
  }
}

/** As much of a text as fits; hostile lengths are cut before anything is measured. */
export function fitted(ctx: CanvasRenderingContext2D, text: string, width: number): string {
  let shown = shorten(text, 160);
  if (ctx.measureText(shown).width <= width) return isolatedText(shown);
  let low = 0;
  let high = shown.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ctx.measureText(shorten(text, middle)).width <= width) low = middle;
    else high = middle - 1;
  }
  shown = low < 2 ? '' : shorten(text, low);
  return isolatedText(shown);
}
