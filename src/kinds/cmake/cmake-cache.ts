// CMakeCache.txt: which project a build folder belongs to, and how it was configured.
import { join } from 'node:path';
import { MOST_GENERATED, readText } from '../../files/read-text.ts';

export const CACHE_FILE = 'CMakeCache.txt';

/** Entries by name; nothing where the folder has no cache that can be read. */
export async function readCmakeCache(
  build: string,
): Promise<ReadonlyMap<string, string> | undefined> {
  let text: string;
  try {
    text = await readText(join(build, CACHE_FILE), MOST_GENERATED);
  } catch {
    return undefined;
  }
  const entries = new Map<string, string>();
  // A value that begins or ends with a space is written in single quotes.
  for (const [, quoted, bare, value = ''] of text.matchAll(
    /^(?:"([^"\n]+)"|([^"#/\n:=][^\n:=]*)):[A-Z]+=(.*?)\r?$/gmu,
  )) {
    entries.set(quoted ?? bare ?? '', /^'.*'$/u.test(value) ? value.slice(1, -1) : value);
  }
  return entries;
}
