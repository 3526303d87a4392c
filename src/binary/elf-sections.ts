// The sections of an ELF file: where each of its tables is. Only 64-bit little-endian files are read.
import type { FileHandle } from 'node:fs/promises';
import { bytesOf } from './binary-tables.ts';

export interface Section {
  /** Place of its name among the file's names of sections. */
  readonly nameAt: number;
  readonly type: number;
  readonly flags: bigint;
  readonly offset: number;
  readonly size: number;
  /** Of a symbol table: the section that holds its names; of relocations: their symbol table. */
  readonly link: number;
  /** Of relocations: the section that they change. */
  readonly info: number;
}

const HEADER_SIZE = 64;

/** @throws {RangeError} where the file ends before its table of sections does. */
export async function sectionsOf(handle: FileHandle): Promise<Section[] | undefined> {
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
      nameAt: table.readUInt32LE(at),
      type: table.readUInt32LE(at + 4),
      flags: table.readBigUInt64LE(at + 8),
      offset: Number(table.readBigUInt64LE(at + 24)),
      size: Number(table.readBigUInt64LE(at + 32)),
      link: table.readUInt32LE(at + 40),
      info: table.readUInt32LE(at + 44),
    };
  });
}

export interface NamedSection extends Section {
  readonly name: string;
}

/** @throws {RangeError} as `sectionsOf`. */
export async function namedSections(handle: FileHandle): Promise<NamedSection[] | undefined> {
  const sections = await sectionsOf(handle);
  if (sections === undefined) return undefined;
  const header = await bytesOf(handle, { offset: 0, size: HEADER_SIZE });
  // More sections than fit in the header: the first one says it.
  const index = header.readUInt16LE(62);
  const table = sections[index === 0xffff ? (sections[0]?.link ?? 0) : index];
  const names = table === undefined ? Buffer.alloc(0) : await bytesOf(handle, table);
  return sections.map((section) => {
    const end = names.indexOf(0, section.nameAt);
    return { ...section, name: end === -1 ? '' : names.toString('utf8', section.nameAt, end) };
  });
}
