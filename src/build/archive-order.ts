// Whether the order of a link line decides which of several archives' members are linked. lld remembers the members of all
// archives that it has read; GNU's linkers look into each archive once, from left to right, for what is missing until then.
import { basename, resolve } from 'node:path';
import { archiveSymbols } from '../toolchain/archive-symbols.ts';
import { elfSymbols } from '../toolchain/elf-symbols.ts';

/** One member that lld took. */
interface Extraction {
  /** As lld writes files: of an archive's member, `libx.a(member.o)`. */
  readonly reference: string;
  readonly member: string;
  readonly symbol: string;
}

/**
 * A member that was taken for a file in front of its archive is what any linker takes. One that was taken for a file behind
 * it, or for its neighbour, is what others take too if nothing else defines the name, or they link nothing at all.
 * @param extracted what lld wrote for `--why-extract`, with names as objects have them
 * @param files absolute paths of all that it read, in its order
 */
export async function orderDecides(
  extracted: string,
  files: readonly string[],
  directory: string,
): Promise<boolean> {
  const places = new Map([...files].reverse().map((file, at) => [file, files.length - 1 - at]));
  const doubtful = doubtfulIn(extractionsIn(extracted), places, directory);
  if (doubtful.length === 0) return false;
  const tables = new Tables(files);
  for (const { symbol, archive, isNeighbour } of doubtful) {
    const inArchive = (await tables.of(archive))?.get(symbol) ?? 0;
    if (inArchive > 1) return true;
    if (!isNeighbour && (await tables.definersBut(archive, symbol))) return true;
  }
  return false;
}

function extractionsIn(text: string): Extraction[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [reference, member, symbol] = line.split('\t');
      return reference === undefined || member === undefined || symbol === undefined
        ? []
        : [{ reference, member, symbol }];
    });
}

interface Doubt {
  readonly symbol: string;
  /** Place of the archive whose member was taken. */
  readonly archive: number;
  /** What needs it was taken from that archive as well. */
  readonly isNeighbour: boolean;
}

function doubtfulIn(
  extractions: readonly Extraction[],
  places: ReadonlyMap<string, number>,
  directory: string,
): Doubt[] {
  const placeOf = (file: string): number => {
    const own = places.get(resolve(directory, file));
    if (own !== undefined) return own;
    // A folder's name may have parentheses too.
    for (let at = file.indexOf('('); at !== -1; at = file.indexOf('(', at + 1)) {
      const archive = places.get(resolve(directory, file.slice(0, at)));
      if (archive !== undefined) return archive;
    }
    // What the command line itself asks for, such as `-u`.
    return -1;
  };
  const taken = new Map(extractions.map((each) => [each.member, each.reference]));
  const reached = new Map<string, number>();
  /** Where a linker that goes from left to right takes a file. */
  const reachedAt = (file: string): number => {
    const chain = new Set<string>();
    let known: number | undefined;
    for (let each: string | undefined = file; each !== undefined; each = taken.get(each)) {
      known = reached.get(each);
      if (known !== undefined || chain.has(each)) break;
      chain.add(each);
    }
    let place = known ?? -1;
    for (const each of [...chain].reverse()) {
      const own = placeOf(each);
      // Somewhere behind, where the line names the archive again.
      place = own < place ? Infinity : own;
      reached.set(each, place);
    }
    return place;
  };
  return extractions.flatMap(({ reference, member, symbol }) => {
    const archive = placeOf(member);
    const needed = reachedAt(reference);
    return archive === -1 || needed < archive
      ? []
      : [{ symbol, archive, isNeighbour: needed === archive }];
  });
}

/** What the files of a link define, each read once and only if it is asked about. */
class Tables {
  readonly #files: readonly string[];
  readonly #read = new Map<number, ReadonlyMap<string, number> | undefined>();

  constructor(files: readonly string[]) {
    this.#files = files;
  }

  /** By name, how many members define it; of a shared library, one. */
  async of(place: number): Promise<ReadonlyMap<string, number> | undefined> {
    if (!this.#read.has(place)) this.#read.set(place, await symbolsOf(this.#files[place] ?? ''));
    return this.#read.get(place);
  }

  /** Whether another file defines it: none is the archive of the user's own build, behind the one that stands for it. */
  async definersBut(archive: number, symbol: string): Promise<boolean> {
    const name = basename(this.#files[archive] ?? '');
    for (const [place, file] of this.#files.entries()) {
      if (basename(file) !== name && (await this.of(place))?.has(symbol) === true) return true;
    }
    return false;
  }
}

async function symbolsOf(file: string): Promise<ReadonlyMap<string, number> | undefined> {
  const members = await archiveSymbols(file);
  if (members !== undefined) return members;
  const shared = await elfSymbols(file, 'dynamic');
  return shared === undefined ? undefined : new Map(shared.defined.map((name) => [name, 1]));
}
