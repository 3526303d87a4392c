// What was built before, found again by what it was built from. Content-addressed, checked by its hash before use, safe for
// several processes at once, and bounded: cacache keeps the store, this file owns its keys' meaning, its age and its size.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  allEntries,
  contentPath,
  contentsOf,
  entryPath,
  hasEntry,
  isOfNotes,
  outputKey,
  readEntry,
  removeEntry,
  writeEntry,
  writeNote,
  type Entry,
  type NamedContent,
  type StoredEntry,
} from './cache-entries.ts';
import { cacheFolder } from './cache-folder.ts';
import { cacheLimit } from './cache-limit.ts';
import { hashOf, hashOfFile } from './file-hashes.ts';
import { statOf } from './misplaced.ts';
import { removeOlderLayout, removeUnnamed, storedSize } from './stored-files.ts';

/** One stored file. */
export interface StoredFile extends NamedContent {
  /** Absolute path of the content; to be read, never written. */
  readonly path: string;
}

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
  /** Results, and their further outputs. */
  readonly artifacts: number;
  /** Bytes of content, and of notes. */
  readonly size: number;
  /** Bytes that all is kept under. */
  readonly limit: number;
}

/** An artifact in use is marked so again only after this time: once an hour, not once a build. */
const REFRESH_AFTER = 3600 * 1000;
/** What was stored or marked since is never removed: whoever found it, here or in another process, is about to read it. */
export const KEEP_AT_LEAST = 3 * REFRESH_AFTER;
/** Part of every key; raised when entries are written in another shape, so that no older one is read as a newer. */
const ENTRY_VERSION = 4;

export class ArtifactCache {
  readonly folder: string;
  readonly limit: number;
  #storedSomething = false;
  /** Hashes of what this object has stored, or found to be whole: none is read a second time for that. */
  readonly #whole = new Set<string>();

  constructor(options: { readonly folder?: string; readonly limit?: number } = {}) {
    this.folder = options.folder ?? join(cacheFolder(), 'artifacts');
    this.limit = options.limit ?? cacheLimit();
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
    const entry = await this.#entry(key);
    if (entry?.content === undefined) return undefined;
    const { content, facts, others = {} } = entry;
    if (names.some((name) => others[name] === undefined)) return undefined;
    const file = await this.#present(content);
    if (file === undefined) return undefined;
    const found: Record<string, StoredFile> = {};
    for (const [name, other] of Object.entries(others)) {
      const present = await this.#present(other);
      if (present === undefined) return undefined;
      found[name] = present;
    }
    return { ...file, facts, others: found as Readonly<Record<Name, StoredFile>> };
  }

  /** What was noted under a key; undefined where nothing was. */
  async noted(key: string): Promise<unknown> {
    const entry = await this.#entry(key);
    return entry?.content === undefined ? entry?.facts : undefined;
  }

  async #entry(key: string): Promise<Entry | undefined> {
    const entry = await readEntry(this.folder, key);
    if (entry !== undefined && Date.now() - entry.time > REFRESH_AFTER) {
      // A cache that cannot be written is still good to read.
      await writeEntry(this.folder, entry).catch(() => undefined);
    }
    return entry;
  }

  /** The file of that content, where one of its size is there. */
  async #present(content: NamedContent): Promise<StoredFile | undefined> {
    const file = this.#file(content);
    const facts = statOf(file.path);
    if (facts === undefined) return undefined;
    // Another size needs no reading to be told.
    return facts.isFile() && facts.size === content.size ? file : this.#forget(file);
  }

  #file({ hash, size }: NamedContent): StoredFile {
    return { path: contentPath(this.folder, hash), hash, size };
  }

  #fileOf(content: Buffer): StoredFile {
    return this.#file({ hash: hashOf(content), size: content.length });
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
    // The entry that names them comes last: it stands for all of them, or is not there.
    for (const [name, output] of Object.entries<Buffer>(others ?? {}))
      stored[name] = await this.#storeOutput(output);
    const further = Object.entries(stored).map(([name, other]) => [name, named(other)] as const);
    const file = await this.#store(key, content, {
      facts,
      ...(further.length === 0 ? {} : { others: Object.fromEntries(further) }),
    });
    return { ...file, facts, others: stored as Readonly<Record<Name, StoredFile>> };
  }

  /**
   * Stores what was found out, which is no file of its own.
   * @param facts plain JSON
   * @throws as `put`.
   */
  async note(key: string, facts: unknown): Promise<void> {
    this.#storedSomething = true;
    await writeNote(this.folder, key, facts);
  }

  async #storeOutput(output: Buffer): Promise<StoredFile> {
    const key = outputKey(hashOf(output));
    const file = this.#fileOf(output);
    if (hasEntry(this.folder, key) && (await this.#isThere(file))) return file;
    return this.#store(key, output, { facts: null });
  }

  async #store(
    key: string,
    content: Buffer,
    more: Pick<Entry, 'facts' | 'others'>,
  ): Promise<StoredFile> {
    this.#storedSomething = true;
    const file = this.#fileOf(content);
    const isThere = await this.#isThere(file);
    const entry = { key, content: named(file), ...more };
    await writeEntry(this.folder, entry, isThere ? undefined : content);
    this.#whole.add(file.hash);
    return file;
  }

  /** What lies under its hash may be damaged, and cacache keeps what it finds: it is removed then. */
  async #isThere(file: StoredFile): Promise<boolean> {
    const present = await this.#present(file);
    return present !== undefined && (await this.isWhole({ ...file, facts: null, others: {} }));
  }

  /** The content, checked against its hash; undefined where it is gone or damaged (and then forgotten). */
  async read(file: StoredFile): Promise<Buffer | undefined> {
    const isThere = (await this.#present(file)) !== undefined;
    const content = isThere ? await readFile(file.path).catch(() => undefined) : undefined;
    if (content === undefined || hashOf(content) !== file.hash) return this.#forget(file);
    this.#whole.add(file.hash);
    return content;
  }

  async #forget({ path, hash }: StoredFile): Promise<undefined> {
    this.#whole.delete(hash);
    // What cannot be removed is found damaged again.
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
    return undefined;
  }

  /** Brings the size under the limit, longest unused first. Does nothing unless this object has stored something. */
  async trim(): Promise<void> {
    if (!this.#storedSomething) return;
    const before = Date.now() - KEEP_AT_LEAST;
    await removeOlderLayout(this.folder, before);
    let size = await storedSize(this.folder);
    if (size <= this.limit) return;
    // A little below the limit, so that not every build that stores a file trims again.
    const goal = this.limit * 0.9;
    const entries = await allEntries(this.folder);
    const uses = usesOf(entries);
    size -= await removeUnnamed(this.folder, (hash) => uses.has(hash) || isOfNotes(hash), before);
    for (const entry of entries) {
      if (size <= goal || entry.time > before) break;
      size -= this.#sizeOf(entry);
      await removeEntry(this.folder, entry.key);
      for (const content of contentsOf(entry)) {
        const left = (uses.get(content.hash) ?? 0) - 1;
        uses.set(content.hash, left);
        // What other artifacts have too stays for them, and what notes name for those.
        if (left > 0 || isOfNotes(content.hash)) continue;
        const file = this.#file(content);
        size -= statOf(file.path)?.size ?? 0;
        await this.#forget(file);
        await removeEntry(this.folder, outputKey(content.hash));
      }
    }
  }

  /** Bytes of the entry itself. */
  #sizeOf({ key }: Entry): number {
    return statOf(entryPath(this.folder, key))?.size ?? 0;
  }

  /** How much is kept. */
  async use(): Promise<ArtifactUse> {
    const entries = await allEntries(this.folder).catch(() => []);
    const contents = new Map<string, number>();
    const further = new Set<string>();
    let notes = 0;
    for (const entry of entries) {
      for (const content of contentsOf(entry)) contents.set(content.hash, content.size);
      for (const { hash } of Object.values(entry.others ?? {})) further.add(hash);
      if (entry.content === undefined) notes += this.#sizeOf(entry);
    }
    return {
      folder: this.folder,
      artifacts: entries.length + further.size,
      size: [...contents.values()].reduce((sum, each) => sum + each, notes),
      limit: this.limit,
    };
  }
}

function named({ hash, size }: StoredFile): NamedContent {
  return { hash, size };
}

/** How many entries name each content, by its hash. */
function usesOf(entries: readonly StoredEntry[]): Map<string, number> {
  const uses = new Map<string, number>();
  for (const { hash } of entries.flatMap(contentsOf)) uses.set(hash, (uses.get(hash) ?? 0) + 1);
  return uses;
}
