// How far files inside files are followed on command lines: a few that name each other could make words without end.

/** Files inside files. */
const DEEPEST = 50;
/** Files, each as often as it is named: on one command line, and more for each further one. */
const MOST_FILES = 2000;
const FILES_A_LINE = 20;
/** Characters of all of them together, each as often as it is named; the same. */
const MOST_CHARACTERS = 16 * 1024 * 1024;
const CHARACTERS_A_LINE = 64 * 1024;

/** What was more than is followed. */
export interface Exceeded {
  readonly what: 'depth' | 'files' | 'characters';
  readonly most: number;
}

/** Counts for one command line, or for those of one build. */
export class ExpansionBounds {
  readonly #mostFiles: number;
  readonly #mostCharacters: number;
  #files = 0;
  #characters = 0;

  constructor(lines = 1) {
    this.#mostFiles = MOST_FILES + FILES_A_LINE * (lines - 1);
    this.#mostCharacters = MOST_CHARACTERS + CHARACTERS_A_LINE * (lines - 1);
  }

  /**
   * Counts one more file; what is exceeded with it, or nothing.
   * @param characters its length
   * @param depth files that are open, itself included
   */
  exceededBy(characters: number, depth: number): Exceeded | undefined {
    this.#files += 1;
    this.#characters += characters;
    if (depth > DEEPEST) return { what: 'depth', most: DEEPEST };
    if (this.#files > this.#mostFiles) return { what: 'files', most: this.#mostFiles };
    if (this.#characters <= this.#mostCharacters) return undefined;
    return { what: 'characters', most: this.#mostCharacters };
  }
}
