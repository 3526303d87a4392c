// What this user made or allowed, remembered in the user's own cache: a clone names its contents, and cannot bring the mark along.
import { mkdir, readFile, realpath } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import writeFileAtomic from 'write-file-atomic';
import { isInside } from '../text/path-inside.ts';
import { cacheFolder } from '../cache/cache-folder.ts';
import { hashOf } from '../cache/file-hashes.ts';

export interface OwnThing {
  /** Absolute path of the folder that could be a clone: no mark in it counts. */
  readonly project: string;
  /** Which thing of that folder, such as `record`. */
  readonly what: string;
  /** What it must still be: any text. */
  readonly content: string;
}

const FOLDER = 'own';

/** Whether this user made or allowed just that, in this place: links are followed, and another user's mark is none. */
export async function isOwn(thing: OwnThing): Promise<boolean> {
  const { path, mark } = await markOf(thing);
  const known = await readFile(path, 'utf8').catch(() => undefined);
  return known === mark;
}

/** Where it cannot be written, the user is asked again. */
export async function rememberOwn(thing: OwnThing): Promise<void> {
  const { folder, path, mark } = await markOf(thing);
  try {
    await mkdir(folder, { recursive: true });
    await writeFileAtomic(path, mark);
  } catch {
    return;
  }
}

async function markOf({ project, what, content }: OwnThing) {
  const place = await realPath(project);
  const folder = join(await outside(place), FOLDER);
  const user = String(userInfo().uid);
  return {
    folder,
    path: join(folder, hashOf(JSON.stringify([user, place, what]))),
    mark: `${hashOf(JSON.stringify([user, place, what, content]))}\n`,
  };
}

/** The first of the user's cache folders that is not in the project, as one that a build in it chose by `RETARGET_CACHE` would be. */
async function outside(project: string): Promise<string> {
  const usual = join(homedir(), '.cache', 'retarget');
  for (const folder of [resolve(cacheFolder()), envPaths('retarget', { suffix: '' }).cache]) {
    if (!isInside(project, folder) && !isInside(project, await realPath(folder))) return folder;
  }
  // Whoever profiles the whole home folder has no other place.
  return usual;
}

/** Of what is not there, the path itself. */
async function realPath(path: string): Promise<string> {
  return realpath(path).catch(() => resolve(path));
}
