// The chart itself: Chart.js on a canvas no taller than the window, over rows that may be very many; only those in sight are drawn.
import { Chart } from 'chart.js';
import { BarFills } from './bar-fill.ts';
import { AXIS_HEIGHT, BOTTOM, chartConfiguration, isWide } from './chart-config.ts';
import { layOut, rowAt, type PlacedRow } from './chart-layout.ts';
import type { ChartModel } from './chart-data.ts';
import { chartText, type Scene } from './chart-text.ts';
import { el } from './element.ts';
import { readTheme } from './theme.ts';
import * as say from './messages.ts';

/** A chart taller than this scrolls in a window of its own. */
const TALLEST = 1100;

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

export function createRowChart(events: RowChartEvents): RowChart {
  const canvas = el('canvas', { role: 'img' });
  const pane = el('div', { class: 'chart-pane' }, canvas);
  const extent = el('div', { class: 'chart-extent' }, pane);
  const element = el('div', { class: 'chart-scroll' }, extent);
  let chart: Chart | undefined;
  let scene: Scene | undefined;
  let fills = new BarFills();
  /** CSS pixels that were painted last. */
  let painted = { width: 0, height: 0 };

  const paint = (): void => {
    const { clientWidth: width, clientHeight: height } = pane;
    // What cannot be seen has no size; it is painted when it gets one.
    if (scene === undefined || width === 0 || height === 0) return;
    painted = { width, height };
    scene.scroll = element.scrollTop;
    scene.wide = isWide(width);
    const config = chartConfiguration(scene, width, height, fills);
    if (chart === undefined) {
      // Chart.js takes the canvas as it finds it, and the size of an untouched one is 300 by 150.
      Object.assign(canvas, { width, height });
      chart = new Chart(canvas, { ...config, plugins: [chartText(scene)] });
      return;
    }
    chart.data = config.data;
    chart.options = config.options ?? {};
    chart.resize(width, height);
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
    const { clientWidth: width, clientHeight: height } = pane;
    // It also calls back once for the size that the first drawing had anyway.
    if (width > 0 && (width !== painted.width || height !== painted.height)) paint();
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
        element.setAttribute('aria-label', say.SCROLLING_CHART);
      } else {
        for (const name of ['tabindex', 'role', 'aria-label']) element.removeAttribute(name);
      }
      canvas.setAttribute('aria-label', say.chartLabel(model));
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
