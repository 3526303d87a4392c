// Folders at or above a path in which its project may be described: the nearest first, and none that others could have planted.
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { CONFIG_FILE } from '../config/config-schema.ts';
import { kindOf } from '../config/inputs.ts';
import { compileCommandsIn } from '../kinds/compile-commands/compile-commands.ts';
import { recordPath } from '../kinds/recorded/record-document.ts';
import { isInside } from '../text/path-inside.ts';
import { KINDS } from './kinds.ts';

/** Folders that are looked at: projects are not nested deeper. */
const MOST_FOLDERS = 40;

/**
 * @param path absolute
 * @param roots absolute paths of folders that a user opened: where the path lies in one, nothing above it counts. Elsewhere
 * looking ends with the repository that it is in, below the home folder, and below any folder of another user's.
 */
export async function placesAbove(
  path: string,
  roots: readonly string[] = [],
): Promise<readonly string[]> {
  const places = await foldersAbove(path, roots);
  const described = await Promise.all(places.map(isDescribed));
  return places.filter((_, index) => described[index]);
}

/** Every folder that counts, described or not, the nearest first. */
export async function foldersAbove(
  path: string,
  roots: readonly string[] = [],
): Promise<readonly string[]> {
  const start = (await kindOf(path)) === 'folder' ? path : dirname(path);
  const root = roots
    .filter((each) => isInside(each, start))
    .sort((left, right) => right.length - left.length)[0];
  const found: string[] = [];
  for (let folder = start; found.length < MOST_FOLDERS; folder = dirname(folder)) {
    if (root === undefined && folder !== start && !(await isOurs(folder))) break;
    found.push(folder);
    if (folder === root || folder === dirname(folder)) break;
    if (root === undefined && (await kindOf(join(folder, '.git'))) !== 'missing') break;
  }
  return found;
}

/** Whether nobody else could have put a description there that would be followed. */
async function isOurs(folder: string): Promise<boolean> {
  if (folder === homedir() || folder === dirname(folder)) return false;
  const facts = await stat(folder).catch(() => undefined);
  if (facts === undefined) return false;
  const others = (facts.mode & 0o002) !== 0;
  return !others && (process.getuid === undefined || facts.uid === process.getuid());
}

async function isDescribed(folder: string): Promise<boolean> {
  const names = [CONFIG_FILE, ...KINDS.flatMap(({ files = [] }) => files)];
  for (const file of [...names.map((name) => join(folder, name)), recordPath(folder)]) {
    if ((await kindOf(file)) === 'file') return true;
  }
  return (await compileCommandsIn(folder).catch(() => undefined)) !== undefined;
}
