// A file that is either the old one or the whole new one, whatever happens in between.
import { writeFileSync } from 'node:fs';
import { lstat, rm } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';

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
