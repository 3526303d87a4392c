// Where the lines of a text begin.
import type { TextPlace } from './places.ts';

/** Offsets into a text as lines and columns that count from 1; columns count UTF-16 units, as editors do. */
export class LineMap {
  readonly #file: string;
  readonly #starts: number[] = [0];

  constructor(file: string, text: string) {
    this.#file = file;
    for (const match of text.matchAll(/\r\n|\r|\n/gu)) {
      this.#starts.push(match.index + match[0].length);
    }
  }

  placeAt(offset: number): TextPlace {
    let [before, behind] = [0, this.#starts.length];
    while (behind - before > 1) {
      const middle = (before + behind) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) before = middle;
      else behind = middle;
    }
    const column = offset - (this.#starts[before] ?? 0) + 1;
    return { file: this.#file, line: before + 1, column };
  }
}
