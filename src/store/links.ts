// Links that may come with a cloned repository, and lead to any file of the user's: followed inside the project only.
import { lstat, realpath } from 'node:fs/promises';
import { FailureError } from '../model/failure.ts';
import { linkLeadsElsewhere, type LinkUse } from './messages.ts';
import { isInside } from '../text/path-inside.ts';

/**
 * Where a path really is, its links followed.
 * @param folders absolute paths of what it has to lie in one of
 * @param use what is not done where the link is not followed
 * @throws {FailureError} `folder-read-only` where it lies elsewhere, or nowhere
 */
export async function placeInside(
  path: string,
  folders: readonly string[],
  use: LinkUse,
): Promise<string> {
  const place = await realpath(path).catch(async (error: unknown) => {
    if ((await lstat(path)).isSymbolicLink()) return undefined;
    throw error;
  });
  const roots = await Promise.all(folders.map((folder) => realpath(folder).catch(() => folder)));
  if (place !== undefined && roots.some((root) => isInside(root, place))) return place;
  throw new FailureError({
    code: 'folder-read-only',
    ...linkLeadsElsewhere({ path, place, use }),
    place: { file: path },
  });
}
