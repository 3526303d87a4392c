// How bars are filled: solid where a difference was found, hatched or hollow where not. Readable without colour.
import type { ChartRow } from './chart-data.ts';

const TILE = 6;

/** Fills by colour and kind, made once per theme: a pattern costs a canvas. */
export class BarFills {
  readonly #made = new Map<string, CanvasPattern | string>();

  fill(look: ChartRow['look'], colour: string): CanvasPattern | string {
    if (look === 'solid') return colour;
    if (look !== 'hatched') return 'transparent';
    const known = this.#made.get(colour);
    if (known !== undefined) return known;
    const made = hatch(colour);
    this.#made.set(colour, made);
    return made;
  }
}

function hatch(colour: string): CanvasPattern | string {
  const tile = document.createElement('canvas');
  tile.width = TILE;
  tile.height = TILE;
  const context = tile.getContext('2d');
  if (context === null) return 'transparent';
  context.strokeStyle = colour;
  context.globalAlpha = 0.75;
  context.lineWidth = 1.4;
  context.beginPath();
  // Three strokes, so that the diagonal joins across the tile's edges.
  for (const shift of [-TILE, 0, TILE]) {
    context.moveTo(shift - 1, TILE + 1);
    context.lineTo(shift + TILE + 1, -1);
  }
  context.stroke();
  return context.createPattern(tile, 'repeat') ?? 'transparent';
}
