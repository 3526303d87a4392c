// Listings of code that is not a direct build's, both sides of each, kept beside a project's runs.
import { lstat, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeRunFolder, runFolder, runFolderExists } from './run-folder.ts';

export interface Listings {
  readonly retargeted: string;
  readonly direct: string;
}

/** The folder of all listings of one project, within `.retarget`. */
const FOLDER = 'departures';
/** File names end at 255 bytes on most systems; of a long one, its end says more. */
const LONGEST_NAME = 80;

/** Keeps listings of one run; each `keep` gives the two files' absolute paths, or nothing where they cannot be written. */
export class DepartureListings {
  readonly #project: string;
  readonly #id: string;
  #kept = 0;
  #folder: Promise<string | undefined> | undefined;

  /** @param id the run's, or another plain name, whose listings of before are replaced. */
  constructor(projectDirectory: string, id: string) {
    this.#project = projectDirectory;
    this.#id = id;
  }

  async keep(names: readonly string[], listings: Listings): Promise<Listings | undefined> {
    this.#folder ??= this.#makeFolder().catch(() => undefined);
    const folder = await this.#folder;
    if (folder === undefined) return undefined;
    this.#kept += 1;
    const name = names
      .join('-')
      .replaceAll(/[^\w.+-]+/gu, '_')
      .slice(-LONGEST_NAME);
    const path = (side: string): string => join(folder, `${this.#kept}-${name}.${side}.txt`);
    const paths = { retargeted: path('retargeted'), direct: path('direct') };
    try {
      await writeFile(paths.retargeted, listings.retargeted);
      await writeFile(paths.direct, listings.direct);
      return paths;
    } catch {
      return undefined;
    }
  }

  async #makeFolder(): Promise<string | undefined> {
    await makeRunFolder(runFolder(this.#project));
    await removeListings(this.#project, this.#id);
    const parent = await listingsFolder(this.#project);
    if (parent === undefined) return undefined;
    const folder = join(parent, this.#id);
    await mkdir(folder, { recursive: true });
    return folder;
  }
}

/** Removes what was kept of one run; nothing where there is none. */
export async function removeListings(projectDirectory: string, id: string): Promise<void> {
  const parent = await listingsFolder(projectDirectory);
  if (parent !== undefined) await rm(join(parent, id), { recursive: true, force: true });
}

/** Nothing where something else is in its place, such as a link out of the project. */
async function listingsFolder(projectDirectory: string): Promise<string | undefined> {
  const folder = runFolder(projectDirectory);
  if (!(await runFolderExists(folder))) return undefined;
  const path = join(folder.root, FOLDER);
  const entry = await lstat(path).catch(() => undefined);
  return entry === undefined || entry.isDirectory() ? path : undefined;
}
