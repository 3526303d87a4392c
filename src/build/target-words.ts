// Whether a unit could ask which CPU it is compiled for: a look at the words of everything its front end read. Cheap,
// and on the safe side: what may ask by a macro is then preprocessed for each target, which decides.
import { readFile } from 'node:fs/promises';

/** What one file holds. */
interface Words {
  /** A question that the front end answers after the preprocessor: its text is the same for every target. */
  readonly asksLater: boolean;
  /** A macro that depends on the target, by its whole name, or a builtin that only some CPUs have. */
  readonly names: boolean;
  /** `##`: names could be put together from parts, ... */
  readonly pastes: boolean;
  /** ... such as `AVX2` or `__AVX` of `__AVX2__`. */
  readonly parts: boolean;
}

/** How far a look at the words can tell: what may ask by a macro shows in the preprocessed text, the rest nowhere. */
export type MayAsk = 'no' | 'by a macro' | 'later';

/**
 * Whether atomics of 16 bytes need a lock, the alignment that OpenMP takes for the CPU's, and which variant of a function or
 * directive it takes there.
 */
const LATER =
  /(?:is|always)_lock_free\b|\b(?:__builtin_omp_required_simd_align|declare\s+variant|metadirective)\b/u;

/**
 * Headers of the standard library and of clang. They define what says `lock_free`, and ask it themselves of 8 bytes at
 * most, which all CPUs of an architecture answer alike: only who uses them can ask of 16.
 */
const STANDARD_HEADER =
  /[\\/](?:include[\\/]c\+\+[\\/]v?\d[\d.]*|lib(?:64)?[\\/]clang[\\/][\d.]+[\\/]include)[\\/]/u;

export class TargetWords {
  /** Names of macros that some target defines otherwise. */
  readonly macros: readonly string[];
  readonly #names: RegExp;
  readonly #parts: RegExp;
  readonly #known = new Map<string, Promise<Words>>();

  constructor(macros: readonly string[]) {
    this.macros = macros;
    const parts = new Set(this.macros.flatMap(partsOf));
    this.#names = new RegExp(`\\b(?:${['__builtin_ia32_\\w+', ...this.macros].join('|')})\\b`, 'u');
    this.#parts = new RegExp(`\\b(?:${['$^', ...parts].join('|')})\\b`, 'u');
  }

  /** Whether any of these files, or the unit's flags (`-DFAST=__AVX2__`), could make its IR depend on the target. */
  async mayAsk(files: readonly string[], flags: readonly string[]): Promise<MayAsk> {
    let names = false;
    let pastes = false;
    let parts = false;
    // Together with its value, a flag's -D would make one word of another.
    const given = this.#wordsIn(flags.join('\n').replaceAll('-D', ' '));
    for (const words of [given, ...(await this.#wordsOfAll(files))]) {
      if (words.asksLater) return 'later';
      names ||= words.names;
      pastes ||= words.pastes;
      parts ||= words.parts;
    }
    return names || (pastes && parts) ? 'by a macro' : 'no';
  }

  async #wordsOfAll(files: readonly string[]): Promise<Words[]> {
    const all: Words[] = [];
    for (const file of files) {
      const words = await this.#wordsOf(file);
      all.push(words);
      // The rest cannot change the answer.
      if (words.asksLater) break;
    }
    return all;
  }

  #wordsIn(text: string): Words {
    return {
      asksLater: LATER.test(text),
      names: this.#names.test(text),
      pastes: text.includes('##'),
      parts: this.#parts.test(text),
    };
  }

  /** Units of one program read mostly the same headers. */
  #wordsOf(file: string): Promise<Words> {
    let words = this.#known.get(file);
    if (words === undefined) {
      words = readFile(file, 'latin1').then(
        (text) => {
          const words = this.#wordsIn(text);
          return STANDARD_HEADER.test(file) ? { ...words, asksLater: false } : words;
        },
        // Gone since it was compiled: what it held is not known.
        () => ({ asksLater: true, names: true, pastes: true, parts: true }),
      );
      this.#known.set(file, words);
    }
    return words;
  }
}

/** Shorter beginnings of a name are words of their own, in text that asks nothing. */
const SHORTEST_START = 4;
const SHORTEST_INNER_START = 3;

/** What a macro's name can be put together from: its beginnings, and what stands between its underscores. */
function partsOf(name: string): string[] {
  const inner = name.replace(/^_+|_+$/gu, '');
  const parts = beginnings(name, SHORTEST_START).concat(`_*${inner}_*`);
  // A feature's own letters; in lower case they are words of prose, such as `core` of `__core2__`.
  if (!/^[A-Z\d]+(?:_\d)?$/u.test(inner)) return parts;
  return parts.concat(beginnings(inner, SHORTEST_INNER_START).map((part) => `_?${part}`));
}

/** All but the whole. */
function beginnings(name: string, shortest: number): string[] {
  return Array.from({ length: Math.max(0, name.length - shortest) }, (_, index) =>
    name.slice(0, shortest + index),
  );
}
