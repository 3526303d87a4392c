// The files in which cacache keeps the store: how much they take, and removing those that nothing names any more.
import { readdir, rm } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import pathOfContent from 'cacache/lib/content/path.js';
import entryIndex from 'cacache/lib/entry-index.js';
import { outputKey, removeEntry, temporaryFolder, unfinishedMark } from './cache-entries.ts';
import { statOf } from './misplaced.ts';

/** Folders of development versions after 0.2, which kept a store of their own. */
export const OLDER_LAYOUT = ['content', 'entries'] as const;

/** Bytes of all files of the store. */
export async function storedSize(folder: string): Promise<number> {
  let sum = 0;
  for (const part of [
    pathOfContent.contentDir(folder),
    entryIndex.bucketDir(folder),
    temporaryFolder(folder),
  ])
    for await (const { size } of filesIn(part)) sum += size;
  return sum;
}

/**
 * Removes what versions before this one stored.
 * @param before milliseconds since 1970: where one stored something since, all stays
 */
export async function removeOlderLayout(folder: string, before: number): Promise<void> {
  const entries = join(folder, 'entries');
  for (const name of ['', ...(await namesIn(entries))])
    if ((statOf(join(entries, name))?.mtimeMs ?? 0) > before) return;
  for (const name of OLDER_LAYOUT) await rm(join(folder, name), { recursive: true, force: true });
}

/**
 * Removes what was left behind by processes that were killed: files that were not finished, content that no whole entry names.
 * @param isNamed by hash
 * @param before milliseconds since 1970: what is younger may be finished, or named, soon
 * @returns bytes that are free now
 */
export async function removeUnnamed(
  folder: string,
  isNamed: (hash: string) => boolean,
  before: number,
): Promise<number> {
  let free = 0;
  const contents = pathOfContent.contentDir(folder);
  for (const part of [contents, temporaryFolder(folder)]) {
    for await (const { path, size, mtimeMs } of filesIn(part)) {
      const [, ...parts] = relative(part, path).split(sep);
      const hash = parts.join('');
      if (mtimeMs >= before || (part === contents && isNamed(hash))) continue;
      await rm(path, { force: true });
      if (part === contents) await removeEntry(folder, outputKey(hash));
      free += size;
    }
  }
  return free;
}

/** Removes files that processes of this host did not come to the end of. */
export async function removeUnfinished(
  folder: string,
  isAlive: (pid: number) => boolean,
): Promise<void> {
  for await (const { path } of filesIn(temporaryFolder(folder))) {
    const name = basename(path);
    const [, pid] = /\.(\d+)-[\da-f-]+$/u.exec(name) ?? [];
    const isOfThisHost = pid !== undefined && name.startsWith(`${unfinishedMark(Number(pid))}-`);
    if (isOfThisHost && !isAlive(Number(pid))) await rm(path, { force: true });
  }
}

/** Bytes of files that are written now, or whose writer was killed. */
export async function unfinishedSize(folder: string): Promise<number> {
  let sum = 0;
  for await (const { size } of filesIn(temporaryFolder(folder))) sum += size;
  return sum;
}

interface FoundFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly mtimeMs: number;
}

async function* filesIn(folder: string): AsyncGenerator<FoundFile> {
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      yield* filesIn(path);
      continue;
    }
    const facts = statOf(path);
    if (facts !== undefined) yield { path, size: facts.size, mtimeMs: facts.mtimeMs };
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
