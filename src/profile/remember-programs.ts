// What was chosen of a folder's offers, kept in its retarget.json: a new file, or a longer list in the one that is there.
import { join } from 'node:path';
import { readText } from '../files/read-text.ts';
import { addedPrograms, newConfigText } from '../project/config-text.ts';
import { CONFIG_FILE } from '../config/config-schema.ts';
import type { ConfigProgram } from '../config/config-schema.ts';
import { changedText } from '../project/json-changes.ts';
import { createFile, replaceWrittenFile } from '../store/atomic-file.ts';
import { storageFailure } from '../store/storage-failure.ts';

const MARK = '\uFEFF';

/**
 * @param programs at least one, with names
 * @param within absolute paths of folders that a link in its place may lead into, besides its own
 * @returns absolute path of the file
 * @throws {FailureError} `config-invalid` or `usage` where they cannot be added to what is there, `folder-read-only`, or
 * `disk-full`; the file is then as it was
 */
export async function rememberPrograms(
  directory: string,
  programs: readonly ConfigProgram[],
  within: readonly string[] = [],
): Promise<string> {
  const file = join(directory, CONFIG_FILE);
  try {
    try {
      await createFile(file, newConfigText(programs));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const whole = await readText(file);
      const mark = whole.startsWith(MARK) ? MARK : '';
      const text = whole.slice(mark.length);
      const changed = changedText(text, addedPrograms(file, text, programs));
      await replaceWrittenFile(file, mark + changed, within);
    }
  } catch (error) {
    throw storageFailure(error, file);
  }
  return file;
}
