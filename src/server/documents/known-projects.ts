// Which project builds a source: found once, and taken again while the files that said so are as they were.
import { dirname, join } from 'node:path';
import { fileStamp } from '../../files/file-stamp.ts';
import { FailureError } from '../../model/failure.ts';
import { CONFIG_FILE } from '../../config/config-schema.ts';
import { kindOf } from '../../config/inputs.ts';
import { loadProject } from '../../project/load-project.ts';
import { ownerOf } from '../../project/owner.ts';
import type { Owner, Places } from '../../project/owner.ts';
import { foldersAbove } from '../../project/places-above.ts';

interface Found {
  readonly owner: Owner | undefined;
  /** Where nothing says what is built: a folder whose only source this is, as if it were its project. */
  readonly guess: Owner | undefined;
}

interface Entry {
  readonly found: Promise<Found>;
  /** Files and folders that the answer depends on, with what they were. */
  readonly stamps: ReadonlyMap<string, string | undefined>;
}

/** Milliseconds for which projects are taken as they were read: an editor asks for all sources that it shows at once. */
const FRESH = 1000;

export class KnownProjects {
  readonly #folders: () => readonly string[];
  readonly #entries = new Map<string, Entry>();
  readonly #places: Places = new Map();

  /** @param folders absolute paths of the workspace's folders: no project is looked for above them. */
  constructor(folders: () => readonly string[]) {
    this.#folders = folders;
  }

  /** Forgets everything: files came, went or changed. */
  forget(): void {
    this.#entries.clear();
    this.#places.clear();
  }

  /** The project that builds a file, or what lies in a folder; nothing where none does. @param path absolute */
  async of(path: string): Promise<Owner | undefined> {
    return (await this.#found(path)).owner;
  }

  /** The same; without any configuration, a folder whose only source this is is a project, too. */
  async guessed(path: string): Promise<Owner | undefined> {
    const { owner, guess } = await this.#found(path);
    return owner ?? guess;
  }

  async #found(path: string): Promise<Found> {
    const known = this.#entries.get(path);
    if (known !== undefined && (await isUnchanged(known.stamps))) return known.found;
    if (known !== undefined) this.#places.clear();
    if (this.#places.size === 0) setTimeout(() => this.#places.clear(), FRESH).unref();
    const folders = await foldersAbove(path, this.#folders());
    const watched = folders.flatMap((folder) => [folder, join(folder, CONFIG_FILE)]);
    const stamps = new Map(
      await Promise.all(watched.map(async (each) => [each, await fileStamp(each)] as const)),
    );
    const found = this.#find(path, folders);
    this.#entries.set(path, { found, stamps });
    found.catch(() => this.#entries.delete(path));
    return found;
  }

  async #find(path: string, folders: readonly string[]): Promise<Found> {
    const owner = await ownerOf(path, { roots: this.#folders(), places: this.#places });
    if (owner !== undefined) return { owner, guess: undefined };
    for (const place of new Set([dirname(path), folders.at(-1) ?? dirname(path)])) {
      const guess = await onlySourceOf(place, path);
      if (guess !== undefined) return { owner, guess };
    }
    return { owner, guess: undefined };
  }
}

async function onlySourceOf(directory: string, source: string): Promise<Owner | undefined> {
  // What is configured, however wrongly, is no guess.
  if ((await kindOf(join(directory, CONFIG_FILE))) !== 'missing') return undefined;
  try {
    const [only, ...others] = (await loadProject(directory)).programs;
    if (only === undefined || others.length > 0) return undefined;
    const isSource = (only.units ?? []).some((unit) => unit.source === source);
    return isSource
      ? { directory, programs: [only.name], programCount: 1, configured: false }
      : undefined;
  } catch (error) {
    if (error instanceof FailureError) return undefined;
    throw error;
  }
}

async function isUnchanged(stamps: ReadonlyMap<string, string | undefined>): Promise<boolean> {
  const now = await Promise.all(
    [...stamps].map(async ([path, then]) => (await fileStamp(path)) === then),
  );
  return now.every(Boolean);
}
