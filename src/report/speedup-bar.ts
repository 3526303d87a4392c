// A bar for one speedup: how far its interval is from 1, on a logarithmic scale so that twice as fast and half as fast are as long.
import type { Interval } from '../model/run.ts';
import type { TerminalStyle } from './terminal-style.ts';

/** The part of the scale that a table's bars share; both ends are ratios, low <= 1 <= high. */
export interface BarScale {
  readonly low: number;
  readonly high: number;
  /** Cells of the whole bar, axis included. */
  readonly cells: number;
}

/** Ends of the smallest scale, so that a table of small differences does not draw them as large ones. */
const LEAST_HIGH = 1.25;

/** A scale that holds every interval given. */
export function barScale(speedups: readonly Interval[], cells: number): BarScale {
  const usable = speedups.filter(isDrawable);
  return {
    low: Math.min(1, ...usable.map((speedup) => speedup.low)),
    high: Math.max(LEAST_HIGH, ...usable.map((speedup) => speedup.high)),
    cells,
  };
}

function isDrawable(speedup: Interval): boolean {
  return (
    speedup.low > 0 &&
    Number.isFinite(speedup.high) &&
    speedup.low <= speedup.estimate &&
    speedup.estimate <= speedup.high
  );
}

const UNICODE = { axis: '│', full: '█', startHalf: '▌', endHalf: '▐', shade: '░' };
const ASCII = { axis: '|', full: '#', startHalf: ' ', endHalf: ' ', shade: '-' };

/**
 * The bar's cells: an axis at 1, solid from it to the interval's nearer bound (what is certain), shaded on to the farther one.
 * An interval that holds 1 has no solid part at all, so that noise never looks like a speedup.
 */
export function speedupBar(
  speedup: Interval | undefined,
  scale: BarScale,
  style: TerminalStyle,
): string {
  const glyphs = style.unicode ? UNICODE : ASCII;
  const left = -Math.log(scale.low);
  const right = Math.log(scale.high);
  const bodyCells = Math.max(2, scale.cells - 1);
  // Anything slower gets a cell, so that it is seen to be on the other side.
  const leftCells =
    left > 0
      ? Math.min(bodyCells - 1, Math.max(1, Math.round((left / (left + right)) * bodyCells)))
      : 0;
  const perCell = Math.max(left / Math.max(1, leftCells), right / (bodyCells - leftCells));
  const cells: string[] = [];
  for (let cell = 0; cell < bodyCells; cell += 1) {
    const start = (cell - leftCells) * perCell;
    cells.push(
      speedup === undefined || !isDrawable(speedup)
        ? ' '
        : glyphFor(start, start + perCell, speedup, glyphs),
    );
  }
  cells.splice(leftCells, 0, glyphs.axis);
  return cells.join('');
}

/** One cell from `start` to `end` (logarithms of ratios). */
function glyphFor(start: number, end: number, speedup: Interval, glyphs: typeof UNICODE): string {
  const low = Math.log(speedup.low);
  const high = Math.log(speedup.high);
  const covered = (from: number, to: number): number =>
    Math.max(0, Math.min(end, to) - Math.max(start, from)) / (end - start);
  const solid = covered(low > 0 ? 0 : high, low > 0 ? low : 0);
  if (low > 0 || high < 0) {
    if (solid >= 0.75) return glyphs.full;
    if (solid >= 0.25) return low > 0 ? glyphs.startHalf : glyphs.endHalf;
  }
  return covered(low, high) >= 0.5 ? glyphs.shade : ' ';
}
