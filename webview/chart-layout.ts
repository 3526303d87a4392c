// Where each row of the chart stands, in CSS pixels from the top of the chart's whole height.
import type { ChartGroup, ChartModel, ChartRow } from './chart-data.ts';

export interface PlacedRow {
  readonly row: ChartRow;
  readonly top: number;
  readonly height: number;
}

export interface PlacedTitle {
  readonly group: ChartGroup;
  readonly top: number;
}

export interface ChartLayout {
  readonly rows: readonly PlacedRow[];
  readonly titles: readonly PlacedTitle[];
  readonly height: number;
}

export const TITLE_HEIGHT = 26;
const GROUP_GAP = 14;
const ROW_HEIGHT = 21;
const SAMPLES_ROW_HEIGHT = 42;

export function layOut(model: ChartModel): ChartLayout {
  const rowHeight = model.view === 'samples' ? SAMPLES_ROW_HEIGHT : ROW_HEIGHT;
  const rows: PlacedRow[] = [];
  const titles: PlacedTitle[] = [];
  let top = 0;
  for (const group of model.groups) {
    titles.push({ group, top });
    top += TITLE_HEIGHT;
    for (const row of group.rows) {
      const height = row.value === undefined ? ROW_HEIGHT : rowHeight;
      rows.push({ row, top, height });
      top += height;
    }
    top += GROUP_GAP;
  }
  return { rows, titles, height: top };
}

/** The row at a height, by halving: a run may have ten thousand. */
export function rowAt(layout: ChartLayout, y: number): PlacedRow | undefined {
  let low = 0;
  let high = layout.rows.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const placed = layout.rows[middle];
    if (placed === undefined) return undefined;
    if (y < placed.top) high = middle - 1;
    else if (y >= placed.top + placed.height) low = middle + 1;
    else return placed;
  }
  return undefined;
}
