// What names of macros can be put together from by `##`: `AVX2` or `__AVX` of `__AVX2__`.

/** Shorter beginnings of a name are words of their own, in text that asks nothing. */
const SHORTEST_START = 4;
const SHORTEST_INNER_START = 3;

/** Finds the names that a word can be part of. */
export class NameParts {
  readonly #starts = new Map<string, Set<string>>();
  /** Without their underscores. */
  readonly #inner = new Map<string, Set<string>>();
  /** With one underscore in front of them or none. */
  readonly #features = new Map<string, Set<string>>();

  constructor(names: readonly string[]) {
    for (const name of names) {
      const inner = bare(name);
      for (const start of beginnings(name, SHORTEST_START)) add(this.#starts, start, name);
      add(this.#inner, inner, name);
      // A feature's own letters; in lower case they are words of prose, such as `core` of `__core2__`.
      if (!/^[A-Z\d]+(?:_\d)?$/u.test(inner)) continue;
      for (const start of beginnings(inner, SHORTEST_INNER_START)) add(this.#features, start, name);
    }
  }

  /** The names, each once. */
  namesWith(words: ReadonlySet<string>): string[] {
    const found = new Set<string>();
    for (const word of words) {
      const shorter = word.startsWith('_') ? word.slice(1) : word;
      for (const names of [
        this.#starts.get(word),
        this.#inner.get(bare(word)),
        this.#features.get(word),
        this.#features.get(shorter),
      ]) {
        for (const name of names ?? []) found.add(name);
      }
    }
    return [...found];
  }
}

function add(map: Map<string, Set<string>>, part: string, name: string): void {
  const names = map.get(part);
  if (names === undefined) map.set(part, new Set([name]));
  else names.add(name);
}

function bare(word: string): string {
  return word.replace(/^_+/u, '').replace(/_+$/u, '');
}

/** All but the whole. */
function beginnings(name: string, shortest: number): string[] {
  return Array.from({ length: Math.max(0, name.length - shortest) }, (_, index) =>
    name.slice(0, shortest + index),
  );
}
