// Links that may come with a cloned repository, and lead to any file of the user's: followed inside the project only.
import { lstat, realpath } from 'node:fs/promises';
import { FailureError } from '../model/failure.ts';
import { isInside } from '../text/path-inside.ts';

/** What is said where a link is not followed. */
export interface Refusal {
  /** What is not done, as the end of a sentence. */
  readonly so: string;
  readonly hint: string;
}

/**
 * Where a path really is, its links followed.
 * @param folders absolute paths of what it has to lie in one of
 * @throws {FailureError} `folder-read-only` where it lies elsewhere, or nowhere
 */
export async function placeInside(
  path: string,
  folders: readonly string[],
  { so, hint }: Refusal,
): Promise<string> {
  const place = await realpath(path).catch(async (error: unknown) => {
    if ((await lstat(path)).isSymbolicLink()) return undefined;
    throw error;
  });
  const roots = await Promise.all(folders.map((folder) => realpath(folder).catch(() => folder)));
  if (place !== undefined && roots.some((root) => isInside(root, place))) return place;
  throw new FailureError({
    code: 'folder-read-only',
    message: `${path} is a symbolic link that leads ${place === undefined ? 'nowhere' : `out of the project, to ${place}`}; ${so}.`,
    hint,
    place: { file: path },
  });
}
