// Whether a file is still the one that was read.
import { stat } from 'node:fs/promises';

/** What a file or folder is by its size, time and inode: equal where nothing was written. Undefined where there is none. */
export async function fileStamp(path: string): Promise<string | undefined> {
  try {
    const { size, mtimeMs, ino } = await stat(path);
    return `${size}-${mtimeMs}-${ino}`;
  } catch {
    return undefined;
  }
}
