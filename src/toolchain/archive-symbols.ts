// The names that an archive's members define, read from its table of symbols: https://en.wikipedia.org/wiki/Ar_(Unix)#System_V_(or_GNU)_variant
import { bytesOf, withTables } from './binary-tables.ts';

const MAGIC = 8;
const HEADER = 60;

/** How many members define each name. Nothing where the file is no archive or has no such table. */
export async function archiveSymbols(
  path: string,
): Promise<ReadonlyMap<string, number> | undefined> {
  return withTables(path, async (handle) => {
    const start = await bytesOf(handle, { offset: 0, size: MAGIC + HEADER });
    if (!/^!<(?:arch|thin)>\n$/u.test(start.toString('latin1', 0, MAGIC))) return undefined;
    const name = start.toString('latin1', MAGIC, MAGIC + 16).trimEnd();
    const size = Number(start.toString('latin1', MAGIC + 48, MAGIC + 58).trim());
    if (!/^\/(?:SYM64\/)?$/u.test(name) || !(size > 0)) return undefined;
    const table = await bytesOf(handle, { offset: start.length, size });
    return definers(table, name === '/' ? 4 : 8);
  });
}

/** A number of entries, then as many places of members, then as many names, each with a zero behind it. */
function definers(table: Buffer, width: 4 | 8): ReadonlyMap<string, number> {
  const count = width === 4 ? table.readUInt32BE(0) : Number(table.readBigUInt64BE(0));
  const names = table.toString('utf8', Math.min(width * (count + 1), table.length)).split('\0');
  const found = new Map<string, number>();
  for (const name of names.slice(0, count)) found.set(name, (found.get(name) ?? 0) + 1);
  return found;
}
