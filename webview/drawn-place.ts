// A place of the page that is drawn from data, and anew only where that has changed: a run under way arrives once a second, and
// whoever reads in it shall not lose their place for nothing.
import { readerPlace } from './reader-place.ts';

/**
 * @param pick what is shown of a source; all that `draw` gets, so that nothing can be drawn that is not compared
 * @returns what draws the place from a source
 */
export function drawnPlace<Source, Shown>(
  place: HTMLElement,
  pick: (source: Source) => Shown,
  draw: (shown: Shown) => readonly (Node | string | undefined)[],
): (source: Source) => void {
  let drawn: { source: Source; readonly shown: Shown } | undefined;
  return (source) => {
    if (drawn?.source === source) return;
    const shown = pick(source);
    if (drawn !== undefined && sameData(drawn.shown, shown)) {
      drawn.source = source;
      return;
    }
    const back = readerPlace(place);
    drawn = { source, shown };
    place.replaceChildren(...draw(shown).filter((child) => child !== undefined));
    back();
  };
}

/** Arrays and plain objects by what is in them, anything else only if it is one and the same. */
function sameData(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((value, index) => sameData(value, b[index]));
  }
  if (!isPlain(a) || !isPlain(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && sameData(a[name], b[name]))
  );
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}
