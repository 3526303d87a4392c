// Whether a unit could ask which CPU it is compiled for: a look at the words of everything its front end read. Cheap,
// and on the safe side: what may ask by a macro is then preprocessed for targets that define it otherwise, which decides.
import { readFile } from 'node:fs/promises';
import { NameParts } from './name-parts.ts';

/** How far a look at the words can tell: what may ask by a macro shows in the preprocessed text, the rest nowhere. */
export interface MayAsk {
  /** A question that the front end answers after the preprocessor: its text is the same for every target. */
  readonly later: boolean;
  /** Whether a builtin is there that only some CPUs have. */
  readonly builtins: boolean;
  /** Macros that depend on the target: by their whole names, or put together from parts. */
  readonly macros: readonly string[];
}

/** What one file holds. */
interface FileWords extends MayAsk {
  /** `##`: names could be put together from parts, ... */
  readonly pastes: boolean;
  /** ... which stand here: of these macros. */
  readonly parts: readonly string[];
}

/**
 * Whether atomics of 16 bytes need a lock, the alignment that OpenMP takes for the CPU's, and which variant of a function or
 * directive it takes there.
 */
const LATER =
  /(?:is|always)_lock_free\b|\b(?:__builtin_omp_required_simd_align|declare\s+variant|metadirective)\b/u;

const BUILTIN = '__builtin_ia32_';

/**
 * Headers of the standard library and of clang. They define what says `lock_free`, and ask it themselves of 8 bytes at
 * most, which all CPUs of an architecture answer alike: only who uses them can ask of 16. And what they put together they name
 * themselves: no part of a macro's name comes out of them.
 */
const STANDARD_HEADER =
  /[\\/](?:include[\\/]c\+\+[\\/]v?\d[\d.]*|lib(?:64)?[\\/]clang[\\/][\d.]+[\\/]include)[\\/]/u;

export class TargetWords {
  /** Names of macros that some target defines otherwise. */
  readonly macros: readonly string[];
  readonly #names: ReadonlySet<string>;
  readonly #parts: NameParts;
  readonly #known = new Map<string, Promise<FileWords>>();

  constructor(macros: readonly string[]) {
    this.macros = macros;
    this.#names = new Set(macros);
    this.#parts = new NameParts(macros);
  }

  /** What in these files, or in the unit's flags (`-DFAST=__AVX2__`), could make its IR depend on the target. */
  async mayAsk(files: readonly string[], flags: readonly string[]): Promise<MayAsk> {
    // Together with its value, a flag's -D would make one word of another.
    const given = this.#allWordsIn(flags.join('\n').replaceAll('-D', ' '));
    const all = [given, ...(await this.#wordsOfAll(files))];
    const pastes = all.some((words) => words.pastes);
    const macros = all.flatMap((words) => [...words.macros, ...(pastes ? words.parts : [])]);
    return {
      later: all.some(({ later }) => later),
      builtins: all.some(({ builtins }) => builtins),
      macros: [...new Set(macros)].sort(),
    };
  }

  async #wordsOfAll(files: readonly string[]): Promise<FileWords[]> {
    const all: FileWords[] = [];
    for (const file of files) {
      const words = await this.#wordsOf(file);
      all.push(words);
      // The rest cannot change the answer.
      if (words.later) break;
    }
    return all;
  }

  #wordsIn(text: string): FileWords {
    const words = this.#allWordsIn(text);
    const { later, builtins, macros, parts } = words;
    if (!later && !builtins && macros.length + parts.length === 0) return words;
    return this.#allWordsIn(withoutComments(text));
  }

  #allWordsIn(text: string): FileWords {
    const words = new Set(text.match(/\w+/gu) ?? []);
    return {
      later: LATER.test(text),
      builtins: text.includes(BUILTIN),
      macros: [...words].filter((word) => this.#names.has(word)),
      pastes: text.includes('##'),
      parts: this.#parts.namesWith(words),
    };
  }

  /** Units of one program read mostly the same headers. */
  #wordsOf(file: string): Promise<FileWords> {
    let words = this.#known.get(file);
    if (words === undefined) {
      words = readFile(file, 'latin1').then(
        (text) => {
          const words = this.#wordsIn(text);
          return STANDARD_HEADER.test(file) ? { ...words, later: false, parts: [] } : words;
        },
        // Gone since it was compiled: what it held is not known.
        () => ({ later: true, builtins: true, macros: [], pastes: true, parts: [] }),
      );
      this.#known.set(file, words);
    }
    return words;
  }
}

const LITERAL_OR_COMMENT =
  /"(?:\\(?:\r\n|[^])|[^"\\\n])*"|'(?:\\(?:\r\n|[^])|[^'\\\n])*'|\/\/(?:\\\r?\n|[^\n])*|\/\*[^]*?\*\//gu;

/** Text with raw strings, in which quotes mean nothing, stays as it is. */
function withoutComments(text: string): string {
  if (text.includes('R"')) return text;
  return text.replace(LITERAL_OR_COMMENT, (found) => (found.startsWith('/') ? ' ' : found));
}
