// What one entry of the store holds, and how cacache keeps it: an artifact's entry names its content, and a note's that of nothing,
// because cacache keeps no entry without content. What was found out stands in the entry itself.
import { hostname } from 'node:os';
import { join } from 'node:path';
import { getSystemErrorName } from 'node:util';
import cacache from 'cacache';
import pathOfContent from 'cacache/lib/content/path.js';
import entryIndex from 'cacache/lib/entry-index.js';
import { hashOf } from './file-hashes.ts';
import { clearTheWay, isFit, statOf } from './misplaced.ts';

/** One stored file, as entries name it. */
export interface NamedContent {
  /** Hex SHA-256. */
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
}

export interface Entry {
  readonly key: string;
  /** Absent where only facts are kept. */
  readonly content?: NamedContent;
  /** What the builder noted; plain JSON. */
  readonly facts: unknown;
  /** Further outputs, by name. */
  readonly others?: Readonly<Record<string, NamedContent>>;
}

/** An entry, and when it was stored, or marked as used: milliseconds since 1970. */
export type StoredEntry = Entry & { readonly time: number };

/** What stands beside an entry's content. */
type Metadata = Pick<Entry, 'facts' | 'others'> & { readonly isNote?: true };

const HASH_ALGORITHM = 'sha256';

/** What notes name. */
const NOTHING: NamedContent = { hash: hashOf(''), size: 0 };

/** Bytes; what is longer is no entry. */
const LONGEST_ENTRY = 256 * 1024 ** 2;

/** Bytes from which entries are written anew instead of behind those that they replace. */
const GROWN = 64 * 1024;

/** Begins the name of a file that a process writes: home folders are shared between hosts, and process numbers are not. */
export function unfinishedMark(pid: number): string {
  return `${hostname()}.${pid}`;
}

/** The parts of cacache's documented door that its type package leaves out. */
const untyped = cacache as unknown as {
  readonly index: {
    insert(
      cache: string,
      key: string,
      integrity: string,
      options: { readonly metadata: Metadata; readonly size: number },
    ): Promise<unknown>;
    compact(
      cache: string,
      key: string,
      areSame: (one: { key: string }, other: { key: string }) => boolean,
      options: { readonly tmpPrefix: string },
    ): Promise<unknown>;
  };
  readonly rm: {
    entry(cache: string, key: string, options: { removeFully: boolean }): Promise<unknown>;
  };
};

/** Absolute path of the content with that hash, there or not. */
export function contentPath(folder: string, hash: string): string {
  return pathOfContent(folder, integrityOf(hash));
}

/** Absolute path of the file that holds the entry. */
export function entryPath(folder: string, key: string): string {
  return entryIndex.bucketPath(folder, key);
}

/** Absolute path of the folder in which what is written lies until it is moved. */
export function temporaryFolder(folder: string): string {
  return join(folder, 'tmp');
}

/** Whether there is one, which may be damaged; what is no entry's file is removed. */
export function hasEntry(folder: string, key: string): boolean {
  return isFit(entryPath(folder, key), LONGEST_ENTRY);
}

/** An entry; undefined where there is none, or it is not what was written. */
export async function readEntry(folder: string, key: string): Promise<StoredEntry | undefined> {
  if (!hasEntry(folder, key)) return undefined;
  const found = await cacache.get.info(folder, key).catch(() => null);
  return found === null ? undefined : entryOf(found);
}

/**
 * Stores an entry, at the second attempt where something lay in the way, or was removed by another process.
 * @param content of it, where that is not stored yet
 * @throws the file system's own error.
 */
export async function writeEntry(folder: string, entry: Entry, content?: Buffer): Promise<void> {
  const { key, facts, others } = entry;
  const { hash, size } = entry.content ?? NOTHING;
  const metadata: Metadata = {
    facts,
    ...(others === undefined ? {} : { others }),
    ...(entry.content === undefined ? { isNote: true } : {}),
  };
  const write = (): Promise<unknown> =>
    content === undefined
      ? untyped.index.insert(folder, key, integrityOf(hash), { metadata, size })
      : cacache.put(folder, key, content, {
          ...{ algorithms: [HASH_ALGORITHM], metadata, tmpPrefix: unfinishedMark(process.pid) },
        });
  const path = entryPath(folder, key);
  // A pipe there would be waited for.
  hasEntry(folder, key);
  try {
    // cacache says nothing where the folder is removed meanwhile.
    if ((await write()) === undefined) await write();
  } catch {
    const unfinished = join(temporaryFolder(folder), unfinishedMark(process.pid));
    clearTheWay(folder, [path, contentPath(folder, hash), unfinished]);
    await write().catch(throwAsItWas);
  }
  if ((statOf(path)?.size ?? 0) > GROWN) await compact(folder, key);
}

/** cacache calls whatever keeps content from its place EEXIST. */
function throwAsItWas(error: NodeJS.ErrnoException): never {
  if (error.errno !== undefined) error.code = getSystemErrorName(error.errno);
  throw error;
}

/** What an entry replaced is only longer to read. */
async function compact(folder: string, key: string): Promise<void> {
  const areSame = (one: { key: string }, other: { key: string }): boolean => one.key === other.key;
  await untyped.index
    .compact(folder, key, areSame, { tmpPrefix: unfinishedMark(process.pid) })
    .catch(() => undefined);
}

/** Stores what was found out. @throws as `writeEntry`. */
export async function writeNote(folder: string, key: string, facts: unknown): Promise<void> {
  if (!isFit(contentPath(folder, NOTHING.hash), NOTHING.size)) {
    const nothing = { key: outputKey(NOTHING.hash), content: NOTHING, facts: null };
    await writeEntry(folder, nothing, Buffer.alloc(0));
  }
  await writeEntry(folder, { key, facts });
}

/** Removes an entry, and not what it names. */
export async function removeEntry(folder: string, key: string): Promise<void> {
  await untyped.rm.entry(folder, key, { removeFully: true });
}

/** Further outputs have entries of their own, under their content's hash: what no entry names, cacache removes when it tidies up. */
export function outputKey(hash: string): string {
  return `${OUTPUT}${integrityOf(hash)}`;
}

const OUTPUT = 'output:';

/** All entries of artifacts and notes, longest unused first. */
export async function allEntries(folder: string): Promise<StoredEntry[]> {
  const entries = Object.values(await cacache.ls(folder)).filter(
    ({ key }) => !key.startsWith(OUTPUT),
  );
  return entries.map(entryOf).sort((a, b) => a.time - b.time);
}

/** All that an entry names. */
export function contentsOf({ content, others = {} }: Entry): NamedContent[] {
  return [...(content === undefined ? [] : [content]), ...Object.values(others)];
}

/** Whether it is kept although no artifact names it. */
export function isOfNotes(hash: string): boolean {
  return hash === NOTHING.hash;
}

/** Of an entry that another version of Retarget wrote it says only what it names: keys name the version. */
function entryOf({ key, time, integrity, size, metadata }: cacache.CacheObject): StoredEntry {
  const {
    facts = null,
    others,
    isNote,
  } = (metadata ?? {}) as Partial<Metadata> & {
    readonly others?: Readonly<Record<string, NamedContent | string>>;
  };
  const content = { hash: hashIn(integrity), size: size ?? 0 };
  const further = Object.entries(others ?? {}).map(
    ([name, other]) =>
      [name, typeof other === 'string' ? { hash: hashIn(other), size: 0 } : other] as const,
  );
  return {
    ...{ key, time, facts },
    ...(isNote === true ? {} : { content }),
    ...(further.length === 0 ? {} : { others: Object.fromEntries(further) }),
  };
}

function integrityOf(hash: string): string {
  return `${HASH_ALGORITHM}-${Buffer.from(hash, 'hex').toString('base64')}`;
}

function hashIn(integrity: string): string {
  return Buffer.from(integrity.slice(HASH_ALGORITHM.length + 1), 'base64').toString('hex');
}
