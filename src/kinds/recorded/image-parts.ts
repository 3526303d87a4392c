// A recorded executable as a program: its units, the libraries of the build that it needs, and its link line.
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Library, Link, LinkWord, Unit } from '../../model/program.ts';
import { sonameOf } from '../../toolchain/clang-link.ts';
import { cleanLinkLine } from '../../flags/flags.ts';
import type { EntryResult } from '../../flags/compile-entry.ts';
import { foreignSystem } from '../../flags/foreign-system.ts';
import type { ProgramParts } from '../program-parts.ts';
import { archiveMembers } from '../../binary/archive-members.ts';
import { chosenMembers, wholeMembers } from './chosen-members.ts';
import type {
  Archive,
  BuildProduct,
  Image,
  Located,
  ArchiveMember,
  ObjectFile,
} from './build-products.ts';
import { OLDER } from './build-state.ts';
import type { RecordedStep } from './recorded-step.ts';
import { takesWhole } from '../../flags/library-search.ts';
import { PartsNotes } from './parts-notes.ts';
import { recordedUnit, withoutRefused } from './recorded-unit.ts';
import { BY_RUSTC, isOfRustc } from './rust-steps.ts';
import { RewrittenSources } from './rewritten-sources.ts';
import { sharedFeatures } from './shared-features.ts';
import { compilerFile, isClang, toolCall } from '../../flags/tools.ts';
import { withPlaces } from './object-places.ts';
import {
  gone,
  joinedOfRemovedObjects,
  joinedOfUnknownArchive,
  knownInPart,
  memberRemoved,
} from './messages/program.ts';

export interface RecordedBuild {
  /** Absolute. What is outside is the system's, and linked as it is for anybody. */
  readonly project: string;
  readonly steps: readonly RecordedStep[];
  readonly refused: ReadonlySet<string>;
  /** When each of the builds ended that steps are of: milliseconds since 1970. */
  readonly endedAt: readonly number[];
}

export interface ImageParts extends ProgramParts {
  readonly libraries: readonly Library[];
  readonly link: Link;
  /** Absolute paths of sources that are gone. */
  readonly missing: readonly string[];
  /** Absolute paths of sources that the build wrote anew after it had compiled them. */
  readonly rewritten: Pick<RewrittenSources, 'once' | 'apart'>;
  /** Other systems that compilers of its parts, or its linker, make programs for: no target of this one stands for these. */
  readonly systems: ReadonlySet<string>;
  /** Objects and archives' members that nothing recorded made. */
  readonly older: readonly string[];
}

/** @param image an executable. Nothing is run; sources and archives are looked at. */
export async function imageParts(build: RecordedBuild, image: Image): Promise<ImageParts> {
  const maker = new Maker(build);
  return maker.parts(image);
}

class Maker {
  readonly #build: RecordedBuild;
  readonly #libraries: Library[] = [];
  readonly #names = new Map<BuildProduct, string>();
  readonly #missing = new Set<string>();
  readonly #systems = new Set<string>();
  readonly #rewritten = new RewrittenSources();
  readonly #notes: PartsNotes;

  constructor(build: RecordedBuild) {
    this.#build = build;
    this.#notes = new PartsNotes(build.project);
  }

  async parts(image: Image): Promise<ImageParts> {
    const { units, link } = await this.#linked(image);
    const features = sharedFeatures(units, this.#libraries);
    return {
      units: features(units),
      libraries: this.#libraries.map((library) => ({ ...library, units: features(library.units) })),
      link,
      missing: [...this.#missing],
      rewritten: this.#rewritten,
      systems: this.#systems,
      older: [...this.#notes.older],
      warnings: this.#notes.warnings(),
    };
  }

  async #linked(image: Image): Promise<{ units: Unit[]; link: Link }> {
    const units: Unit[] = [];
    const objects = new Set<BuildProduct>();
    const words: LinkWord[] = [];
    for (const item of image.items) {
      if (item.kind === 'words') {
        words.push(...item.words);
        continue;
      }
      const { file } = item;
      switch (file.product.kind) {
        case 'object':
        case 'joined':
          // Named twice is linked once, as for any linker that does not refuse it.
          if (!objects.has(file.product)) {
            const own = await this.#units(file);
            units.push(...own);
            words.push({ objects: own.length });
          }
          objects.add(file.product);
          break;
        case 'opaque':
          words.push(...item.words);
          this.#noteOpaque(file);
          break;
        case 'archive':
          words.push(...(await this.#archive(file, file.product, item.words, takesWhole(words))));
          break;
        case 'image':
          if (file.product.shared) words.push({ library: await this.#shared(file.product) });
          else words.push(...item.words);
          break;
        case 'text':
          words.push(...item.words);
      }
    }
    const cleaned = this.#clean(withPlaces(words), image);
    return { units, link: { ...cleaned, language: image.language, directory: image.directory } };
  }

  /** The words as a link line keeps them; libraries and objects stay in their places. */
  #clean(words: readonly LinkWord[], image: Image): Pick<Link, 'flags' | 'removed'> {
    const { kept: flags, removed } = cleanLinkLine(words);
    const step = this.#build.steps[image.linkedBy];
    if (step !== undefined) this.#noteSystem(step);
    const isGcc = step !== undefined && !isClang(step);
    const cleaned = { flags, removed };
    const taken = isGcc ? withoutRefused(cleaned, this.#build.refused) : cleaned;
    return {
      ...taken,
      flags: taken.flags.filter((word) => typeof word !== 'string' || !OF_OUTPUT.test(word)),
    };
  }

  async #units(file: Located): Promise<Unit[]> {
    const { product } = file;
    switch (product.kind) {
      case 'joined': {
        const why = await this.#whyWhole(product.parts);
        if (why !== undefined && isThere(file)) return this.#asItIs(file, file.path, why);
        const units: Unit[] = [];
        for (const part of product.parts) {
          const { members, isKnown } = await wholeMembers(part);
          if (!isKnown) this.#notes.leftOut(part.path, knownInPart());
          for (const each of members) units.push(...(await this.#units(each)));
        }
        return units;
      }
      case 'object': {
        const made = this.#made(product);
        if (made === undefined) return [];
        const { step, result } = made;
        if (result.kind === 'unit') {
          const { source } = result.unit;
          if (!existsSync(source)) this.#missing.add(source);
          else this.#rewritten.add(source, step);
          if (!isClang(step)) this.#notes.compiledBy(step);
          this.#noteSystem(step);
          return [{ ...result.unit, ...this.#compiled(step) }];
        }
        return this.#asItIs(file, result.source, result.reason);
      }
      case 'opaque':
        if (isThere(file)) this.#noteOpaque(file);
        return this.#asItIs(file);
      case 'archive':
      case 'image':
      case 'text':
        return [];
    }
  }

  #noteSystem(step: RecordedStep): void {
    const system = foreignSystem(compilerFile(step), toolCall(step)?.words ?? []);
    if (system !== undefined) this.#systems.add(system);
  }

  #compiled({ startedAt: at, build = -1 }: RecordedStep): Pick<Unit, 'compiled'> {
    const until = this.#build.endedAt[build];
    return at === undefined || until === undefined ? {} : { compiled: { at, until } };
  }

  #made(object: ObjectFile): { step: RecordedStep; result: EntryResult } | undefined {
    const step = this.#build.steps[object.compiledBy];
    if (step === undefined) return undefined;
    return { step, result: recordedUnit(object, step, this.#build.refused) };
  }

  /** Whether it can only be linked as the build made it, and is not there any more. */
  async #isLost(file: Located): Promise<boolean> {
    const { product } = file;
    if (product.kind !== 'opaque' && isThere(file)) return false;
    switch (product.kind) {
      case 'joined':
        return (await this.#whyWhole(product.parts)) !== undefined;
      case 'object':
        return this.#made(product)?.result.kind === 'skipped';
      case 'opaque':
        return !isThere(file);
      case 'archive':
      case 'image':
      case 'text':
        return false;
    }
  }

  /** Why what was joined of these cannot be made anew. */
  async #whyWhole(parts: readonly Located[]): Promise<string | undefined> {
    for (const part of parts) {
      const { members, isKnown } = await wholeMembers(part);
      if (!isKnown) return joinedOfUnknownArchive();
      for (const each of members) {
        if (await this.#isLost(each)) return joinedOfRemovedObjects();
      }
    }
    return undefined;
  }

  /** A file that is linked as the build made it, if it is still there. */
  #asItIs(file: Located, source = file.path, reason?: string): Unit[] {
    const path = placeOf(file);
    if (path === undefined) {
      this.#notes.leftOut(source, reason ?? gone());
      return [];
    }
    if (reason !== undefined) this.#notes.asItIs(source, reason);
    return [{ source: path, language: 'object', directory: '/', flags: [], removed: [] }];
  }

  #noteOpaque({ path, product }: Located): void {
    if (product.kind !== 'opaque') return;
    if (product.older === true && !path.startsWith(join(this.#build.project, '/'))) return;
    if (product.reason !== OLDER) this.#notes.asItIs(path, product.reason);
    else if (isOfRustc(path)) this.#notes.asItIs(path, BY_RUSTC);
    else this.#notes.older.add(path);
  }

  /** @param whole the linker takes all members, wanted or not: those that are known must not come a second time */
  async #archive(
    file: Located,
    archive: Archive,
    words: readonly string[],
    whole: boolean,
  ): Promise<LinkWord[]> {
    const there = await archiveMembers(file.path);
    const { members, unknown } = chosenMembers(archive.members, there);
    // What make removes once it is in an archive is still to be had from there.
    const lost = new Set<ArchiveMember>();
    for (const member of there === undefined ? [] : members) {
      if (await this.#isLost(member.file)) lost.add(member);
    }
    if (unknown) this.#notes.older.add(file.path);
    for (const { name } of lost) {
      this.#notes.asItIs(file.path, memberRemoved(basename(name)));
    }
    const asItWas = unknown || lost.size > 0;
    const rest = asItWas ? words : [];
    // An archive of nothing that is known is one as it is.
    if (members.length === lost.size) return there?.length === 0 ? [] : [...words];
    if (asItWas && whole) return [...words];
    const named = this.#names.get(archive);
    if (named !== undefined) return [{ library: named }, ...rest];
    const name = this.#name(archive, basename(file.path));
    const units: Unit[] = [];
    for (const member of members) {
      if (!lost.has(member)) units.push(...(await this.#units(member.file)));
    }
    this.#libraries.push({ name, units });
    return [{ library: name }, ...rest];
  }

  async #shared(image: Image): Promise<string> {
    const named = this.#names.get(image);
    if (named !== undefined) return named;
    const { units, link } = await this.#linked(image);
    const flags = link.flags.filter(
      (word) => typeof word !== 'string' || !/^-(?:shared|dynamiclib)$/u.test(word),
    );
    const name = this.#name(image, sonameOf({ flags }) ?? basename(image.path));
    this.#libraries.push({ name, units, link: { ...link, flags } });
    return name;
  }

  #name(product: BuildProduct, wanted: string): string {
    const taken = new Set(this.#names.values());
    let name = wanted;
    for (let copy = 2; taken.has(name); copy += 1) name = `${copy}-${wanted}`;
    this.#names.set(product, name);
    return name;
  }
}

/** Where a file that was made, or what it was moved to, still is. */
function placeOf({ path, product }: Located): string | undefined {
  return [path, product.path].find((each) => existsSync(each));
}

function isThere(file: Located): boolean {
  return placeOf(file) !== undefined;
}

/** On a link line they only matter to a compile, or name what this build writes elsewhere. */
const OF_OUTPUT = /^-(?:Werror(?:=.*)?|pedantic-errors|Wl,--out-implib.*)$/u;
