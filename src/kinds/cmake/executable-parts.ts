// One executable of a configured CMake project: its units, the project's libraries that it links, its link line.
import type { Library } from '../../model/program.ts';
import { elfSoname } from '../../binary/elf-symbols.ts';
import { withOwnFeatures } from '../../flags/own-features.ts';
import type { ProgramParts } from '../program-parts.ts';
import type { BuildTree } from './build-tree.ts';
import { linkOf } from './link-words.ts';
import type { CmakeTarget } from './reply-schema.ts';
import { Obstacles, targetUnits } from './target-units.ts';

export interface ExecutableParts extends Required<
  Pick<ProgramParts, 'units' | 'libraries' | 'link'>
> {
  readonly obstacles: Obstacles;
}

/**
 * Whatever stands in the way is in `obstacles`; its units are left out.
 * @throws {FailureError} where the reply is not whole.
 */
export async function executableParts(
  tree: BuildTree,
  target: CmakeTarget,
): Promise<ExecutableParts> {
  const obstacles = new Obstacles();
  const libraries = new OwnLibraries(tree, obstacles);
  const own = await targetUnits(tree, target, obstacles);
  const linked = await linkOf(tree, target, obstacles, (library, file) =>
    libraries.nameOf(library, file),
  );
  await libraries.addModules();
  await lookForHeaders(tree, target, obstacles);
  const units = [...own, ...linked.units];
  // One file's features are its own against all that the program is made of, whichever library each is in.
  const lists = [units, ...libraries.found.map((library) => library.units)];
  const whole = withOwnFeatures(lists.flat());
  let at = 0;
  const [ownUnits = [], ...libraryUnits] = lists.map((list) =>
    whole.slice(at, (at += list.length)),
  );
  return {
    units: ownUnits,
    libraries: libraries.found.map((library, index) => ({
      ...library,
      units: libraryUnits[index] ?? [],
    })),
    link: linked.link,
    obstacles,
  };
}

/** The project's own libraries of one program, each behind those that its own link line names. */
class OwnLibraries {
  readonly found: Library[] = [];
  readonly #names = new Map<string, string>();
  /** Two libraries of one name could not be told apart by the loader. */
  readonly #sonames = new Set<string>();
  readonly #tree: BuildTree;
  readonly #obstacles: Obstacles;

  constructor(tree: BuildTree, obstacles: Obstacles) {
    this.#tree = tree;
    this.#obstacles = obstacles;
  }

  async nameOf(target: CmakeTarget, file: string): Promise<string> {
    const known = this.#names.get(target.id);
    if (known !== undefined) return known;
    const name = this.#freeName(file, target);
    this.#names.set(target.id, name);
    const units = await targetUnits(this.#tree, target, this.#obstacles);
    if (target.type === 'STATIC_LIBRARY') {
      this.found.push({ name, units });
      return name;
    }
    const linked = await linkOf(this.#tree, target, this.#obstacles, (library, path) =>
      this.nameOf(library, path),
    );
    const flags = [...linked.link.flags, ...(await this.#sonameFlags(target))];
    this.found.push({ name, units: [...units, ...linked.units], link: { ...linked.link, flags } });
    return name;
  }

  /**
   * The File API does not say the soname; the file that the project's own build made does. Without one, what the link line
   * calls it does for whoever links it.
   */
  async #sonameFlags(target: CmakeTarget): Promise<string[]> {
    if (target.type !== 'SHARED_LIBRARY') return [];
    const file = this.#tree.artifactOf(target);
    const soname = file === undefined ? undefined : await elfSoname(file);
    if (soname === undefined || /[,/]/u.test(soname) || this.#sonames.has(soname)) return [];
    this.#sonames.add(soname);
    return [`-Wl,-soname,${soname}`];
  }

  /** Modules are on nobody's link line: programs that depend on them load them by themselves. */
  async addModules(): Promise<void> {
    for (const target of this.#tree.targets) {
      if (target.type === 'MODULE_LIBRARY' && target.nameOnDisk !== undefined) {
        await this.nameOf(target, target.nameOnDisk);
      }
    }
  }

  /** Two libraries in two folders may be called the same. */
  #freeName(file: string, { name }: CmakeTarget): string {
    const taken = new Set(this.#names.values());
    if (!taken.has(file)) return file;
    const [, stem = file, extension = ''] = /^(.*?)(\.(?:a|so|dylib).*)$/u.exec(file) ?? [];
    const other = `${stem}-${name}${extension}`;
    return taken.has(other) ? `${stem}-${taken.size}${extension}` : other;
  }
}

/** Headers that a step of the build makes, which all that depend on it may include. */
async function lookForHeaders(
  tree: BuildTree,
  target: CmakeTarget,
  obstacles: Obstacles,
): Promise<void> {
  for (const each of tree.targets) {
    if (each === target || each.type !== 'UTILITY') continue;
    await targetUnits(tree, each, obstacles);
  }
}
