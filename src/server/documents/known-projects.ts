// Which project builds a source: found once, and taken again while the files that said so are as they were.
import { dirname, join } from 'node:path';
import { fileStamp } from '../../files/file-stamp.ts';
import { FailureError } from '../../model/failure.ts';
import { CONFIG_FILE } from '../../config/config-schema.ts';
import { loadProject } from '../../project/load-project.ts';
import type { Project } from '../../project/project.ts';
import { isInside } from '../../text/path-inside.ts';

export interface KnownProgram {
  /** Absolute path of what to profile: the project's folder. */
  readonly directory: string;
  /** Names of the project's programs that the source belongs to, at least one. */
  readonly programs: readonly string[];
  /** Programs of the project, those included. */
  readonly programCount: number;
  /** Whether a retarget.json says so, and not only what lies in the folder. */
  readonly configured: boolean;
}

interface Entry {
  readonly found: Promise<KnownProgram | undefined>;
  /** Files and folders that the answer depends on, with what they were. */
  readonly stamps: ReadonlyMap<string, string | undefined>;
}

export class KnownProjects {
  readonly #folders: () => readonly string[];
  readonly #entries = new Map<string, Entry>();
  /** Projects that are being loaded, by path: all sources that an editor shows ask for one at once. */
  readonly #loading = new Map<string, Promise<Project | undefined>>();

  /** @param folders absolute paths of the workspace's folders: no project is looked for above them. */
  constructor(folders: () => readonly string[]) {
    this.#folders = folders;
  }

  /** Forgets everything: files came, went or changed. */
  forget(): void {
    this.#entries.clear();
    this.#loading.clear();
  }

  /** The project that builds this source; nothing where none does. @param source absolute path */
  async of(source: string): Promise<KnownProgram | undefined> {
    const known = this.#entries.get(source);
    if (known !== undefined && (await isUnchanged(known.stamps))) return known.found;
    const configs = await this.#configsAbove(source);
    const watched = [dirname(source), ...configs.slice(0, 1)];
    const stamps = new Map(
      await Promise.all(watched.map(async (path) => [path, await fileStamp(path)] as const)),
    );
    const found = this.#find(source, configs);
    this.#entries.set(source, { found, stamps });
    return found;
  }

  async #find(source: string, configs: readonly string[]): Promise<KnownProgram | undefined> {
    // Without any configuration, a folder whose only source this is is a project, too.
    const places = configs.length > 0 ? configs : this.#ownFolders(source);
    for (const place of places) {
      const known = programsWith(source, await this.#projectAt(place));
      if (known !== undefined) return known;
    }
    return undefined;
  }

  #projectAt(path: string): Promise<Project | undefined> {
    const known = this.#loading.get(path);
    if (known !== undefined) return known;
    const project = projectAt(path).finally(() => {
      if (this.#loading.get(path) === project) this.#loading.delete(path);
    });
    this.#loading.set(path, project);
    return project;
  }

  /** The nearest first. */
  async #configsAbove(source: string): Promise<string[]> {
    const files = this.#foldersAbove(source).map((folder) => join(folder, CONFIG_FILE));
    const there = await Promise.all(
      files.map(async (file) => (await fileStamp(file)) !== undefined),
    );
    return files.filter((_, index) => there[index]);
  }

  #foldersAbove(source: string): string[] {
    const own = dirname(source);
    const root = this.#rootOf(own);
    const found = [own];
    let above = dirname(own);
    while (root !== undefined && isInside(root, above) && !found.includes(above)) {
      found.push(above);
      above = dirname(above);
    }
    return found;
  }

  #ownFolders(source: string): string[] {
    const own = dirname(source);
    return [...new Set([own, this.#rootOf(own) ?? own])];
  }

  /** The innermost folder of the workspace that a folder lies in. */
  #rootOf(folder: string): string | undefined {
    return this.#folders()
      .filter((root) => isInside(root, folder))
      .sort((left, right) => right.length - left.length)[0];
  }
}

async function projectAt(path: string): Promise<Project | undefined> {
  try {
    return await loadProject(path);
  } catch (error) {
    // What is wrong with it is said where it is written.
    if (error instanceof FailureError) return undefined;
    throw error;
  }
}

function programsWith(source: string, project: Project | undefined): KnownProgram | undefined {
  const programs = (project?.programs ?? [])
    .filter(({ units = [], libraries = [] }) =>
      [units, ...libraries.map((library) => library.units)].some((own) =>
        own.some((unit) => unit.source === source),
      ),
    )
    .map(({ name }) => name);
  return project === undefined || programs.length === 0
    ? undefined
    : {
        directory: project.directory,
        programs,
        programCount: project.programs.length,
        configured: project.configFile !== undefined,
      };
}

async function isUnchanged(stamps: ReadonlyMap<string, string | undefined>): Promise<boolean> {
  const now = await Promise.all(
    [...stamps].map(async ([path, then]) => (await fileStamp(path)) === then),
  );
  return now.every(Boolean);
}
