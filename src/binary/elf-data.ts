// The data of an ELF object in pieces: what each symbol names, and constants that have no name.
import type { FileHandle } from 'node:fs/promises';
import { bytesOf, withTables } from './binary-tables.ts';
import { namedSections, type NamedSection } from './elf-sections.ts';
import { symbolTable } from './elf-symbols.ts';

/** A run of bytes with what the linker puts into it. */
export interface DataPiece {
  /** Of the symbol; absent for constants without one, and for those whose name only the compiler knows (`.L...`). */
  readonly name?: string;
  readonly section: string;
  /** Absent where it begins as zeros that the file does not hold. */
  readonly bytes?: Buffer;
  readonly size: number;
  readonly relocations: readonly Relocation[];
}

export interface Relocation {
  /** From the beginning of the piece. */
  readonly offset: number;
  /** As the processor's supplement to ELF numbers them. */
  readonly type: number;
  /** The symbol, or the section where the place in it has no name of its own. */
  readonly target: string;
  /** Behind the symbol; 0 where the target is a section: what lies where in one is not compared. */
  readonly addend: number;
}

/** Compilers' own: variables and constants. Not: tables that linkers put together, unwinding, notes, debug information. */
const DATA = /^\.(?:l?rodata|l?data|tdata|l?bss|tbss)(?:\.|$)/u;
const TYPE = { symbols: 2, relocations: 4, noBits: 8 } as const;
const FLAG = { write: 1n, allocated: 2n, code: 4n, merge: 0x10n, strings: 0x20n } as const;
const SYMBOL_KIND = { object: 1, section: 3, threadLocal: 6 } as const;
const [SYMBOL_SIZE, RELOCATION_SIZE] = [24, 24];

interface Named {
  readonly name: string;
  readonly start: number;
  readonly size: number;
}

interface Place extends Relocation {
  readonly at: number;
}

/** Nothing where the file cannot be read, or is not of 64-bit little-endian ELF. */
export async function elfData(file: string): Promise<DataPiece[] | undefined> {
  return withTables(file, async (handle) => {
    const sections = await namedSections(handle);
    if (sections === undefined) return undefined;
    const symbols = await symbolsOf(handle, sections);
    const pieces: DataPiece[] = [];
    for (const [index, section] of sections.entries()) {
      if (!DATA.test(section.name) || (section.flags & FLAG.allocated) === 0n) continue;
      const named = symbols.filter((each) => each.section === index && each.isData);
      if (section.type === TYPE.noBits) {
        for (const { name, size } of named)
          pieces.push({ name, section: section.name, size, relocations: [] });
        continue;
      }
      const bytes = await bytesOf(handle, section);
      const places = await placesOf(handle, sections, index, symbols);
      pieces.push(...piecesOf(section, bytes, named, places));
    }
    return pieces;
  });
}

interface Symbol extends Named {
  readonly section: number;
  /** A variable or constant whose name is the source's. */
  readonly isData: boolean;
  /** What a relocation to it is called. */
  readonly target: string;
  readonly isPlace: boolean;
}

async function symbolsOf(handle: FileHandle, sections: readonly NamedSection[]): Promise<Symbol[]> {
  const table = sections.find(({ type }) => type === TYPE.symbols);
  const names = table === undefined ? undefined : sections[table.link];
  if (table === undefined || names === undefined) return [];
  const content = await bytesOf(handle, table);
  return symbolTable(content, await bytesOf(handle, names)).map((symbol, index) => {
    const { name, kind, section } = symbol;
    const isOwn = name !== '' && !name.startsWith('.L');
    const size = Number(content.readBigUInt64LE(index * SYMBOL_SIZE + 16));
    return {
      ...{ name, section, size },
      start: Number(content.readBigUInt64LE(index * SYMBOL_SIZE + 8)),
      isData:
        isOwn && size > 0 && (kind === SYMBOL_KIND.object || kind === SYMBOL_KIND.threadLocal),
      target: isOwn ? name : (sections[section]?.name ?? ''),
      isPlace: isOwn && kind !== SYMBOL_KIND.section,
    };
  });
}

async function placesOf(
  handle: FileHandle,
  sections: readonly NamedSection[],
  index: number,
  symbols: readonly Symbol[],
): Promise<Place[]> {
  const places: Place[] = [];
  for (const section of sections) {
    if (section.type !== TYPE.relocations || section.info !== index) continue;
    const table = await bytesOf(handle, section);
    for (let at = 0; at + RELOCATION_SIZE <= table.length; at += RELOCATION_SIZE) {
      const symbol = symbols[table.readUInt32LE(at + 12)];
      places.push({
        at: Number(table.readBigUInt64LE(at)),
        offset: 0,
        type: table.readUInt32LE(at + 8),
        target: symbol?.target ?? '',
        addend: symbol?.isPlace === true ? Number(table.readBigInt64LE(at + 16)) : 0,
      });
    }
  }
  return places.sort((one, other) => one.at - other.at);
}

function piecesOf(
  { name: section, flags }: NamedSection,
  bytes: Buffer,
  named: readonly Named[],
  places: readonly Place[],
): DataPiece[] {
  const piece = (start: number, end: number): DataPiece => ({
    ...{ section, bytes: bytes.subarray(start, end), size: end - start },
    relocations: placesIn(places, start, end),
  });
  const own = named.map(({ name, start, size }) => ({ ...piece(start, start + size), name }));
  const isStrings = (flags & FLAG.merge) !== 0n && (flags & FLAG.strings) !== 0n;
  const rest: DataPiece[] = [];
  let from = 0;
  const gap = (to: number): void => {
    if (to <= from) return;
    if (!isStrings) rest.push(piece(from, to));
    else for (const [start, end] of stringsIn(bytes, from, to)) rest.push(piece(start, end));
  };
  for (const { start, size } of [...named].sort((one, other) => one.start - other.start)) {
    gap(start);
    from = Math.max(from, start + size);
  }
  gap(bytes.length);
  // Between variables there are zeros so that the next one is aligned.
  return [...own, ...rest.filter((each) => named.length === 0 || !isEmpty(each))];
}

function isEmpty({ bytes, relocations }: DataPiece): boolean {
  return relocations.length === 0 && bytes?.every((byte) => byte === 0) === true;
}

function placesIn(places: readonly Place[], start: number, end: number): Relocation[] {
  return places
    .slice(firstFrom(places, start), firstFrom(places, end))
    .map(({ at, type, target, addend }) => ({ offset: at - start, type, target, addend }));
}

/** Place of the first that is not before the value, of a sorted list. */
function firstFrom(places: readonly Place[], value: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle]?.at ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Each with the zero that ends it. */
function* stringsIn(bytes: Buffer, from: number, to: number): Generator<[number, number]> {
  for (let start = from; start < to;) {
    const zero = bytes.indexOf(0, start);
    const end = zero === -1 || zero >= to ? to : zero + 1;
    yield [start, end];
    start = end;
  }
}
