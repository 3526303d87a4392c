// From the line that links an executable of Cargo's to what is built for each target: every crate's bitcode in place of its objects.
import { basename, dirname, join, sep } from 'node:path';
import type { Library, LinkWord, Unit } from '../../model/program.ts';
import { cleanLinkLine } from '../../flags/flags.ts';
import { kindOf } from '../../config/inputs.ts';
import { linkedFiles } from '../prebuilt-code.ts';
import { archiveMembers } from '../../binary/archive-members.ts';
import { outputOf, readOptions, wordsOf } from '../../flags/options.ts';
import { takesWhole } from '../../flags/library-search.ts';
import { askingCrates } from './asking-crates.ts';
import type { CargoArtifact } from './cargo-messages.ts';
import { crateFlags } from './crate-flags.ts';
import { codegenOptions } from './codegen-options.ts';
import { crateLinkWords } from './link-args.ts';

export interface CrateLine {
  /** What rustc told its linker. */
  readonly words: readonly string[];
  /** The level of the crate that is linked, as rustc has it. */
  readonly level: string;
  readonly artifacts: readonly CargoArtifact[];
  /** Absolute path that cargo ran rustc in. */
  readonly directory: string;
  /** Absolute path of the folder that everything built lies in. */
  readonly buildFolder: string;
  /** Absolute path of the folder that rustc's link lines are kept in. */
  readonly lines: string;
  readonly triple: string;
  /** Version of rustc's LLVM. */
  readonly llvm: string;
  /** Whether a linker was found beside clang: rustc's own is then left out of the line. */
  readonly ownLinker: boolean;
}

export interface CrateUnits {
  readonly units: readonly Unit[];
  readonly libraries: readonly Library[];
  readonly linkWords: readonly LinkWord[];
  readonly removed: Unit['removed'];
  /** Paths of the crates' outputs without extension, `lib` taken off: the names that rustc's other files beside them have. */
  readonly crates: readonly string[];
  /** Those of them whose sources ask by `cfg(target_feature)` what the CPU has. */
  readonly asking: readonly string[];
  /** Base names of libraries in the folders of the project that hold code from elsewhere than Rust sources. */
  readonly foreign: readonly string[];
  /** Base names of the standard library's archives. */
  readonly standard: readonly string[];
}

const OBJECT = '.rcgu.o';
const BITCODE = '.rcgu.no-opt.bc';

/** What one line of rustc's links: an executable, or a crate that is a shared library. */
type Linked = Pick<CrateUnits, 'units' | 'linkWords' | 'removed'>;

export async function crateUnits(line: CrateLine): Promise<CrateUnits> {
  const maker = new CrateMaker(line);
  const linked = await maker.linked(line.words, line.level);
  const { libraries, crates } = maker;
  const asking = await askingCrates(crates, line.directory);
  const told = (unit: Unit): Unit => {
    const { crate } = unit;
    const asks = crate === undefined ? undefined : asking.get(crate.path);
    return crate === undefined || asks === undefined
      ? unit
      : { ...unit, crate: { ...crate, asks } };
  };
  return {
    ...{ ...linked, units: linked.units.map(told), crates },
    asking: crates.filter((crate) => asking.get(crate) === 'condition'),
    libraries: libraries.map((library) => ({ ...library, units: library.units.map(told) })),
    ...{ foreign: [...maker.foreign].sort(), standard: [...maker.standard] },
  };
}

class CrateMaker {
  readonly libraries: Library[] = [];
  readonly crates: string[] = [];
  readonly foreign = new Set<string>();
  readonly standard = new Set<string>();
  readonly #line: CrateLine;
  readonly #levels: ReadonlyMap<string, string>;
  /** Of crates that are shared libraries: by path, the name that link lines know each by. */
  readonly #shared = new Map<string, string>();

  constructor(line: CrateLine) {
    this.#line = line;
    this.#levels = new Map(
      line.artifacts.flatMap(({ files, level }) => files.map((file) => [basename(file), level])),
    );
  }

  async linked(words: readonly string[], level: string): Promise<Linked> {
    const { buildFolder, directory, ownLinker } = this.#line;
    const output = stemOf(outputOf(words) ?? '');
    this.crates.push(output);
    const ownFlags = await this.#flagsOf(output, level);
    const units: Unit[] = [];
    const linkWords: LinkWord[] = [];
    for (const word of withoutOwnOutput(words, ownLinker)) {
      const isOwn = word.startsWith(join(buildFolder, sep));
      if (word.endsWith('.o') && isOwn) {
        const unit = await unitOfObject(word, output, ownFlags, this.#line);
        if (unit === undefined) linkWords.push(word);
        else units.push(unit);
      } else if (word.endsWith('.rlib') && isOwn) {
        linkWords.push(...(await this.#archive(word, level, takesWhole(linkWords))));
      } else if (word.endsWith('.so') && isOwn) {
        linkWords.push(await this.#sharedCrate(word, level));
      } else {
        if (word.endsWith('.rlib')) this.standard.add(basename(word));
        linkWords.push(word);
      }
    }
    const { kept, removed } = cleanLinkLine(linkWords);
    const folders = [buildFolder, directory].map((folder) => join(folder, sep));
    for (const file of await linkedFiles({ flags: kept, directory })) {
      if (OF_SCRIPTS.test(file) && folders.some((folder) => file.startsWith(folder)))
        this.foreign.add(basename(file));
    }
    return { units, linkWords: kept, removed };
  }

  async #archive(path: string, level: string, whole: boolean): Promise<LinkWord[]> {
    const name = basename(path);
    const stem = stemOf(path);
    const members = (await archiveMembers(path)) ?? [];
    const own = members.filter((member) => member.endsWith(OBJECT));
    const flags = await this.#flagsOf(stem, this.#levelOf(path) ?? level);
    const units: Unit[] = [];
    for (const member of own) {
      const unit = await unitOfObject(join(dirname(path), member), stem, flags, this.#line);
      if (unit !== undefined) units.push(unit);
    }
    const isForeign = members.some(
      (member) => !member.endsWith(OBJECT) && !member.endsWith('.rmeta'),
    );
    if (isForeign) this.foreign.add(name);
    const asItWas = isForeign || units.length < own.length;
    // Taken whole, all in it comes once only.
    if (asItWas && whole) return [path];
    const words: LinkWord[] = [];
    if (!this.crates.includes(stem)) {
      this.crates.push(stem);
      if (units.length > 0) this.libraries.push({ name, units });
    }
    if (units.length > 0) words.push({ library: name });
    // What else it holds (C that a build script compiled) is taken from the archive itself, which stands behind: for all
    // that is in both, the linker has found the one in front by then.
    return asItWas ? [...words, path] : words;
  }

  /** A crate that is a shared library is linked anew by its own line; what a build script made has none. */
  async #sharedCrate(path: string, level: string): Promise<LinkWord> {
    const known = this.#shared.get(path);
    if (known !== undefined) return { library: known };
    const words = await crateLinkWords(this.#line.lines, path);
    if (words === undefined) return path;
    const name = basename(path);
    this.#shared.set(path, name);
    const { units, linkWords, removed } = await this.linked(words, this.#levelOf(path) ?? level);
    const flags = linkWords.filter((word) => word !== '-shared');
    const { directory } = this.#line;
    this.libraries.push({ name, units, link: { flags, language: 'c', directory, removed } });
    return { library: name };
  }

  async #flagsOf(crate: string, level: string): Promise<readonly string[]> {
    return crateFlags(level, this.#line.triple, await codegenOptions(crate));
  }

  #levelOf(file: string): string | undefined {
    const name = basename(file);
    return this.#levels.get(name) ?? this.#levels.get(name.replace(/-[0-9a-f]{16}$/u, ''));
  }
}

/** Libraries that are no crates: rustc's own objects for a link are beside the crates' too. */
const OF_SCRIPTS = /\.(?:a|so(?:\.[\d.]+)?)$/u;

function stemOf(output: string): string {
  const name = basename(output);
  const stem = /^lib(.+)\.(?:rlib|so)$/u.exec(name)?.[1] ?? name;
  return join(dirname(output), stem);
}

/** @param crate as in `CrateUnits.crates` */
export function crateName(crate: string): string {
  return basename(crate).replace(/-[0-9a-f]+$/u, '');
}

/** The bitcode beside an object; nothing where rustc wrote none, as for the few lines that choose an allocator. */
async function unitOfObject(
  object: string,
  crate: string,
  flags: readonly string[],
  { directory, llvm }: CrateLine,
): Promise<Unit | undefined> {
  if (!object.endsWith(OBJECT)) return undefined;
  const source = `${object.slice(0, -OBJECT.length)}${BITCODE}`;
  if ((await kindOf(source)) !== 'file') return undefined;
  return {
    ...{ source, language: 'bitcode', directory, flags, removed: [] },
    crate: { name: crateName(crate), path: crate, llvm },
  };
}

/** rustc's own copy of lld is a wrapper in a folder of its own. */
function withoutOwnOutput(words: readonly string[], ownLinker: boolean): string[] {
  const options = readOptions(words);
  const isWrapper = (name: string): boolean => /^-B.*gcc-ld$/u.test(name);
  const isOwn = ownLinker && options.some(({ name }) => isWrapper(name));
  const others = options.filter(
    ({ name, value }) =>
      name !== '-o' && !(isOwn && (isWrapper(name) || (name === '-fuse-ld' && value === 'lld'))),
  );
  return wordsOf(others);
}
