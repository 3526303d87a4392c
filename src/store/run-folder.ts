// The folder that holds a project's stored runs: where it is, making it, and refusing one that leads elsewhere.
import { lstat, mkdir, realpath, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { FailureError } from '../model/failure.ts';
import { placeInside } from './links.ts';
import { runsFolderIsFile } from './messages.ts';
import { storageFailure } from './storage-failure.ts';

export interface RunFolder {
  /** Absolute path of `<project>/.retarget`. */
  readonly root: string;
  /** Absolute path of `<project>/.retarget/runs`. */
  readonly runs: string;
}

/** The folder of a project's stored runs; it need not exist yet. */
export function runFolder(projectDirectory: string): RunFolder {
  const root = join(resolve(projectDirectory), '.retarget');
  return { root, runs: join(root, 'runs') };
}

/**
 * Whether the folder is there and may be used.
 * @throws {FailureError} `folder-read-only` where a file is in its place or a link leads out of the project.
 */
export async function runFolderExists(folder: RunFolder): Promise<boolean> {
  const project = await realpath(dirname(folder.root)).catch(() => undefined);
  if (project === undefined) return false;
  for (const path of [folder.root, folder.runs]) {
    const entry = await entryAt(path);
    if (entry === undefined) return false;
    if (entry.isSymbolicLink()) {
      await placeInside(path, [project], 'store-runs');
    }
    if (!(await stat(path)).isDirectory()) throw notAFolder(path);
  }
  return true;
}

/** Makes the folder where it is missing, with a `.gitignore` that keeps all of it out of version control. */
export async function makeRunFolder(folder: RunFolder): Promise<void> {
  try {
    if (await runFolderExists(folder)) return;
    // Not recursive at the first step: a project folder that is gone must not come back.
    await mkdir(folder.root).catch(ignore('EEXIST'));
    await mkdir(folder.runs).catch(ignore('EEXIST'));
    await writeFile(join(folder.root, '.gitignore'), '*\n', { flag: 'wx' }).catch(ignore('EEXIST'));
    await runFolderExists(folder);
  } catch (error) {
    throw storageFailure(error, folder.runs);
  }
}

async function entryAt(path: string) {
  try {
    return await lstat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw storageFailure(error, path);
  }
}

function notAFolder(path: string): FailureError {
  return new FailureError({
    code: 'folder-read-only',
    ...runsFolderIsFile({ path }),
    place: { file: path },
  });
}

function ignore(code: string): (error: unknown) => void {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code !== code) throw error;
  };
}
