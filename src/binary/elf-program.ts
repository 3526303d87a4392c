// What is in a linked ELF program that decides what it does beside its code: its loader, the names that it shows, the tables
// that code finds by their bounds.
import type { FileHandle } from 'node:fs/promises';
import { bytesOf, withTables } from './binary-tables.ts';
import { namedSections, type NamedSection } from './elf-sections.ts';
import { isStrong, symbolTable, type ElfSymbol } from './elf-symbols.ts';

/** What stands between a section's bounds: pieces that many files may add to. */
export interface BoundTable {
  readonly bytes: number;
  /** Pieces that have a name, or pointers to functions; absent where the file names none. */
  readonly entries?: number;
}

export interface ElfProgram {
  /** The loader's path; absent where a program needs none. */
  readonly interpreter?: string;
  /** Names that it shows to the loader, without those that give way to others. */
  readonly exported: readonly string[];
  /**
   * By section: those with names of C, whose bounds code gets as `__start_NAME` and `__stop_NAME`, and those with the functions
   * that run before main and after it.
   */
  readonly tables: ReadonlyMap<string, BoundTable>;
  /** What each compiler wrote of itself, and the start files' own among them. */
  readonly compilers: string;
}

const TYPE = { symbols: 2, noBits: 8, dynamicSymbols: 11 } as const;
const ALLOCATED = 2n;
const POINTER = 8;
const FUNCTIONS = new Set([
  ...['.preinit_array', '.init_array', '.fini_array', '.ctors', '.dtors'],
]);
const OF_C = /^[A-Za-z_]\w*$/u;
/** Kinds of symbols that name no piece of a section. */
const SECTION_OR_FILE = new Set([3, 4]);

/** Nothing where the file cannot be read, or is not of 64-bit little-endian ELF. */
export async function elfProgram(file: string): Promise<ElfProgram | undefined> {
  return withTables(file, async (handle) => {
    const sections = await namedSections(handle);
    if (sections === undefined) return undefined;
    const text = async (name: string): Promise<string | undefined> => {
      const section = sections.find((each) => each.name === name);
      return section === undefined
        ? undefined
        : (await bytesOf(handle, section)).toString('latin1');
    };
    const symbols = await symbolsIn(handle, sections, TYPE.symbols);
    const shown = await symbolsIn(handle, sections, TYPE.dynamicSymbols);
    const interpreter = (await text('.interp'))?.replace(/\0.*$/su, '');
    return {
      ...(interpreter === undefined || interpreter === '' ? {} : { interpreter }),
      exported: shown.filter(isStrong).map(({ name }) => name),
      tables: tablesOf(sections, symbols),
      compilers: (await text('.comment'))?.replaceAll('\0', '\n') ?? '',
    };
  });
}

async function symbolsIn(
  handle: FileHandle,
  sections: readonly NamedSection[],
  type: number,
): Promise<ElfSymbol[]> {
  const table = sections.find((each) => each.type === type);
  const names = table === undefined ? undefined : sections[table.link];
  if (table === undefined || names === undefined) return [];
  return symbolTable(await bytesOf(handle, table), await bytesOf(handle, names));
}

function tablesOf(
  sections: readonly NamedSection[],
  symbols: readonly ElfSymbol[],
): Map<string, BoundTable> {
  const counts = new Map<number, number>();
  for (const { name, section, kind } of symbols) {
    if (name === '' || SECTION_OR_FILE.has(kind) || /^__(?:start|stop)_/u.test(name)) continue;
    counts.set(section, (counts.get(section) ?? 0) + 1);
  }
  const tables = new Map<string, BoundTable>();
  for (const [at, { name, flags, size: bytes, type }] of sections.entries()) {
    if ((flags & ALLOCATED) === 0n) continue;
    if (FUNCTIONS.has(name)) tables.set(name, { bytes, entries: bytes / POINTER });
    else if (OF_C.test(name) && type !== TYPE.noBits) {
      const entries = counts.get(at);
      tables.set(name, { bytes, ...(entries === undefined ? {} : { entries }) });
    }
  }
  return tables;
}

/** Which compilers made it, to be held against another's: without the linker, and GCC, which compiled the start files of any program. */
export function compilersOf({ compilers }: Pick<ElfProgram, 'compilers'>): string {
  const lines = compilers.split('\n').filter((line) => !/^(?:GCC: |Linker: |$)/u.test(line));
  return [...new Set(lines)].sort().join('\n');
}
