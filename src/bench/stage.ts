// Gives every variant the same path and name when it runs, and so the shared libraries beside it: what a program's own
// path moves in its memory is the same for all.
import { copyFile, link, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FailureError } from '../model/failure.ts';
import type { OwnExecutable } from '../model/program.ts';
import { variantId, type VariantIdentity } from '../model/variant.ts';
import { variantText } from '../text/variant-text.ts';
import { builtFileGone, stageUnwritable } from './messages/runner.ts';
import { linkSurroundings } from './surroundings.ts';
import { writeFailure } from '../files/write-failure.ts';

export interface Contestant extends VariantIdentity {
  /** Absolute path of its executable. */
  readonly executable: string;
  /** What it loads from the folder it is in: file names there, the same for every contestant, and absolute paths. */
  readonly libraries?: readonly { readonly name: string; readonly path: string }[];
}

export interface Stage {
  /** Absolute path that every variant runs at. */
  readonly path: string;
  /** Whether all around it is as around the project's own executable, as far as its root. */
  readonly isSurrounded: boolean;
  /** Puts one variant's executable there, and its libraries beside it, as files nothing has run from before. */
  put(variant: VariantIdentity): Promise<void>;
  /** Removes what the stage made. */
  clear(): Promise<void>;
}

/**
 * Prepares a stage in a folder of its own within `parent`, which is made where it is missing.
 * @param home where the program would lie: what is around it there is around it on the stage
 * @throws {FailureError} `benchmark-missing` where a contestant's executable is not there, `disk-full` and
 * `folder-read-only` where nothing can be put on the stage; `put` throws the latter two as well.
 */
export async function openStage(
  parent: string,
  executableName: string,
  contestants: readonly Contestant[],
  home?: Pick<OwnExecutable, 'path' | 'root'>,
): Promise<Stage> {
  for (const contestant of contestants) await mustExist(contestant);
  const folder = await storing(parent, async () => {
    await mkdir(parent, { recursive: true });
    return mkdtemp(join(parent, 'stage-'));
  });
  const clear = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const variants = join(folder, 'variants');
  // The running name has a folder of its own: it may be any name at all.
  const root = join(folder, 'run');
  let surrounded: string | undefined;
  const staged = new Map<string, readonly Staged[]>();
  try {
    await storing(folder, async () => {
      await mkdir(variants);
      await mkdir(root);
      if (home !== undefined) surrounded = await linkSurroundings(root, home);
      for (const [index, contestant] of contestants.entries()) {
        const { executable, libraries = [] } = contestant;
        const files: Staged[] = [];
        for (const [at, { name, path }] of [
          { name: executableName, path: executable },
          ...libraries,
        ].entries()) {
          const own = join(variants, `${index}-${at}`);
          await linkOrCopy(path, own);
          files.push({ own, name });
        }
        staged.set(variantId(contestant), files);
      }
    });
  } catch (error) {
    await clear();
    throw error;
  }
  const place = surrounded ?? root;
  const path = join(place, executableName);
  const fresh = join(folder, 'next');
  return {
    path,
    isSurrounded: surrounded !== undefined,
    put: (variant) =>
      storing(folder, async () => {
        for (const { own, name } of staged.get(variantId(variant)) ?? []) {
          // rename does nothing where both names are links to one file already.
          await rm(fresh, { force: true });
          await linkOrCopy(own, fresh);
          await rename(fresh, join(place, name));
        }
      }),
    clear,
  };
}

interface Staged {
  /** Absolute path of a file of this variant's. */
  readonly own: string;
  /** Its name where it runs. */
  readonly name: string;
}

async function mustExist(contestant: Contestant): Promise<void> {
  const { executable, libraries = [] } = contestant;
  for (const file of [executable, ...libraries.map(({ path }) => path)]) {
    await stat(file).catch((error: unknown) => {
      throw new FailureError(
        {
          code: 'benchmark-missing',
          ...builtFileGone({
            what: file === executable ? 'executable' : 'library',
            variant: variantText(contestant),
            file,
            error: codeOf(error),
          }),
          place: { file },
        },
        { cause: error },
      );
    });
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to));
}

/** Gives the usual troubles of storing a file their names. */
async function storing<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw writeFailure(error, stageUnwritable({ folder }));
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
