// Places in a text: lines and columns that count from 1, columns in UTF-16 units, as editors count.
import type { Place } from '../model/failure.ts';
import { shown } from '../text/shown.ts';

/** A place with its line and column, as places in a text at hand have. */
export type TextPlace = Required<Place>;

/** Some words of a text, from the first character to behind the last. */
export interface Span {
  readonly start: TextPlace;
  readonly end: TextPlace;
}

/** `file:line:column`, as editors and terminals open it. */
export function placeWords(place: Place): string {
  const position = [place.line, place.column].filter((part) => part !== undefined);
  return [shown(place.file), ...position].join(':');
}
