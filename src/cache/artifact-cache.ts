// What was built before, found again by what it was built from. Content-addressed, checked by its hash before use, safe for
// several processes at once, and bounded: cacache keeps the store, this file owns its keys' meaning, its age and its size.
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import cacache from 'cacache';
import {
  contentSize,
  entryGroups,
  entryNotes,
  fileOf,
  HASH_ALGORITHM,
  integrityOf,
  outputKey,
  timeOf,
  untyped,
  type EntryNotes,
  type StoredFile,
} from './cache-entries.ts';
import { cacheFolder } from './cache-folder.ts';
import { hashOf, hashOfFile } from './file-hashes.ts';

/**
 * What one step made: its file, and further ones where it has several outputs. All of them are there and whole, or the artifact
 * is not found.
 * @typeParam Name of the further outputs
 */
export interface Artifact<Name extends string = never> extends StoredFile {
  /** What the builder noted beside it; plain JSON. */
  readonly facts: unknown;
  readonly others: Readonly<Record<Name, StoredFile>>;
}

export interface ArtifactUse {
  readonly folder: string;
  readonly artifacts: number;
  /** Bytes of content. */
  readonly size: number;
  /** Bytes the content is kept under. */
  readonly limit: number;
}

export type { StoredFile };

const DEFAULT_LIMIT = 2 * 1024 ** 3;
/** An artifact in use is marked so again only after this time: one index line an hour, not one a build. */
const REFRESH_AFTER = 3600 * 1000;
/** What was stored or marked since is never removed: whoever found it, here or in another process, is about to read it. */
export const KEEP_AT_LEAST = 3 * REFRESH_AFTER;
/** Part of every key; raised when entries are written in another shape, so that no older one is read as a newer. */
const ENTRY_VERSION = 2;

export class ArtifactCache {
  readonly folder: string;
  readonly limit: number;
  #storedSomething = false;
  /** Hashes of what this object has stored, or found to be whole: none is read a second time for that. */
  readonly #whole = new Set<string>();

  constructor(options: { readonly folder?: string; readonly limit?: number } = {}) {
    this.folder = options.folder ?? join(cacheFolder(), 'artifacts');
    this.limit = options.limit ?? limitFromEnvironment() ?? DEFAULT_LIMIT;
  }

  /** The key for something made by `step` from `ingredients`, which must hold everything that decides its content. */
  static key(step: string, ingredients: readonly unknown[]): string {
    return `${step}:${hashOf(JSON.stringify([ENTRY_VERSION, ...ingredients]))}`;
  }

  /**
   * Finds an artifact; one of which a file is no longer what was stored is removed, and as good as none.
   * @param names of further outputs that it must have
   */
  async find<Name extends string = never>(
    key: string,
    names: readonly Name[] = [],
  ): Promise<Artifact<Name> | undefined> {
    const named = await this.findNamed(key, names);
    return named !== undefined && (await this.isWhole(named)) ? named : undefined;
  }

  /**
   * Finds an artifact of which the hash or the facts may be all that is wanted: large ones that are rarely read.
   * Whoever reads its content asks `isWhole` first.
   */
  async findNamed<Name extends string = never>(
    key: string,
    names: readonly Name[] = [],
  ): Promise<Artifact<Name> | undefined> {
    const entry = await cacache.get.info(this.folder, key).catch(() => null);
    if (entry === null) return undefined;
    const { facts, others } = entryNotes(entry);
    if (names.some((name) => others[name] === undefined)) return undefined;
    const file = await this.#present(entry);
    if (file === undefined) return undefined;
    const found: Record<string, StoredFile> = {};
    for (const [name, integrity] of Object.entries(others)) {
      const other = await cacache.get.info(this.folder, outputKey(integrity)).catch(() => null);
      const present = other?.integrity === integrity ? await this.#present(other) : undefined;
      if (present === undefined) return undefined;
      found[name] = present;
    }
    return { ...file, facts, others: found as Readonly<Record<Name, StoredFile>> };
  }

  /** The file of an entry, where one of its size is there. */
  async #present(entry: cacache.CacheObject): Promise<StoredFile | undefined> {
    const content = await stat(entry.path).catch(() => undefined);
    if (content === undefined) return undefined;
    const file = fileOf(entry, content.size);
    // Another size needs no reading to be told.
    if (content.size !== entry.size) return this.#forget(file);
    if (Date.now() - entry.time > REFRESH_AFTER) await this.#refresh(entry);
    return file;
  }

  /** Whether all its files are what was stored; one that is not is removed, so that storing it again replaces it. */
  async isWhole(artifact: Artifact<string>): Promise<boolean> {
    for (const file of [artifact, ...Object.values(artifact.others)]) {
      const { path, hash, size } = file;
      if (this.#whole.has(hash)) continue;
      if ((await hashOfFile(path, size)) !== hash) {
        await this.#forget(file);
        return false;
      }
      this.#whole.add(hash);
    }
    return true;
  }

  /**
   * Stores what a step made under a key.
   * @param others its further outputs, by name
   * @throws the file system's own error (ENOSPC, EACCES, EROFS); nothing is found under the key then but what was before.
   */
  async put<Name extends string = never>(
    key: string,
    content: Buffer,
    facts: unknown = null,
    others?: Readonly<Record<Name, Buffer>>,
  ): Promise<Artifact<Name>> {
    const stored: Record<string, StoredFile> = {};
    const integrities: Record<string, string> = {};
    // The entry that names them comes last: it stands for all of them, or is not there.
    for (const [name, output] of Object.entries<Buffer>(others ?? {})) {
      const integrity = integrityOf(hashOf(output));
      stored[name] = await this.#store(outputKey(integrity), output, { facts: null, others: {} });
      integrities[name] = integrity;
    }
    const file = await this.#store(key, content, { facts, others: integrities });
    return { ...file, facts, others: stored as Readonly<Record<Name, StoredFile>> };
  }

  async #store(key: string, content: Buffer, metadata: EntryNotes): Promise<StoredFile> {
    this.#storedSomething = true;
    const hash = hashOf(content);
    if (!this.#whole.has(hash)) await this.#removeDamaged(integrityOf(hash));
    const options = { algorithms: [HASH_ALGORITHM] as [string], metadata };
    await cacache.put(this.folder, key, content, options);
    this.#whole.add(hash);
    const entry = await cacache.get.info(this.folder, key);
    if (entry === null)
      throw new Error(`the cache in ${this.folder} lost an entry it had just stored`);
    return fileOf(entry, content.length);
  }

  /** The content, checked against its hash; undefined where it is gone or damaged (and then forgotten). */
  async read(file: StoredFile): Promise<Buffer | undefined> {
    const content = await readFile(file.path).catch(() => undefined);
    if (content === undefined || hashOf(content) !== file.hash) return this.#forget(file);
    this.#whole.add(file.hash);
    return content;
  }

  /** Content may be there under another key, which nobody asked for: cacache keeps what it finds, damaged or not. */
  async #removeDamaged(integrity: string): Promise<void> {
    if ((await cacache.get.hasContent(this.folder, integrity)) === false) return;
    await cacache.get
      .byDigest(this.folder, integrity)
      .catch(() => cacache.rm.content(this.folder, integrity));
  }

  async #forget({ path, hash }: StoredFile): Promise<undefined> {
    this.#whole.delete(hash);
    await rm(path, { force: true });
    return undefined;
  }

  /** Brings the size under the limit, longest unused first. Does nothing unless this object has stored something. */
  async trim(): Promise<void> {
    if (!this.#storedSomething) return;
    const entries = Object.values(await cacache.ls(this.folder));
    let size = contentSize(entries);
    // A little below the limit, so that not every build that stores a file trims again.
    const goal = this.limit * 0.9;
    if (size <= this.limit) return;
    const now = Date.now();
    const groups = entryGroups(entries);
    const uses = new Map<string, number>();
    for (const { integrity } of groups.flat()) uses.set(integrity, (uses.get(integrity) ?? 0) + 1);
    for (const group of groups) {
      if (size <= goal || now - timeOf(group) < KEEP_AT_LEAST) break;
      for (const [at, { key, integrity, size: bytes }] of group.entries()) {
        const left = (uses.get(integrity) ?? 0) - 1;
        uses.set(integrity, left);
        // An output that other artifacts have too stays for them.
        if (at === 0 || left === 0) await untyped.rm.entry(this.folder, key, { removeFully: true });
        if (left > 0) continue;
        await cacache.rm.content(this.folder, integrity);
        size -= bytes;
      }
    }
  }

  /** How much is kept. */
  async use(): Promise<ArtifactUse> {
    const entries = Object.values(await cacache.ls(this.folder).catch(() => ({})));
    return {
      folder: this.folder,
      artifacts: entries.length,
      size: contentSize(entries),
      limit: this.limit,
    };
  }

  async #refresh(entry: cacache.CacheObject): Promise<void> {
    const { metadata, size } = entry as { metadata?: unknown; size?: number };
    // A cache that cannot be written is still good to read.
    await untyped.index
      .insert(this.folder, entry.key, entry.integrity, { metadata, size })
      .catch(() => undefined);
  }
}

function limitFromEnvironment(): number | undefined {
  const megabytes = Number.parseFloat(process.env['RETARGET_CACHE_SIZE'] ?? '');
  return Number.isFinite(megabytes) && megabytes > 0 ? megabytes * 1024 ** 2 : undefined;
}
