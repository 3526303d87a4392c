// What the store lies in on the disk: content by its hash, and entries, which say by key what a step made. An entry is one small
// file with its own hash in front, so that one that is torn or damaged is told from a whole one.
import {
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { hashOf } from './file-hashes.ts';
import { clearedTheWay } from './misplaced.ts';
import { readWhole, SMALL_FILE } from './small-files.ts';

/** One stored file, as entries name it. */
export interface NamedContent {
  /** Hex SHA-256. */
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
}

export interface Entry {
  /** What was asked for: two keys never share a file, but a file could be renamed. */
  readonly key: string;
  /** Absent where only facts are kept. */
  readonly content?: NamedContent;
  /** What the builder noted; plain JSON. */
  readonly facts: unknown;
  /** Further outputs, by name. */
  readonly others?: Readonly<Record<string, NamedContent>>;
}

const CONTENT = 'content';
const ENTRIES = 'entries';
/** Characters of a hash: 256 folders, as in a repository of git's. */
const FOLDER_NAME = 2;
const HASH_LENGTH = 64;
/** Bytes; what is longer is none. */
const LONGEST_ENTRY = 256 * 1024 ** 2;

/** Absolute path of the content with that hash, there or not. */
export function contentPath(folder: string, hash: string): string {
  return join(folder, CONTENT, hash.slice(0, FOLDER_NAME), hash.slice(FOLDER_NAME));
}

export function entryPath(folder: string, key: string): string {
  const hash = hashOf(key);
  return join(folder, ENTRIES, hash.slice(0, FOLDER_NAME), hash.slice(FOLDER_NAME));
}

/** The entry in a file; undefined where there is none, or it is not what was written. */
export async function readEntry(path: string): Promise<Entry | undefined> {
  const bytes = await readWhole(path, LONGEST_ENTRY);
  const text = bytes?.toString('utf8') ?? '';
  const json = text.slice(HASH_LENGTH);
  return json !== '' && hashOf(json) === text.slice(0, HASH_LENGTH)
    ? (JSON.parse(json) as Entry)
    : undefined;
}

/** Replaces an entry at once. @throws the file system's own error. */
export async function writeEntry(path: string, entry: Entry): Promise<void> {
  const json = JSON.stringify(entry);
  await replaceFile(path, `${hashOf(json)}${json}`);
}

let written = 0;

/**
 * Puts a whole file in place, or none. It is not flushed to the disk: what a power cut leaves is found damaged by its hash.
 * @throws the file system's own error; the file is what it was before then.
 */
export async function replaceFile(path: string, content: Buffer | string): Promise<void> {
  try {
    await placeFile(path, content);
  } catch (error) {
    if (!clearedTheWay(path, error)) throw error;
    await placeFile(path, content);
  }
}

async function placeFile(path: string, content: Buffer | string): Promise<void> {
  const temporary = `${path}${unfinishedMark(process.pid)}${(written += 1)}`;
  try {
    await inItsFolder(path, () => writeSoon(temporary, content));
    renameSync(temporary, path);
  } catch (error) {
    try {
      rmSync(temporary, { force: true });
    } catch {
      // Where something is in the way of it, too, it was never made.
    }
    throw error;
  }
}

/** In the name of a file that a process writes: home folders are shared between hosts, and process numbers are not. */
function unfinishedMark(pid: number): string {
  return `.${hostname()}.${pid}-`;
}

/** Removes files that processes of this host did not come to the end of. */
export async function removeUnfinished(
  folder: string,
  isAlive: (pid: number) => boolean,
): Promise<void> {
  for await (const { path, pid } of unfinishedIn(folder)) {
    if (path.includes(unfinishedMark(pid)) && !isAlive(pid)) await rm(path, { force: true });
  }
}

/** Bytes of files that are written now, or whose writer was killed. */
export async function unfinishedSize(folder: string): Promise<number> {
  let sum = 0;
  for await (const { size } of unfinishedIn(folder)) sum += size;
  return sum;
}

async function* unfinishedIn(
  folder: string,
): AsyncGenerator<{ readonly path: string; readonly pid: number; readonly size: number }> {
  for (const part of [CONTENT, ENTRIES]) {
    for await (const { path, size } of filesIn(join(folder, part))) {
      const [, pid] = /\.(\d+)-\d+$/u.exec(path) ?? [];
      if (pid !== undefined) yield { path, pid: Number(pid), size };
    }
  }
}

/** What is small is written at once: handing it to another thread takes longer. */
async function writeSoon(path: string, content: Buffer | string): Promise<void> {
  if (content.length <= SMALL_FILE) writeFileSync(path, content);
  else await writeFile(path, content);
}

async function inItsFolder(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    mkdirSync(dirname(path), { recursive: true });
    await write();
  }
}

export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** A cache that cannot be written is still good to read. */
export function markUsed(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    return;
  }
}

/** All that an entry names. */
export function contentsOf({ content, others = {} }: Entry): NamedContent[] {
  return [...(content === undefined ? [] : [content]), ...Object.values(others)];
}

/** An entry as it lies on the disk. */
export interface StoredEntry {
  readonly path: string;
  readonly entry: Entry;
  /** Bytes of itself. */
  readonly size: number;
  /** Milliseconds since 1970: stored, or marked as used. */
  readonly time: number;
}

/** All entries that are whole, longest unused first. */
export async function allEntries(folder: string): Promise<StoredEntry[]> {
  const entries: StoredEntry[] = [];
  for await (const { path, size, mtimeMs } of filesIn(join(folder, ENTRIES))) {
    const entry = await readEntry(path);
    if (entry !== undefined) entries.push({ path, entry, size, time: mtimeMs });
  }
  return entries.sort((a, b) => a.time - b.time);
}

/** Bytes of all files of the store. */
export async function storedSize(folder: string): Promise<number> {
  let sum = 0;
  for (const part of [CONTENT, ENTRIES])
    for await (const { size } of filesIn(join(folder, part))) sum += size;
  return sum;
}

/** Folders of Retarget 0.2 and before; the last one changes with each file that it stores. */
export const OLDER_LAYOUT = ['content-v2', 'index-v5', 'tmp'] as const;

/** Removes what versions before this one stored. @param before milliseconds since 1970: where one stored something since, all stays */
export async function removeOlderLayout(folder: string, before: number): Promise<void> {
  const usedAt = statOf(join(folder, 'tmp'))?.mtimeMs ?? 0;
  if (usedAt > before) return;
  for (const name of OLDER_LAYOUT) await rm(join(folder, name), { recursive: true, force: true });
}

/**
 * Removes what no whole entry names: left behind by a process that was killed, or named by entries that are damaged.
 * @param named hashes
 * @param before milliseconds since 1970: what is younger may be named soon
 * @returns bytes that are free now
 */
export async function removeUnnamed(
  folder: string,
  named: { has(hash: string): boolean },
  before: number,
): Promise<number> {
  let free = 0;
  for await (const { path, size, mtimeMs } of filesIn(join(folder, CONTENT))) {
    const hash = `${basename(dirname(path))}${basename(path)}`;
    if (named.has(hash) || mtimeMs >= before) continue;
    await rm(path, { force: true });
    free += size;
  }
  return free;
}

async function* filesIn(
  folder: string,
): AsyncGenerator<Pick<Stats, 'size' | 'mtimeMs'> & { readonly path: string }> {
  for (const inner of await readdir(folder).catch(() => [])) {
    for (const name of await readdir(join(folder, inner)).catch(() => [])) {
      const path = join(folder, inner, name);
      const facts = statOf(path);
      if (facts !== undefined) yield { path, size: facts.size, mtimeMs: facts.mtimeMs };
    }
  }
}
