// The chart as a picture: all of it, not only what is scrolled into view, with its sentence, its legend and its host.
import { Chart } from 'chart.js';
import { BarFills } from './bar-fill.ts';
import { AXIS_HEIGHT, BOTTOM, chartConfiguration } from './chart-config.ts';
import { layOut, type ChartLayout } from './chart-layout.ts';
import type { ChartModel } from './chart-data.ts';
import { chartText, fitted, type Scene } from './chart-text.ts';
import { readTheme, type Theme } from './theme.ts';
import * as say from './messages.ts';

export interface PictureWords {
  /** One sentence. */
  readonly headline: string;
  /** Below it, quieter, such as the project and the host. */
  readonly lines: readonly string[];
  /** Targets that are shown, with their colours' numbers. */
  readonly legend: readonly { readonly name: string; readonly hue: number }[];
}

export interface Picture {
  /** A PNG as base64. */
  readonly png: string;
  /** What is not in it, if anything. */
  readonly note?: string;
}

/** CSS pixels. */
const WIDTH = 1080;
const MARGIN = 32;
/** Pixels of a canvas in one direction that every browser and viewer copes with. */
const TALLEST = 16_000;
const LINE = 20;
const HEADLINE = 24;

export function drawPicture(model: ChartModel, words: PictureWords): Picture {
  const theme = readTheme(document.body);
  const room = WIDTH - 2 * MARGIN;
  const measure = context(1, 1);
  const headline = wrapped(measure, words.headline, room, headlineFont(theme), 4);
  const caption = wrapped(measure, model.caption, room, textFont(theme), 3);
  const legend = legendLines(measure, words.legend, room, theme);
  const above =
    MARGIN +
    headline.length * HEADLINE +
    (words.lines.length + legend.length + caption.length) * LINE +
    30;
  const whole = layOut(model);
  const most = TALLEST - above - AXIS_HEIGHT - BOTTOM - 2 * MARGIN - LINE;
  const { layout, note } =
    whole.height <= most ? { layout: whole, note: undefined } : cut(model, most);
  const chartHeight = layout.height + AXIS_HEIGHT + BOTTOM;
  const height = above + chartHeight + (note === undefined ? 0 : LINE) + MARGIN;
  const scale = 2 * height <= TALLEST ? 2 : 1;

  const ctx = context(WIDTH * scale, height * scale);
  ctx.scale(scale, scale);
  ctx.fillStyle = theme.surface;
  ctx.fillRect(0, 0, WIDTH, height);
  let y = MARGIN;
  const write = (text: string, font: string, colour: string, line: number): void => {
    ctx.font = font;
    ctx.fillStyle = colour;
    ctx.textBaseline = 'middle';
    ctx.fillText(fitted(ctx, text, room), MARGIN, y + line / 2);
    y += line;
  };
  for (const text of headline) write(text, headlineFont(theme), theme.strong, HEADLINE);
  y += 4;
  for (const text of words.lines) write(text, textFont(theme), theme.quiet, LINE);
  y += 10;
  for (const line of legend) {
    drawLegend(ctx, line, y, theme);
    y += LINE;
  }
  y += 6;
  for (const text of caption) write(text, textFont(theme), theme.quiet, LINE);
  y += 10;
  ctx.drawImage(
    chartCanvas({ ...model }, layout, theme, room, chartHeight, scale),
    MARGIN,
    y,
    room,
    chartHeight,
  );
  y += chartHeight;
  if (note !== undefined) write(note, textFont(theme), theme.text, LINE);
  const png = ctx.canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/u, '');
  return { png, ...(note === undefined ? {} : { note }) };
}

function chartCanvas(
  model: ChartModel,
  layout: ChartLayout,
  theme: Theme,
  width: number,
  height: number,
  scale: number,
): HTMLCanvasElement {
  const { canvas } = context(width, height);
  const scene: Scene = { model, layout, theme, scroll: 0, hovered: undefined, wide: true };
  const config = chartConfiguration(scene, width, height, new BarFills());
  const chart = new Chart(canvas, {
    ...config,
    options: { ...config.options, devicePixelRatio: scale },
    plugins: [chartText(scene)],
  });
  const drawn = context(width * scale, height * scale);
  drawn.drawImage(canvas, 0, 0);
  chart.destroy();
  return drawn.canvas;
}

/** As many whole groups as fit, or else as many rows of the first. */
function cut(model: ChartModel, most: number): { layout: ChartLayout; note: string } {
  const groups = [...model.groups];
  let layout = layOut({ ...model, groups });
  while (groups.length > 1 && layout.height > most) {
    groups.length = Math.max(
      1,
      Math.min(groups.length - 1, Math.floor((groups.length * most) / layout.height)),
    );
    layout = layOut({ ...model, groups });
  }
  if (layout.height > most) {
    layout = {
      ...layout,
      rows: layout.rows.filter(({ top, height }) => top + height <= most),
      height: most,
    };
  }
  return {
    layout,
    note: say.pictureCut({ shown: benchmarks(groups), all: benchmarks(model.groups) }),
  };
}

function benchmarks(groups: ChartModel['groups']): number {
  return groups.filter(({ isMean }) => isMean !== true).length;
}

interface Mark {
  readonly name: string;
  readonly hue: number;
  readonly left: number;
}

/** Names side by side in lines; of very many the last line counts the rest. */
function legendLines(
  ctx: CanvasRenderingContext2D,
  legend: PictureWords['legend'],
  room: number,
  theme: Theme,
): Mark[][] {
  ctx.font = textFont(theme);
  const lines: Mark[][] = [[]];
  let left = 0;
  for (const { name, hue } of legend) {
    const shown = fitted(ctx, name, 220);
    const width = ctx.measureText(shown).width + 40;
    if (left + width > room && left > 0) {
      lines.push([]);
      left = 0;
    }
    lines.at(-1)?.push({ name: shown, hue, left });
    left += width;
  }
  // Rows carry their targets' names: a legend of a page would only push the chart down.
  return lines.length > 6 ? [] : lines.filter((line) => line.length > 0);
}

function drawLegend(
  ctx: CanvasRenderingContext2D,
  line: readonly Mark[],
  y: number,
  theme: Theme,
): void {
  ctx.font = textFont(theme);
  for (const { name, hue, left } of line) {
    ctx.fillStyle = theme.hues[hue % theme.hues.length] ?? theme.text;
    ctx.fillRect(MARGIN + left, y + LINE / 2 - 5, 10, 10);
    ctx.fillStyle = theme.text;
    ctx.fillText(name, MARGIN + left + 16, y + LINE / 2);
  }
}

/** Lines no wider than `room`; what is longer than so many lines ends in an ellipsis. */
function wrapped(
  ctx: CanvasRenderingContext2D,
  text: string,
  room: number,
  font: string,
  most: number,
): string[] {
  ctx.font = font;
  const lines: string[] = [];
  let line = '';
  for (const word of text.slice(0, 2000).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || ctx.measureText(longer).width <= room) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${lines[most - 1] ?? ''}\u2026`];
}

function context(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const made = canvas.getContext('2d');
  if (made === null) throw new Error(say.NO_CANVAS);
  return made;
}

function headlineFont({ font }: Theme): string {
  return `600 17px ${font}`;
}

function textFont({ font }: Theme): string {
  return `13px ${font}`;
}
