// A folder for the files of one profile, in the cache folder (the system's temporary one may forbid execution).
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { cacheUnwritable } from '../build/messages/machine.ts';
import { ArtifactCache } from '../cache/artifact-cache.ts';
import { removeUnfinished } from '../cache/stored-files.ts';
import { cacheFolder } from '../cache/cache-folder.ts';
import { makeFolder } from '../files/make-folder.ts';
import { processExists } from '../process/process-exists.ts';
import { writeFailure } from '../files/write-failure.ts';

export interface WorkFolder {
  /** Absolute. */
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Makes one, after removing those that dead processes of this host left behind.
 * @throws {FailureError} folder-read-only or disk-full.
 */
export async function makeWorkFolder(): Promise<WorkFolder> {
  const parent = join(cacheFolder(), 'work');
  try {
    await makeFolder(parent);
    await removeAbandoned();
    const path = await mkdtemp(join(parent, `${ownPrefix(process.pid)}-`));
    return { path, remove: () => rm(path, { recursive: true, force: true }) };
  } catch (error) {
    throw writeFailure(error, cacheUnwritable({ folder: cacheFolder() }));
  }
}

/** Home folders are shared between hosts, and process numbers are not. */
function ownPrefix(pid: number): string {
  return `${hostname()}-${pid}`;
}

/** Removes what dead processes of this host left in the cache: their folders, and files that they had not finished. */
export async function removeAbandoned(): Promise<void> {
  const { abandoned } = await workFolders();
  if (abandoned.length === 0) return;
  for (const path of abandoned) await rm(path, { recursive: true, force: true });
  await removeUnfinished(new ArtifactCache().folder, processExists);
  // Programs that were being compiled.
  for (const name of ['runner', 'recorder']) {
    const folder = join(cacheFolder(), name);
    for (const inside of await readdir(folder).catch(() => [])) {
      if (!inside.startsWith('making-')) continue;
      const path = join(folder, inside);
      const age = Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now());
      if (age > LONGEST_MAKING) await rm(path, { recursive: true, force: true });
    }
  }
}

/** Milliseconds that compiling one of Retarget's own programs may take, and more. */
const LONGEST_MAKING = 120_000;

/** @returns absolute paths: of processes of this host that are dead, and of others */
export async function workFolders(): Promise<{
  readonly abandoned: readonly string[];
  readonly inUse: readonly string[];
}> {
  const parent = join(cacheFolder(), 'work');
  const abandoned: string[] = [];
  const inUse: string[] = [];
  for (const name of await readdir(parent).catch(() => [])) {
    const pid = Number(/-(\d+)-[^-]*$/u.exec(name)?.[1]);
    const ours = name.startsWith(`${ownPrefix(pid)}-`);
    (ours && !processExists(pid) ? abandoned : inUse).push(join(parent, name));
  }
  return { abandoned, inUse };
}
