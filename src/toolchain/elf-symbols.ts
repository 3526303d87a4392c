// The names that an ELF object or shared library defines and needs, and its own, read from its tables: no tool is run for it.
import type { FileHandle } from 'node:fs/promises';
import { openFile } from '../files/read-text.ts';

export interface ElfSymbols {
  /** Global and weak ones, of any version. */
  readonly defined: readonly string[];
  /** Those of the defined that give way to another definition: inline functions, templates, C's tentative variables. */
  readonly weak: readonly string[];
  /** What others have to define; weak ones, which may stay undefined, are not among them. */
  readonly needed: readonly string[];
}

/** Which of an ELF file's two tables: an object's own, or what a shared library shows to the loader. */
export type SymbolTable = 'object' | 'dynamic';

const SECTION_TYPE = { object: 2, dynamic: 11 } as const;
/** The loader's instructions: pairs of a tag and a value. */
const DYNAMIC = { sectionType: 6, entrySize: 16, soname: 14 } as const;
const BINDING = { global: 1, weak: 2, unique: 10 } as const;
/** The section of variables that every file may define, `int x;` under -fcommon. */
const COMMON = 0xfff2;
const HEADER_SIZE = 64;
const SYMBOL_SIZE = 24;
/** Bytes of one table; a larger one belongs to no file that anybody links every day. */
const MOST_READ = 256 * 1024 * 1024;

interface Section {
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  /** Of a symbol table: the section that holds its names. */
  readonly link: number;
}

/** Nothing where the file cannot be read, is not of 64-bit little-endian ELF, or holds an intermediate form of LTO. */
export async function elfSymbols(
  file: string,
  table: SymbolTable = 'object',
): Promise<ElfSymbols | undefined> {
  const tables = await tableOf(file, SECTION_TYPE[table]);
  if (tables === undefined) return undefined;
  const found = symbolsOf(tables.content, tables.names);
  return found.defined.some((name) => name.startsWith('__gnu_lto_')) ? undefined : found;
}

/** The name that a shared library says the loader knows it by. Nothing where it says none, and as `elfSymbols`. */
export async function elfSoname(file: string): Promise<string | undefined> {
  const tables = await tableOf(file, DYNAMIC.sectionType);
  if (tables === undefined) return undefined;
  const { content, names } = tables;
  for (let at = 0; at + DYNAMIC.entrySize <= content.length; at += DYNAMIC.entrySize) {
    if (content.readBigUInt64LE(at) !== BigInt(DYNAMIC.soname)) continue;
    const name = nameAt(names, Number(content.readBigUInt64LE(at + 8)));
    return name === '' ? undefined : name;
  }
  return undefined;
}

/** The first section of a type, and the one with its names. */
async function tableOf(
  file: string,
  type: number,
): Promise<{ readonly content: Buffer; readonly names: Buffer } | undefined> {
  const handle = await openFile(file).catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const sections = await sectionsOf(handle);
    const section = sections?.find((each) => each.type === type);
    const names = section === undefined ? undefined : sections?.[section.link];
    if (section === undefined || names === undefined) return undefined;
    return { content: await bytesOf(handle, section), names: await bytesOf(handle, names) };
  } catch (error) {
    // A table that points behind the file's end, or a file that went away meanwhile.
    if (error instanceof RangeError || (error as NodeJS.ErrnoException).code !== undefined) {
      return undefined;
    }
    throw error;
  } finally {
    await handle.close();
  }
}

async function sectionsOf(handle: FileHandle): Promise<Section[] | undefined> {
  const header = await bytesOf(handle, { offset: 0, size: HEADER_SIZE });
  const isElf = header.readUInt32BE(0) === 0x7f454c46 && header[4] === 2 && header[5] === 1;
  if (!isElf) return undefined;
  const offset = Number(header.readBigUInt64LE(40));
  const each = header.readUInt16LE(58);
  // With more sections than fit in the header, the first one's size is their number.
  const first = await bytesOf(handle, { offset, size: each });
  const count = header.readUInt16LE(60) || Number(first.readBigUInt64LE(32));
  const table = await bytesOf(handle, { offset, size: count * each });
  return Array.from({ length: count }, (_, index) => {
    const at = index * each;
    return {
      type: table.readUInt32LE(at + 4),
      offset: Number(table.readBigUInt64LE(at + 24)),
      size: Number(table.readBigUInt64LE(at + 32)),
      link: table.readUInt32LE(at + 40),
    };
  });
}

function symbolsOf(table: Buffer, names: Buffer): ElfSymbols {
  const defined: string[] = [];
  const needed: string[] = [];
  const weak: string[] = [];
  for (let at = 0; at + SYMBOL_SIZE <= table.length; at += SYMBOL_SIZE) {
    const binding = (table[at + 4] ?? 0) >> 4;
    const section = table.readUInt16LE(at + 6);
    const isDefined = section !== 0;
    if (binding !== BINDING.global && binding !== BINDING.weak && binding !== BINDING.unique) {
      continue;
    }
    if (!isDefined && binding === BINDING.weak) continue;
    const name = nameAt(names, table.readUInt32LE(at));
    if (name === '') continue;
    (isDefined ? defined : needed).push(name);
    if (isDefined && (binding !== BINDING.global || section === COMMON)) weak.push(name);
  }
  return { defined, weak, needed };
}

function nameAt(names: Buffer, start: number): string {
  return start < names.length ? names.toString('utf8', start, names.indexOf(0, start)) : '';
}

async function bytesOf(
  handle: FileHandle,
  { offset, size }: Pick<Section, 'offset' | 'size'>,
): Promise<Buffer> {
  if (size > MOST_READ) throw new RangeError('a symbol table of this size is not read');
  const bytes = Buffer.alloc(size);
  const { bytesRead } = await handle.read(bytes, 0, size, offset);
  if (bytesRead < size) throw new RangeError('the file ends before its tables do');
  return bytes;
}
