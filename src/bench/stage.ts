// Gives every variant the same path and name when it runs: what a program's own path moves in its memory is the same for all.
import { copyFile, link, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FailureError } from '../model/failure.ts';

export interface Contestant {
  readonly target: string;
  /** Absolute path of its executable. */
  readonly executable: string;
}

export interface Stage {
  /** Absolute path that every variant runs at. */
  readonly path: string;
  /** Puts one target's executable there, as a file nothing has run from before. */
  put(target: string): Promise<void>;
  /** Removes what the stage made. */
  clear(): Promise<void>;
}

/**
 * Prepares a stage in a folder of its own within `parent`, which is made where it is missing.
 * @throws {FailureError} `benchmark-missing` where a contestant's executable is not there, `disk-full` and
 * `folder-read-only` where nothing can be put on the stage; `put` throws the latter two as well.
 */
export async function openStage(
  parent: string,
  executableName: string,
  contestants: readonly Contestant[],
): Promise<Stage> {
  for (const contestant of contestants) await mustExist(contestant);
  const folder = await storing(parent, async () => {
    await mkdir(parent, { recursive: true });
    return mkdtemp(join(parent, 'stage-'));
  });
  const clear = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const variants = join(folder, 'variants');
  // The running name has a folder of its own: it may be any name at all.
  const place = join(folder, 'run');
  const staged = new Map<string, string>();
  try {
    await storing(folder, async () => {
      await mkdir(variants);
      await mkdir(place);
      for (const [index, { target, executable }] of contestants.entries()) {
        const own = join(variants, String(index));
        await linkOrCopy(executable, own);
        staged.set(target, own);
      }
    });
  } catch (error) {
    await clear();
    throw error;
  }
  const path = join(place, executableName);
  const fresh = join(folder, 'next');
  return {
    path,
    put: (target) =>
      storing(folder, async () => {
        // rename does nothing where both names are links to one file already.
        await rm(fresh, { force: true });
        await linkOrCopy(staged.get(target) ?? '', fresh);
        await rename(fresh, path);
      }),
    clear,
  };
}

async function mustExist({ target, executable }: Contestant): Promise<void> {
  await stat(executable).catch((error: unknown) => {
    throw new FailureError(
      {
        code: 'benchmark-missing',
        message: `The executable built for ${target} is not there: ${executable} (${codeOf(error)}).`,
        hint: 'Build it again; it may have been removed while other variants were measured.',
        place: { file: executable },
      },
      { cause: error },
    );
  });
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to));
}

/** Gives the usual troubles of storing a file their names. */
async function storing<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    const message = `The folder ${folder}, which executables are measured in, cannot be written (${code}).`;
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      const hint = 'Free some space on this file system.';
      throw new FailureError({ code: 'disk-full', message, hint }, { cause: error });
    }
    if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(code)) {
      const hint = 'Make it writable, or set RETARGET_CACHE to a folder that is.';
      throw new FailureError({ code: 'folder-read-only', message, hint }, { cause: error });
    }
    throw error;
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
