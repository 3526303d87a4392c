// The sections of an ELF file: where each of its tables is. Only 64-bit little-endian files are read.
import type { FileHandle } from 'node:fs/promises';
import { bytesOf } from './binary-tables.ts';

export interface Section {
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
      type: table.readUInt32LE(at + 4),
      flags: table.readBigUInt64LE(at + 8),
      offset: Number(table.readBigUInt64LE(at + 24)),
      size: Number(table.readBigUInt64LE(at + 32)),
      link: table.readUInt32LE(at + 40),
      info: table.readUInt32LE(at + 44),
    };
  });
}
