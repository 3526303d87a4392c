// What lies around the project's own executable, linked around the place that variants run at: programs look for their data there.
import { mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { OwnExecutable } from '../model/program.ts';

/** Links in all; a folder that holds more is nobody's install tree. */
const MOST_LINKS = 1_000;

/**
 * Makes `place` look as the executable's root does: the folders on the way to the executable are folders here, and all beside
 * them is linked. What a program writes through these links it writes where its own executable would; what it makes anew in
 * a folder on the way is removed with the stage.
 * @param place absolute path of an empty folder that stands for the root
 * @returns the folder that stands for the executable's; undefined where that is not possible, and `place` is empty then.
 */
export async function linkSurroundings(
  place: string,
  { path, root }: Pick<OwnExecutable, 'path' | 'root'>,
): Promise<string | undefined> {
  const way = relative(root, dirname(path));
  if (way === '..' || way.startsWith(`..${sep}`)) return undefined;
  const steps = way === '' ? [] : way.split(sep);
  let here = place;
  let there = root;
  let links = 0;
  try {
    for (const next of [...steps, basename(path)]) {
      const names = await namesIn(there);
      links += names.length;
      if (links > MOST_LINKS) throw new RangeError('too many files');
      for (const name of names) {
        if (name !== next) await symlink(join(there, name), join(here, name));
      }
      if (there === dirname(path)) break;
      here = join(here, next);
      there = join(there, next);
      await mkdir(here);
    }
    return here;
  } catch (error) {
    if (!(error instanceof RangeError) && (error as NodeJS.ErrnoException).code === undefined) {
      throw error;
    }
    await rm(place, { recursive: true, force: true });
    await mkdir(place);
    return undefined;
  }
}

/** Nothing in a folder that a build has yet to make. */
async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
}
