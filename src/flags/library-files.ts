// Which files `-lNAME` may stand for on a link line.
import { resolve } from 'node:path';
import { splitFlags } from './flags.ts';
import { LinkerWords } from './linker-words.ts';

/** The folders that a line names for its libraries, absolute, in the order of the linker's search. */
export function libraryFolders(words: readonly string[], directory: string): readonly string[] {
  const linker = new LinkerWords();
  return splitFlags(words).flatMap((piece) => {
    const parts = linker.partsOf(piece).map((part) => part.words);
    return (parts.length === 0 ? [piece] : parts).flatMap((each) => {
      const folder = folderOf(each);
      return folder === undefined ? [] : [resolve(directory, folder)];
    });
  });
}

/** The driver and the linker have a long name each. */
function folderOf([first = '', value]: readonly string[]): string | undefined {
  const [, joined] = /^(?:-L|--library-(?:directory|path)(?:=|$))(.*)$/u.exec(first) ?? [];
  return joined === '' ? value : joined;
}

/** In the order of the linker's search; nothing for another word. */
export function libraryFiles(word: string, folders: readonly string[]): readonly string[] {
  if (!word.startsWith('-l') || word === '-l') return [];
  const name = word.slice(2);
  const files = name.startsWith(':') ? [name.slice(1)] : [`lib${name}.so`, `lib${name}.a`];
  return folders.flatMap((folder) => files.map((file) => resolve(folder, file)));
}
