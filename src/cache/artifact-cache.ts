// What was built before, found again by what it was built from. Content-addressed, checked by its hash before use, safe for
// several processes at once, and bounded. `cache-entries.ts` knows the files, this one their keys' meaning, their age and size.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  allEntries,
  contentPath,
  contentsOf,
  entryPath,
  markUsed,
  readEntry,
  removeOlderLayout,
  removeUnnamed,
  replaceFile,
  statOf,
  storedSize,
  writeEntry,
  type Entry,
  type NamedContent,
  type StoredEntry,
} from './cache-entries.ts';
import { cacheFolder } from './cache-folder.ts';
import { hashOf, hashOfFile } from './file-hashes.ts';
import { readWhole } from './small-files.ts';

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

const DEFAULT_LIMIT = 2 * 1024 ** 3;
/** An artifact in use is marked so again only after this time: once an hour, not once a build. */
const REFRESH_AFTER = 3600 * 1000;
/** What was stored or marked since is never removed: whoever found it, here or in another process, is about to read it. */
export const KEEP_AT_LEAST = 3 * REFRESH_AFTER;
/** Part of every key; raised when entries are written in another shape, so that no older one is read as a newer. */
const ENTRY_VERSION = 3;

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
    return (await this.#entry(key))?.facts;
  }

  async #entry(key: string): Promise<Entry | undefined> {
    const path = entryPath(this.folder, key);
    const entry = await readEntry(path);
    if (entry?.key !== key) return undefined;
    const { mtimeMs } = statOf(path) ?? {};
    if (mtimeMs !== undefined && Date.now() - mtimeMs > REFRESH_AFTER) markUsed(path);
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

  #file(content: NamedContent): StoredFile {
    return { ...content, path: contentPath(this.folder, content.hash) };
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
      stored[name] = await this.#store(output);
    const file = await this.#store(content);
    const further = Object.entries(stored).map(([name, other]) => [name, named(other)] as const);
    await writeEntry(entryPath(this.folder, key), {
      ...{ key, content: named(file), facts },
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
    await writeEntry(entryPath(this.folder, key), { key, facts });
  }

  /** What lies under its hash already and was not looked at is replaced: it may be damaged. */
  async #store(content: Buffer): Promise<StoredFile> {
    this.#storedSomething = true;
    const file = this.#file({ hash: hashOf(content), size: content.length });
    const isThere = this.#whole.has(file.hash) && statOf(file.path)?.size === file.size;
    if (!isThere) await replaceFile(file.path, content);
    this.#whole.add(file.hash);
    return file;
  }

  /** The content, checked against its hash; undefined where it is gone or damaged (and then forgotten). */
  async read(file: StoredFile): Promise<Buffer | undefined> {
    const content = await readWhole(file.path);
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
    size -= await removeUnnamed(this.folder, uses, before);
    for (const { path, entry, time, size: own } of entries) {
      if (size <= goal || time > before) break;
      await rm(path, { force: true });
      size -= own;
      for (const content of contentsOf(entry)) {
        const left = (uses.get(content.hash) ?? 0) - 1;
        uses.set(content.hash, left);
        // What other artifacts have too stays for them.
        if (left > 0) continue;
        await this.#forget(this.#file(content));
        size -= content.size;
      }
    }
  }

  /** How much is kept. */
  async use(): Promise<ArtifactUse> {
    const entries = await allEntries(this.folder);
    const contents = new Map<string, number>();
    const further = new Set<string>();
    let notes = 0;
    for (const { entry, size } of entries) {
      for (const content of contentsOf(entry)) contents.set(content.hash, content.size);
      for (const { hash } of Object.values(entry.others ?? {})) further.add(hash);
      if (entry.content === undefined) notes += size;
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
  for (const { hash } of entries.flatMap(({ entry }) => contentsOf(entry)))
    uses.set(hash, (uses.get(hash) ?? 0) + 1);
  return uses;
}

function limitFromEnvironment(): number | undefined {
  const megabytes = Number.parseFloat(process.env['RETARGET_CACHE_SIZE'] ?? '');
  return Number.isFinite(megabytes) && megabytes > 0 ? megabytes * 1024 ** 2 : undefined;
}
