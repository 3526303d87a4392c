// Gives every variant the same path and name when it runs: what a program's own path moves in its memory is the same for all.
import { copyFile, link, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
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
 * @throws {FailureError} `benchmark-missing` where a contestant's executable is not there.
 */
export async function openStage(
  parent: string,
  executableName: string,
  contestants: readonly Contestant[],
): Promise<Stage> {
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'stage-'));
  const variants = join(folder, 'variants');
  // The running name has a folder of its own: it may be any name at all.
  const place = join(folder, 'run');
  await mkdir(variants);
  await mkdir(place);
  const staged = new Map<string, string>();
  for (const [index, { target, executable }] of contestants.entries()) {
    const own = join(variants, String(index));
    await linkOrCopy(executable, own).catch((error: unknown) => {
      throw new FailureError(
        {
          code: 'benchmark-missing',
          message: `The executable built for ${target} cannot be read: ${executable} (${codeOf(error)}).`,
          hint: 'Build it again; it may have been removed while other variants were measured.',
        },
        { cause: error },
      );
    });
    staged.set(target, own);
  }
  const path = join(place, executableName);
  const fresh = join(folder, 'next');
  return {
    path,
    put: async (target) => {
      const own = staged.get(target);
      if (own === undefined) throw new Error(`No executable was staged for ${target}.`);
      // rename does nothing where both names are links to one file already.
      await rm(fresh, { force: true });
      await linkOrCopy(own, fresh);
      await rename(fresh, path);
    },
    clear: () => rm(folder, { recursive: true, force: true }),
  };
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  await link(from, to).catch(async (error: unknown) => {
    if (codeOf(error) === 'ENOENT') throw error;
    await copyFile(from, to);
  });
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
