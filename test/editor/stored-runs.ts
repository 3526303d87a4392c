// Stored runs that no profile has to make: documents below a folder of the workspace.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Run } from '../../src/model/run.ts';

/** Name of folders whose files nobody watches: see the launch `project`. */
export const UNWATCHED = 'not watched';

/** A folder below the workspace with these documents, by id; a text is written as it is. */
export async function storeRuns(
  folder: string,
  documents: Readonly<Record<string, Run | string>>,
): Promise<void> {
  const runs = join(folder, '.retarget', 'runs');
  await mkdir(runs, { recursive: true });
  await writeFile(join(folder, '.retarget', '.gitignore'), '*\n');
  for (const [id, document] of Object.entries(documents)) {
    const text = typeof document === 'string' ? document : JSON.stringify({ ...document, id });
    await writeFile(join(runs, `${id}.json`), text);
  }
}

/** The path of a stored run's document. */
export function documentPath(folder: string, id: string): string {
  return join(folder, '.retarget', 'runs', `${id}.json`);
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
