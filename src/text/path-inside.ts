// Whether one path lies in another, by their words alone: links are not followed.
import { isAbsolute, relative, sep } from 'node:path';

/** Whether a path is the folder itself or anything below it. @param folder @param path both absolute */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  // On another drive there is no way at all; a file may have a name that begins with two dots.
  return !isAbsolute(way) && way.split(sep)[0] !== '..';
}
