// What lies in the cache where a regular file, or a folder, belongs: a pipe would be waited for, and nothing replaces a folder.
import { lstatSync, rmSync, statSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';

export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // Something on the way to it is no folder.
    return undefined;
  }
}

/** What lies there itself, where it is a link. */
function lstatOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/**
 * Removes what is no regular file, or longer than such are, from the place of one, where it can be removed.
 * @param longest bytes
 * @returns whether such a file is there
 */
export function isFit(path: string, longest: number): boolean {
  const facts = lstatOf(path);
  if (facts === undefined) return false;
  if (facts.isFile() && facts.size <= longest) return true;
  remove(path);
  return false;
}

/**
 * Removes what is in the way of files that are to be written: anything but a file in their places, or but a folder in those of
 * the folders between them and the store's.
 */
export function clearTheWay(folder: string, paths: readonly string[]): void {
  for (const path of paths) {
    if (lstatOf(path)?.isFile() === false) remove(path);
    for (let above = dirname(path); above.length > folder.length; above = dirname(above)) {
      const isThere = lstatOf(above) !== undefined;
      if (isThere && statOf(above)?.isDirectory() !== true) remove(above);
    }
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // Whoever writes there is told what is in the way.
  }
}
