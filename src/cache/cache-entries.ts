// What one entry of the store holds: which file, what was noted beside it, and which entries belong to one artifact.
import cacache from 'cacache';

export const HASH_ALGORITHM = 'sha256';

/** One stored file. */
export interface StoredFile {
  /** Absolute path of the content; to be read, never written. */
  readonly path: string;
  /** Hex SHA-256 of the content. */
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
}

/** The parts of cacache's documented door that its type package leaves out. */
export const untyped = cacache as unknown as {
  readonly index: {
    insert(
      cache: string,
      key: string,
      integrity: string,
      options: { metadata: unknown; size: number | undefined },
    ): Promise<unknown>;
  };
  readonly rm: {
    entry(cache: string, key: string, options: { removeFully: boolean }): Promise<unknown>;
  };
};

export type SizedEntry = cacache.CacheObject & { readonly size: number };

/** What stands beside an entry's content. */
export interface EntryNotes {
  readonly facts: unknown;
  /** The further outputs, by name: how their content is found. */
  readonly others: Readonly<Record<string, string>>;
}

/** Of an entry that another version of Retarget wrote it says little, which nobody asks for: keys name the version. */
export function entryNotes({ metadata }: cacache.CacheObject): EntryNotes {
  const { facts = null, others = {} } = (metadata ?? {}) as Partial<EntryNotes>;
  return { facts, others };
}

/** A further output is kept under its content's own name: two artifacts that have the same one share it. */
export function outputKey(integrity: string): string {
  return `output:${integrity}`;
}

/** Each artifact's entry with those of its further outputs behind it; an output that no artifact names any more by itself. Oldest first. */
export function entryGroups(entries: readonly SizedEntry[]): SizedEntry[][] {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const named = new Set<string>();
  const groups = entries.map((entry) => {
    const keys = Object.values(entryNotes(entry).others).map(outputKey);
    for (const key of keys) named.add(key);
    return [entry, ...keys.flatMap((key) => byKey.get(key) ?? [])];
  });
  return groups
    .filter(([first]) => first !== undefined && !named.has(first.key))
    .sort((a, b) => timeOf(a) - timeOf(b));
}

export function timeOf([first]: readonly cacache.CacheObject[]): number {
  return first?.time ?? 0;
}

export function fileOf(entry: cacache.CacheObject, size: number): StoredFile {
  const hash = Buffer.from(entry.integrity.slice(HASH_ALGORITHM.length + 1), 'base64').toString(
    'hex',
  );
  return { path: entry.path, hash, size };
}

export function integrityOf(hash: string): string {
  return `${HASH_ALGORITHM}-${Buffer.from(hash, 'hex').toString('base64')}`;
}

/** Content shared by several keys counts once. */
export function contentSize(entries: readonly Pick<SizedEntry, 'integrity' | 'size'>[]): number {
  const sizes = new Map(entries.map((entry) => [entry.integrity, entry.size]));
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}
