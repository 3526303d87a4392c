// @file arguments, replaced by the words in the file as clang does before it looks at any option.
import { isAbsolute, join } from 'node:path';
import { MOST_GENERATED, readText, whyUnread } from '../files/read-text.ts';
import { FailureError } from '../model/failure.ts';
import { splitResponseFile } from './command-line.ts';
import { ExpansionBounds } from './expansion-bounds.ts';
import {
  includesItself,
  responseFilesUnbounded,
  responseFileUnread,
  type Complaint,
} from './messages.ts';

/**
 * Puts the words of every `@file` that exists in its place, files inside files too; a word whose file does not exist stays
 * as it is (`-install_name @rpath/libx.dylib` is no file). Relative names are relative to `directory`.
 * @param bounds shared by command lines that are read together
 * @throws {FailureError} `config-invalid` where a file includes itself or cannot be read, or where there is no end to them.
 */
export async function expandResponseFiles(
  words: readonly string[],
  directory: string,
  bounds = new ExpansionBounds(),
): Promise<string[]> {
  if (!words.some((word) => word.startsWith('@'))) return [...words];
  const expanded: string[] = [];
  await expand({ words, open: [] }, { directory, expanded, bounds });
  return expanded;
}

interface Expansion {
  readonly directory: string;
  /** Filled in. */
  readonly expanded: string[];
  readonly bounds: ExpansionBounds;
}

async function expand(
  { words, open }: { readonly words: readonly string[]; readonly open: readonly string[] },
  expansion: Expansion,
): Promise<void> {
  const { directory, expanded, bounds } = expansion;
  for (const word of words) {
    const path =
      word.length > 1 && word.startsWith('@') ? pathOf(word.slice(1), directory) : undefined;
    const text = path === undefined ? undefined : await textOf(path);
    if (path === undefined || text === undefined) {
      expanded.push(word);
      continue;
    }
    const failed = (said: Complaint): FailureError =>
      new FailureError({ code: 'config-invalid', ...said, place: { file: path } });
    if (open.includes(path)) throw failed(includesItself(path));
    const exceeded = bounds.exceededBy(text.length, open.length + 1);
    if (exceeded !== undefined) throw failed(responseFilesUnbounded({ file: path, ...exceeded }));
    await expand({ words: splitResponseFile(text), open: [...open, path] }, expansion);
  }
}

function pathOf(name: string, directory: string): string {
  return isAbsolute(name) ? name : join(directory, name);
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
