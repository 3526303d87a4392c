// What lies in the cache where a regular file, or a folder, belongs: a pipe would be waited for, and nothing replaces a folder.
import { lstatSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Removes what is no regular file, or longer than such are, from the place of one.
 * @param longest bytes
 * @returns whether such a file is there
 * @throws the file system's error where it cannot be removed
 */
export function isFit(path: string, longest: number): boolean {
  const facts = factsOf(path);
  if (facts === undefined) return false;
  if (facts.isFile() && facts.size <= longest) return true;
  rmSync(path, { recursive: true, force: true });
  return false;
}

/** What tells that something of the wrong kind is in the way. */
const MISPLACED = new Set(['ENOTDIR', 'EEXIST', 'EISDIR', 'ENOTEMPTY', 'ELOOP']);

/**
 * Removes what an error says is in the way of a file that is to be written: a folder in its place, or a file in that of one of
 * the two folders above it.
 * @returns whether something was
 */
export function clearedTheWay(path: string, error: unknown): boolean {
  if (!MISPLACED.has((error as NodeJS.ErrnoException).code ?? '')) return false;
  let cleared = false;
  for (const [place, isFolder] of [
    [dirname(dirname(path)), true],
    [dirname(path), true],
    [path, false],
  ] as const) {
    const facts = factsOf(place);
    if (facts === undefined || (isFolder ? facts.isDirectory() : facts.isFile())) continue;
    rmSync(place, { recursive: true, force: true });
    cleared = true;
  }
  return cleared;
}

function factsOf(path: string): ReturnType<typeof lstatSync> | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    // Something on the way to it is no folder.
    return undefined;
  }
}
