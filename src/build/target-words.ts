// Whether a unit could ask which CPU it is compiled for: a look at the words of everything its front end read. Cheap,
// and on the safe side: what may ask is then preprocessed for each target, which decides.
import { readFile } from 'node:fs/promises';

/** What one file holds. */
interface Words {
  /** A macro that depends on the target, by its whole name, or a builtin that only some CPUs have. */
  readonly names: boolean;
  /** `##`: names could be put together from parts, ... */
  readonly pastes: boolean;
  /** ... such as `AVX2` of `__AVX2__`. */
  readonly parts: boolean;
}

const NOTHING: Words = { names: false, pastes: false, parts: false };

export class TargetWords {
  /** Names of macros that some target defines otherwise. */
  readonly macros: readonly string[];
  readonly #names: RegExp;
  readonly #parts: RegExp;
  readonly #known = new Map<string, Promise<Words>>();

  constructor(macros: readonly string[]) {
    this.macros = macros;
    const parts = this.macros.map((name) => name.replace(/^_+|_+$/gu, ''));
    this.#names = new RegExp(`\\b(?:${['__builtin_ia32_\\w+', ...this.macros].join('|')})\\b`, 'u');
    this.#parts = new RegExp(`\\b(?:${['$^', ...parts].join('|')})\\b`, 'u');
  }

  /** Whether any of these files could make a unit's text depend on the target. */
  async mayAsk(files: readonly string[]): Promise<boolean> {
    let pastes = false;
    let parts = false;
    for (const file of files) {
      const words = await this.#wordsOf(file);
      if (words.names) return true;
      pastes ||= words.pastes;
      parts ||= words.parts;
    }
    return pastes && parts;
  }

  /** Units of one program read mostly the same headers. */
  #wordsOf(file: string): Promise<Words> {
    let words = this.#known.get(file);
    if (words === undefined) {
      words = readFile(file, 'latin1').then(
        (text) => ({
          names: this.#names.test(text),
          pastes: text.includes('##'),
          parts: this.#parts.test(text),
        }),
        // Gone since it was compiled: what it held is not known.
        () => ({ ...NOTHING, names: true }),
      );
      this.#known.set(file, words);
    }
    return words;
  }
}
