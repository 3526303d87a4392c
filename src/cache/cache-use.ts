// How much the cache holds, and keeping builds of Cargo under a limit: whole folders, longest unused first.
import { lstat, readdir, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { ArtifactCache, KEEP_AT_LEAST } from './artifact-cache.ts';
import { OLDER_LAYOUT, unfinishedSize } from './stored-files.ts';
import { cacheFolder, KEPT_FOLDERS } from './cache-folder.ts';

export interface CacheUse {
  /** Absolute path of the whole cache. */
  readonly folder: string;
  /** Bytes, of all that is kept. */
  readonly size: number;
  readonly artifacts: number;
  readonly folders: readonly FolderUse[];
}

export interface FolderUse {
  readonly name: keyof typeof KEPT_FOLDERS;
  /** What is in it, in a few words. */
  readonly holds: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes it is kept under, where it could grow without end. */
  readonly limit?: number;
}

/** Folders whose entries are builds that are removed whole. */
const BUILDS = 'cargo';

/** Those that hold something, and the artifacts in any case. */
export async function cacheUse(): Promise<CacheUse> {
  const cache = new ArtifactCache();
  const { artifacts, size: found, limit } = await cache.use();
  const ofArtifacts =
    found + (await unfinishedSize(cache.folder)) + (await olderSize(cache.folder));
  const folders: FolderUse[] = [];
  for (const [name, holds] of Object.entries(KEPT_FOLDERS) as [FolderUse['name'], string][]) {
    const size = name === 'artifacts' ? ofArtifacts : await sizeOf(join(cacheFolder(), name));
    const isLimited = name === 'artifacts' || name === BUILDS;
    if (size === 0 && name !== 'artifacts') continue;
    folders.push({ name, holds, size, ...(isLimited ? { limit } : {}) });
  }
  const size = folders.reduce((sum, each) => sum + each.size, 0);
  return { folder: cacheFolder(), size, artifacts, folders };
}

/** Says that a build in the cache was used just now. */
export async function markUsed(build: string): Promise<void> {
  const now = new Date();
  await utimes(build, now, now);
}

/** Brings artifacts, and builds of Cargo, under the limit each, longest unused first; what was used in the last hours stays. */
export async function trimCache(cache: ArtifactCache): Promise<void> {
  await cache.trim();
  const folder = join(cacheFolder(), BUILDS);
  const builds: { readonly path: string; readonly usedAt: number }[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const facts = await lstat(path).catch(() => undefined);
    if (facts?.isDirectory() === true) builds.push({ path, usedAt: facts.mtimeMs });
  }
  builds.sort((left, right) => left.usedAt - right.usedAt);
  const removable = builds.filter(({ usedAt }) => Date.now() - usedAt > KEEP_AT_LEAST);
  // Nothing is counted where nothing could go.
  if (removable.length === 0) return;
  let size = await sizeOf(folder);
  for (const { path } of removable) {
    if (size <= cache.limit) return;
    size -= await sizeOf(path);
    await rm(path, { recursive: true, force: true });
  }
}

/** Bytes that versions before this one stored, and that their killed processes left. */
async function olderSize(folder: string): Promise<number> {
  let sum = 0;
  for (const name of OLDER_LAYOUT) sum += await sizeOf(join(folder, name));
  return sum;
}

/** Bytes of all files in it; 0 where it is not there. */
async function sizeOf(path: string): Promise<number> {
  const facts = await lstat(path).catch(() => undefined);
  if (facts === undefined) return 0;
  if (!facts.isDirectory()) return facts.size;
  let size = 0;
  for (const name of await readdir(path).catch(() => [])) size += await sizeOf(join(path, name));
  return size;
}
