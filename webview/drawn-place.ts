// A place of the page that is drawn from data, and anew only where that has changed: a run under way arrives once a second, and
// whoever reads in it shall not lose their place for nothing.
import { readerPlace } from './reader-place.ts';
import { sameData } from './same-data.ts';

/**
 * @param pick what is shown of a source; all that `draw` gets, so that nothing can be drawn that is not compared
 * @returns what draws the place from a source
 */
export function drawnPlace<Source, Shown>(
  place: HTMLElement,
  pick: (source: Source) => Shown,
  draw: (shown: Shown) => readonly (Node | string)[],
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
    place.replaceChildren(...draw(shown));
    back();
  };
}
