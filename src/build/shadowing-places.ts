// Places at which a header would come before one that was read: no compiler lists them, since nothing is there.
import { dirname, join, resolve } from 'node:path';
import { mayNameFolders, readFirst } from '../flags/question-flags.ts';
import type { Unit } from '../model/program.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { HEADER_VARIABLES, includePath } from '../toolchain/include-path.ts';
import type { Include, SourceDirectives } from './source-directives.ts';

/** Folders of headers, absolute, without the system's. */
interface Searched {
  /** As they are searched. */
  readonly ordered: readonly string[];
  /** Those that are not there yet, which clang tells last, and those searched after the system's. */
  readonly unordered: readonly string[];
}

/** Headers of the system and of compilers include each other, by names that nobody takes for headers of their own. */
const OF_SYSTEM =
  /^\/usr\/(?:include|lib\w*|local\/(?:include|lib\w*))\/|\/lib\/clang\/\d|^\/(?:Library|Applications|opt\/homebrew)\//u;

/** Beyond this many of one unit, only those beside the files are looked at in each build. */
const MOST_PLACES = 20_000;

export class ShadowingPlaces {
  readonly #toolchain: Toolchain;
  readonly #signal: AbortSignal;
  readonly #directives: SourceDirectives;

  constructor(toolchain: Toolchain, directives: SourceDirectives, signal: AbortSignal) {
    this.#toolchain = toolchain;
    this.#directives = directives;
    this.#signal = signal;
  }

  /**
   * Absolute paths, where a header may be that is not what the compile read.
   * @param files that its compile read
   * @throws {FailureError} toolchain-broken.
   */
  async placesFor(unit: Unit, files: readonly string[]): Promise<readonly string[]> {
    const read = new Set(files);
    const searched = await this.#searched(unit);
    const beside = new Set<string>();
    const earlier = new Set<string>();
    const add = (folder: string, { name, quoted }: Include): void => {
      const own = join(folder, name);
      if (quoted && read.has(own)) return;
      if (quoted) beside.add(own);
      for (const place of placesBefore(searched, name, read)) earlier.add(place);
    };
    for (const name of readFirst(unit.flags)) add(unit.directory, { name, quoted: true });
    // One after the other: thousands of files would be open at once.
    for (const file of files) {
      if (OF_SYSTEM.test(file)) continue;
      const { includes } = await this.#directives.of(file);
      for (const include of includes) add(dirname(file), include);
    }
    return [...new Set([...beside, ...(earlier.size > MOST_PLACES ? [] : earlier)])];
  }

  async #searched(unit: Unit): Promise<Searched> {
    // Without any, only those beside the files count.
    const isNamed =
      mayNameFolders(unit.flags) ||
      HEADER_VARIABLES.some((name) => (process.env[name] ?? '') !== '');
    if (!isNamed) return { ordered: [], unordered: [] };
    const language = unit.language === 'c++' ? 'c++' : 'c';
    const path = (await includePath(this.#toolchain, { ...unit, language }, this.#signal)) ?? [];
    const isSystem = (folder: string): boolean => OF_SYSTEM.test(`${folder}/`);
    const behind = path.findLastIndex(isSystem) + 1;
    return {
      ordered: path.slice(0, behind).filter((folder) => !isSystem(folder)),
      unordered: path.slice(behind),
    };
  }
}

/** Of a name found in one of the folders, where it would be in those before; of any other, where it would be in all. */
function placesBefore(
  { ordered, unordered }: Searched,
  name: string,
  read: ReadonlySet<string>,
): string[] {
  const places = ordered.map((folder) => resolve(folder, name));
  const found = places.findIndex((place) => read.has(place));
  const before = found === -1 ? places : places.slice(0, found);
  return [...before, ...unordered.map((folder) => resolve(folder, name))];
}
