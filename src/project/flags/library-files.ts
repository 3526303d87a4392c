// Which files `-lNAME` may stand for on a link line.
import { resolve } from 'node:path';

/** The folders that a line names by `-L`, absolute, in the order of the linker's search. */
export function libraryFolders(words: readonly string[], directory: string): readonly string[] {
  return words.flatMap((word, at) => {
    if (word === '-L') return [resolve(directory, words[at + 1] ?? '')];
    return word.startsWith('-L') ? [resolve(directory, word.slice(2))] : [];
  });
}

/** In the order of the linker's search; nothing for another word. */
export function libraryFiles(word: string, folders: readonly string[]): readonly string[] {
  if (!word.startsWith('-l') || word === '-l') return [];
  const name = word.slice(2);
  const files = name.startsWith(':') ? [name.slice(1)] : [`lib${name}.so`, `lib${name}.a`];
  return folders.flatMap((folder) => files.map((file) => resolve(folder, file)));
}
