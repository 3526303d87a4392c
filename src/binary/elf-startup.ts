// What an ELF object does before main begins: the names that its static initialisers and constructors take from other objects.
import type { FileHandle } from 'node:fs/promises';
import { bytesOf, withTables } from './binary-tables.ts';
import { sectionsOf, type Section } from './elf-sections.ts';
import { isGlobal, symbolTable, type ElfSymbol } from './elf-symbols.ts';

const TYPE = { symbols: 2, relocations: 4, startFunctions: new Set([14, 16]) } as const;
const FLAG = { writable: 1n, code: 4n } as const;
const RELOCATION_SIZE = 24;
/** Variables of the C++ library's own, which many files have a copy of. */
const OF_CPP_LIBRARY = /^_Z(?:GV)?N?K?St/u;

/**
 * Names that code which runs before main refers to, and the code that this calls within the object: what others define, and
 * variables of which every file has a copy (a registry inside an inline function). Nothing where no code runs before main.
 */
export async function startupNames(file: string): Promise<ReadonlySet<string> | undefined> {
  return withTables(file, async (handle) => {
    const sections = await sectionsOf(handle);
    if (sections?.some(({ type }) => TYPE.startFunctions.has(type)) !== true) return undefined;
    const references = await referencesOf(handle, sections);
    const names = new Set<string>();
    const isKind = (at: number, flag: bigint): boolean =>
      ((sections[at]?.flags ?? 0n) & flag) !== 0n;
    const open = new Set([...sections.keys()].filter((at) => isStart(sections[at])));
    // A set is walked in the order of its insertion, also what is added while it is walked.
    for (const at of open) {
      for (const symbol of await references(at)) {
        const { name, section } = symbol;
        if (isKind(section, FLAG.code)) open.add(section);
        const isElsewhere = section === 0 || isKind(section, FLAG.writable);
        if (isElsewhere && isGlobal(symbol) && !OF_CPP_LIBRARY.test(name)) names.add(name);
      }
    }
    return names;
  });
}

function isStart(section: Section | undefined): boolean {
  return section !== undefined && TYPE.startFunctions.has(section.type);
}

/** Who knows the symbols that a section refers to, by its place. */
async function referencesOf(
  handle: FileHandle,
  sections: readonly Section[],
): Promise<(at: number) => Promise<readonly ElfSymbol[]>> {
  const table = sections.find(({ type }) => type === TYPE.symbols);
  const names = table === undefined ? undefined : sections[table.link];
  if (table === undefined || names === undefined) return () => Promise.resolve([]);
  const symbols = symbolTable(await bytesOf(handle, table), await bytesOf(handle, names));
  return async (place) => {
    const found: ElfSymbol[] = [];
    for (const section of sections) {
      if (section.type !== TYPE.relocations || section.info !== place) continue;
      const content = await bytesOf(handle, section);
      for (let at = 0; at + RELOCATION_SIZE <= content.length; at += RELOCATION_SIZE) {
        const symbol = symbols[content.readUInt32LE(at + 12)];
        if (symbol !== undefined) found.push(symbol);
      }
    }
    return found;
  };
}
