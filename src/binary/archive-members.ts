// The names of an archive's members, read from their headers: https://en.wikipedia.org/wiki/Ar_(Unix)#File_format_details
import type { FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { openFile } from '../files/read-text.ts';

const HEADER = 60;
const LONGEST_NAMES = 16 * 1024 * 1024;

/** In their order; nothing where the file is no archive or cannot be read. Names in thin archives keep their folders. */
export async function archiveMembers(path: string): Promise<string[] | undefined> {
  return (await entriesAt(path, new NestedArchives(dirname(path))))?.map(({ name }) => name);
}

interface Entry {
  readonly name: string;
  /** Where its header is. */
  readonly at: number;
}

/** @param nested reads what is in archives that a thin one names; absent for those, which name no others */
async function entriesAt(path: string, nested?: NestedArchives): Promise<Entry[] | undefined> {
  const file = await openFile(path).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    return await entriesOf(file, nested);
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
}

async function entriesOf(file: FileHandle, nested?: NestedArchives): Promise<Entry[] | undefined> {
  const magic = await textAt(file, 0, 8);
  const thin = magic === '!<thin>\n';
  if (!thin && magic !== '!<arch>\n') return undefined;
  const entries: Entry[] = [];
  let longNames = '';
  for (let at = 8; ;) {
    const header = await textAt(file, at, HEADER);
    if (header.length < HEADER) return entries;
    const size = Number(header.slice(48, 58).trim());
    if (!Number.isInteger(size) || size < 0) return undefined;
    const written = header.slice(0, 16).trimEnd();
    let stored = size;
    if (written === '//') {
      longNames = await textAt(file, at + HEADER, Math.min(size, LONGEST_NAMES));
    } else if (/^(?:\/|\/SYM64\/|__\.SYMDEF.*)$/u.test(written)) {
      // The table of symbols.
    } else {
      if (thin) stored = 0;
      const found = thin ? await nested?.member(written, longNames) : undefined;
      const name = found ?? (await memberName(file, at, written, longNames));
      if (!name.startsWith('__.SYMDEF')) entries.push({ name, at });
    }
    at += HEADER + stored + (stored % 2);
  }
}

/** `/7:84` in a thin archive: the member that another archive has there; the offset in the long names is that one's path. */
class NestedArchives {
  readonly #folder: string;
  readonly #known = new Map<string, Entry[]>();

  /** @param folder of the thin archive, which its paths start from */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async member(written: string, longNames: string): Promise<string | undefined> {
    const [, offset, origin] = /^\/(\d+):(\d+)$/u.exec(written) ?? [];
    if (offset === undefined) return undefined;
    const path = resolve(this.#folder, longName(longNames, Number(offset)));
    const entries = this.#known.get(path) ?? (await entriesAt(path)) ?? [];
    this.#known.set(path, entries);
    return entries.find(({ at }) => at === Number(origin))?.name;
  }
}

async function memberName(
  file: FileHandle,
  at: number,
  written: string,
  longNames: string,
): Promise<string> {
  // GNU's ar leaves the last letter of what it cut off there: `/0             /`.
  const [, offset] = /^\/(\d+)\s*\/?$/u.exec(written) ?? [];
  if (offset !== undefined) {
    return longName(longNames, Number(offset));
  }
  const [, length] = /^#1\/(\d+)$/u.exec(written) ?? [];
  if (length !== undefined) {
    return (await textAt(file, at + HEADER, Number(length))).replace(/\0+$/u, '');
  }
  return written.replace(/\/$/u, '');
}

function longName(longNames: string, start: number): string {
  return longNames.slice(start, longNames.indexOf('\n', start)).replace(/\/$/u, '');
}

async function textAt(file: FileHandle, position: number, length: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.toString('utf8', 0, bytesRead);
}
