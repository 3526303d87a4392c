// Places in a text: lines and columns that count from 1, columns in UTF-16 units, as editors count. A JSON document knows
// where each of its values stands.
import type { Place } from '../model/failure.ts';
import { shown } from '../text/shown.ts';

/** A place with its line and column, as places in a text at hand have. */
export type TextPlace = Required<Place>;

/** Some words of a text, from the first character to behind the last. */
export interface Span {
  readonly start: TextPlace;
  readonly end: TextPlace;
}

/** Keys and indices from the root to a value. */
export type JsonPath = readonly (string | number)[];

/** A text read as JSON. */
export interface JsonDocument {
  /** Absolute path. */
  readonly file: string;
  readonly value: unknown;
  /** Where a value stands, or its nearest existing parent; `key` asks for the property's name instead of its value. */
  placeOf(path: JsonPath, part?: 'key' | 'value'): TextPlace;
  /** The same with where it ends; of an object or a list, which may be most of the file, the opening bracket. */
  spanOf(path: JsonPath, part?: 'key' | 'value'): Span;
}

/** `file:line:column`, as editors and terminals open it. */
export function placeWords(place: Place): string {
  const position = [place.line, place.column].filter((part) => part !== undefined);
  return [shown(place.file), ...position].join(':');
}
