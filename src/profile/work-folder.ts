// A folder for the files of one profile, in the cache folder (the system's temporary one may forbid execution).
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { cacheFolderNamed, MAKE_CACHE_WRITABLE } from '../build/messages/machine.ts';
import { cacheFolder } from '../cache/cache-folder.ts';
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
    await mkdir(parent, { recursive: true });
    await removeAbandoned(parent);
    const path = await mkdtemp(join(parent, `${ownPrefix(process.pid)}-`));
    return { path, remove: () => rm(path, { recursive: true, force: true }) };
  } catch (error) {
    throw writeFailure(error, {
      what: cacheFolderNamed({ folder: cacheFolder() }),
      hint: MAKE_CACHE_WRITABLE,
    });
  }
}

/** Home folders are shared between hosts, and process numbers are not. */
function ownPrefix(pid: number): string {
  return `${hostname()}-${pid}`;
}

async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = Number(/-(\d+)-[^-]*$/u.exec(name)?.[1]);
    const ours = name.startsWith(`${ownPrefix(pid)}-`);
    if (ours && !processExists(pid)) await rm(join(parent, name), { recursive: true, force: true });
  }
}
