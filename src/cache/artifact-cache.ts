// What was built before, found again by what it was built from. Content-addressed, checked by its hash before use, safe for
// several processes at once, and bounded: cacache keeps the store, this file owns its keys' meaning, its age and its size.
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import cacache from 'cacache';
import { cacheFolder } from './cache-folder.ts';
import { hashOf, hashOfFile } from './file-hashes.ts';

/** One stored file. */
export interface Artifact {
  /** Absolute path of the content; to be read, never written. */
  readonly path: string;
  /** Hex SHA-256 of the content. */
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
  /** What the builder noted beside it; plain JSON. */
  readonly facts: unknown;
}

export interface ArtifactUse {
  readonly folder: string;
  readonly artifacts: number;
  /** Bytes of content. */
  readonly size: number;
  /** Bytes the content is kept under. */
  readonly limit: number;
}

const DEFAULT_LIMIT = 2 * 1024 ** 3;
const ALGORITHM = 'sha256';
/** An artifact in use is marked so again only after this time: one index line an hour, not one a build. */
const REFRESH_AFTER = 3600 * 1000;
/** What was stored or marked since is never removed: whoever found it, here or in another process, is about to read it. */
export const KEEP_AT_LEAST = 3 * REFRESH_AFTER;

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
    return `${step}:${hashOf(JSON.stringify(ingredients))}`;
  }

  /** Finds an artifact; one whose content is no longer what was stored is removed, and as good as none. */
  async find(key: string): Promise<Artifact | undefined> {
    const named = await this.findNamed(key);
    return named !== undefined && (await this.isWhole(named)) ? named : undefined;
  }

  /**
   * Finds an artifact of which the hash or the facts may be all that is wanted: large ones that are rarely read.
   * Whoever reads its content asks `isWhole` first.
   */
  async findNamed(key: string): Promise<Artifact | undefined> {
    const entry = await cacache.get.info(this.folder, key).catch(() => null);
    if (entry === null) return undefined;
    const content = await stat(entry.path).catch(() => undefined);
    if (content === undefined) return undefined;
    const artifact = artifactOf(entry, content.size);
    // Another size needs no reading to be told.
    if (content.size !== entry.size) return this.#forget(artifact);
    if (Date.now() - entry.time > REFRESH_AFTER) await this.#refresh(entry);
    return artifact;
  }

  /** Whether its content is what was stored; where it is not, it is removed, so that storing it again replaces it. */
  async isWhole(artifact: Artifact): Promise<boolean> {
    const { path, hash, size } = artifact;
    if (this.#whole.has(hash)) return true;
    if ((await hashOfFile(path, size)) !== hash) await this.#forget(artifact);
    else this.#whole.add(hash);
    return this.#whole.has(hash);
  }

  /**
   * Stores content under a key.
   * @throws the file system's own error (ENOSPC, EACCES, EROFS).
   */
  async put(key: string, content: Buffer, facts: unknown = null): Promise<Artifact> {
    this.#storedSomething = true;
    const hash = hashOf(content);
    if (!this.#whole.has(hash)) await this.#removeDamaged(integrityOf(hash));
    const options = { algorithms: [ALGORITHM] as [string], metadata: facts };
    await cacache.put(this.folder, key, content, options);
    this.#whole.add(hash);
    const entry = await cacache.get.info(this.folder, key);
    if (entry === null)
      throw new Error(`the cache in ${this.folder} lost an entry it had just stored`);
    return artifactOf(entry, content.length);
  }

  /** The content, checked against its hash; undefined where it is gone or damaged (and then forgotten). */
  async read(artifact: Artifact): Promise<Buffer | undefined> {
    const content = await readFile(artifact.path).catch(() => undefined);
    if (content === undefined || hashOf(content) !== artifact.hash) return this.#forget(artifact);
    this.#whole.add(artifact.hash);
    return content;
  }

  /** Content may be there under another key, which nobody asked for: cacache keeps what it finds, damaged or not. */
  async #removeDamaged(integrity: string): Promise<void> {
    if ((await cacache.get.hasContent(this.folder, integrity)) === false) return;
    await cacache.get
      .byDigest(this.folder, integrity)
      .catch(() => cacache.rm.content(this.folder, integrity));
  }

  async #forget({ path, hash }: Artifact): Promise<undefined> {
    this.#whole.delete(hash);
    await rm(path, { force: true });
    return undefined;
  }

  /** Brings the size under the limit, longest unused first. Does nothing unless this object has stored something. */
  async trim(): Promise<void> {
    if (!this.#storedSomething) return;
    const entries = Object.values(await cacache.ls(this.folder)).sort((a, b) => a.time - b.time);
    let size = contentSize(entries);
    // A little below the limit, so that not every build that stores a file trims again.
    const goal = this.limit * 0.9;
    if (size <= this.limit) return;
    const now = Date.now();
    const kept = new Set(entries.map((entry) => entry.integrity));
    for (const entry of entries) {
      if (size <= goal || now - entry.time < KEEP_AT_LEAST) break;
      await untyped.rm.entry(this.folder, entry.key, { removeFully: true });
      if (!kept.delete(entry.integrity)) continue;
      await cacache.rm.content(this.folder, entry.integrity);
      size -= entry.size;
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

/** The parts of cacache's documented door that its type package leaves out. */
const untyped = cacache as unknown as {
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

function artifactOf(entry: cacache.CacheObject, size: number): Artifact {
  const hash = Buffer.from(entry.integrity.slice(ALGORITHM.length + 1), 'base64').toString('hex');
  return { path: entry.path, hash, size, facts: entry.metadata as unknown };
}

function integrityOf(hash: string): string {
  return `${ALGORITHM}-${Buffer.from(hash, 'hex').toString('base64')}`;
}

/** Content shared by several keys counts once. */
function contentSize(entries: readonly { integrity: string; size: number }[]): number {
  const sizes = new Map(entries.map((entry) => [entry.integrity, entry.size]));
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

function limitFromEnvironment(): number | undefined {
  const megabytes = Number.parseFloat(process.env['RETARGET_CACHE_SIZE'] ?? '');
  return Number.isFinite(megabytes) && megabytes > 0 ? megabytes * 1024 ** 2 : undefined;
}
