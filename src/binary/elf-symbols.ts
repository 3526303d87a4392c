// The names that an ELF object or shared library defines and needs, and its own, read from its tables: no tool is run for it.
import { bytesOf, withTables } from './binary-tables.ts';
import { sectionsOf, type Section } from './elf-sections.ts';

export interface ElfSymbols {
  /** Global and weak ones, of any version. */
  readonly defined: readonly string[];
  /** Those of the defined that give way to another definition: inline functions, templates, C's tentative variables. */
  readonly weak: readonly string[];
  /** Those of the weak that were written to give way (`__attribute__((weak))`), of which no other file has a copy. */
  readonly yielding: readonly string[];
  /** What others have to define; weak ones, which may stay undefined, are not among them. */
  readonly needed: readonly string[];
  /** Weak ones that nothing here defines: whoever does is called. */
  readonly optional: readonly string[];
}

/** Which of an ELF file's two tables: an object's own, or what a shared library shows to the loader. */
export type SymbolTable = 'object' | 'dynamic';

const SECTION_TYPE = { object: 2, dynamic: 11 } as const;
/** The loader's instructions: pairs of a tag and a value. */
const DYNAMIC = { sectionType: 6, entrySize: 16, soname: 14 } as const;
const BINDING = { global: 1, weak: 2, unique: 10 } as const;
/** The section of variables that every file may define, `int x;` under -fcommon. */
const COMMON = 0xfff2;
const SYMBOL_SIZE = 24;
/** Of a section: there once for each file that has a copy of it, of which the linker keeps one. */
const IN_GROUP = 0x200n;

/** Nothing where the file cannot be read, is not of 64-bit little-endian ELF, or holds an intermediate form of LTO. */
export async function elfSymbols(
  file: string,
  table: SymbolTable = 'object',
): Promise<ElfSymbols | undefined> {
  const tables = await tableOf(file, SECTION_TYPE[table]);
  if (tables === undefined) return undefined;
  const found = symbolsOf(tables);
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

interface Tables {
  readonly content: Buffer;
  readonly names: Buffer;
  readonly sections: readonly Section[];
}

/** The first section of a type, and the one with its names. */
function tableOf(file: string, type: number): Promise<Tables | undefined> {
  return withTables(file, async (handle) => {
    const sections = await sectionsOf(handle);
    const section = sections?.find((each) => each.type === type);
    const names = section === undefined ? undefined : sections?.[section.link];
    if (sections === undefined || section === undefined || names === undefined) return undefined;
    return {
      content: await bytesOf(handle, section),
      names: await bytesOf(handle, names),
      sections,
    };
  });
}

/** One line of a symbol table. */
export interface ElfSymbol {
  readonly name: string;
  readonly binding: number;
  /** Such as a function's, a section's or a source file's. */
  readonly kind: number;
  /** The section's place; 0 where the file does not define the symbol. */
  readonly section: number;
}

/** All of a table, in its order: relocations count them. */
export function symbolTable(table: Buffer, names: Buffer): ElfSymbol[] {
  const symbols: ElfSymbol[] = [];
  for (let at = 0; at + SYMBOL_SIZE <= table.length; at += SYMBOL_SIZE) {
    symbols.push({
      name: nameAt(names, table.readUInt32LE(at)),
      binding: (table[at + 4] ?? 0) >> 4,
      kind: (table[at + 4] ?? 0) & 0xf,
      section: table.readUInt16LE(at + 6),
    });
  }
  return symbols;
}

/** Whether the file defines it, and no other definition takes its place. */
export function isStrong({ binding, section, name }: ElfSymbol): boolean {
  return name !== '' && binding === BINDING.global && section !== 0;
}

export function isGlobal({ binding, name }: ElfSymbol): boolean {
  return (
    name !== '' &&
    (binding === BINDING.global || binding === BINDING.weak || binding === BINDING.unique)
  );
}

function symbolsOf({ content, names, sections }: Tables): ElfSymbols {
  const defined: string[] = [];
  const needed: string[] = [];
  const weak: string[] = [];
  const yielding: string[] = [];
  const optional: string[] = [];
  for (const symbol of symbolTable(content, names).filter(isGlobal)) {
    const { name, binding, section } = symbol;
    if (section === 0) {
      (binding === BINDING.weak ? optional : needed).push(name);
      continue;
    }
    defined.push(name);
    if (binding !== BINDING.global || section === COMMON) weak.push(name);
    const isCopy = ((sections[section]?.flags ?? 0n) & IN_GROUP) !== 0n;
    if (binding === BINDING.weak && !isCopy) yielding.push(name);
  }
  return { defined, weak, yielding, needed, optional };
}

function nameAt(names: Buffer, start: number): string {
  return start < names.length ? names.toString('utf8', start, names.indexOf(0, start)) : '';
}
