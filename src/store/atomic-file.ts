// A file that is either the old one or the whole new one, whatever happens in between.
import { writeFileSync } from 'node:fs';
import { link, lstat, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { placeInside } from './links.ts';

/** How write-file-atomic names the files it is still writing: the final name and a number. */
export const TEMPORARY_NAME = /\.(json|owner)\.\d+$/;

/**
 * Replaces a file's text at once; on any error the old file stays as it was. A link is replaced itself: a cloned
 * repository could bring one that leads to any file of the user's.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const before = await lstat(path).catch(() => undefined);
  if (before?.isSymbolicLink() === true) await rm(path);
  await writeFileAtomic(path, '', {
    // The library's own write takes a short write, as a disk that is just filling up gives, for a whole one
    // and would put the truncated file in place; this one goes on to the error.
    tmpfileCreated: (temporary) => {
      writeFileSync(temporary, text);
    },
  });
}

/**
 * As `replaceFile`, of a file that people write: a link to it stays one, and what it leads to is replaced.
 * @param within absolute paths of folders besides its own that it may lead into
 * @throws {FailureError} `folder-read-only` where it leads elsewhere; nothing is changed then
 */
export async function replaceWrittenFile(
  path: string,
  text: string,
  within: readonly string[] = [],
): Promise<void> {
  const place = await placeInside(path, [dirname(path), ...within], 'write-file');
  await replaceFile(place, text);
}

/**
 * Makes a file that is not there yet, whole at once.
 * @throws {Error} EEXIST where something of this name is there, even a link that leads nowhere; it stays as it is
 */
export async function createFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}${Date.now()}`;
  try {
    await writeFile(temporary, text, { flag: 'wx', flush: true });
    await link(temporary, path).catch(async (error: unknown) => {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') throw error;
      // Some file systems know no hard links: there the name is taken first, and the text comes after.
      await writeFile(path, text, { flag: 'wx', flush: true });
    });
  } finally {
    await rm(temporary, { force: true });
  }
}
