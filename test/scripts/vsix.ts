// What is in a .vsix, which is a ZIP archive: names and contents, by its directory at the end.
import { readFile } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';

/** Sizes of the format's records without their variable parts (PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.16). */
const LOCAL_HEADER = 30;
const DIRECTORY_ENTRY = 46;
const END_RECORD = 22;

const STORED = 0;
const DEFLATED = 8;

/** @throws {Error} where it is packed in another way than `vsce` packs */
export async function readVsix(file: string): Promise<ReadonlyMap<string, Buffer>> {
  const bytes = await readFile(file);
  // There is no comment behind it.
  const end = bytes.subarray(-END_RECORD);
  const entries = new Map<string, Buffer>();
  let at = end.readUInt32LE(16);
  for (let left = end.readUInt16LE(10); left > 0; left--) {
    const entry = bytes.subarray(at);
    const [method, size, start] = [
      entry.readUInt16LE(10),
      entry.readUInt32LE(20),
      entry.readUInt32LE(42),
    ];
    const nameLength = entry.readUInt16LE(28);
    const name = entry.toString('utf8', DIRECTORY_ENTRY, DIRECTORY_ENTRY + nameLength);
    const local = bytes.subarray(start);
    const content = local.subarray(LOCAL_HEADER + local.readUInt16LE(26) + local.readUInt16LE(28));
    const packed = content.subarray(0, size);
    if (method !== STORED && method !== DEFLATED) throw new Error(`${name}: method ${method}`);
    entries.set(name, method === STORED ? packed : inflateRawSync(packed));
    at += DIRECTORY_ENTRY + nameLength + entry.readUInt16LE(30) + entry.readUInt16LE(32);
  }
  return entries;
}
