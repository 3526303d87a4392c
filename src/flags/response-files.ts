// @file arguments, replaced by the words in the file as clang does before it looks at any option.
import { isAbsolute, join } from 'node:path';
import { MOST_GENERATED, readText, whyUnread } from '../files/read-text.ts';
import { FailureError } from '../model/failure.ts';
import { splitResponseFile } from './command-line.ts';
import { includesItself, responseFileUnread } from './messages.ts';

/**
 * Puts the words of every `@file` that exists in its place, files inside files too; a word whose file does not exist stays
 * as it is (`-install_name @rpath/libx.dylib` is no file). Relative names are relative to `directory`.
 * @throws {FailureError} `config-invalid` where a file includes itself or cannot be read.
 */
export async function expandResponseFiles(
  words: readonly string[],
  directory: string,
  open: readonly string[] = [],
): Promise<string[]> {
  if (!words.some((word) => word.startsWith('@'))) return [...words];
  const expanded: string[] = [];
  for (const word of words) {
    const path = isAbsolute(word.slice(1)) ? word.slice(1) : join(directory, word.slice(1));
    const text = word.length > 1 && word.startsWith('@') ? await textOf(path) : undefined;
    if (text === undefined) {
      expanded.push(word);
      continue;
    }
    if (open.includes(path)) {
      throw new FailureError({
        code: 'config-invalid',
        ...includesItself(path),
        place: { file: path },
      });
    }
    expanded.push(
      ...(await expandResponseFiles(splitResponseFile(text), directory, [...open, path])),
    );
  }
  return expanded;
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return (await readText(path, MOST_GENERATED)).replace(/^\uFEFF/u, '');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'ENAMETOOLONG') {
      return undefined;
    }
    throw new FailureError(
      {
        code: 'config-invalid',
        ...responseFileUnread({ file: path, reason: whyUnread(error) }),
        place: { file: path },
      },
      { cause: error },
    );
  }
}
