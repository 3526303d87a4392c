// Which files `-lNAME` may stand for on a link line.
import { resolve } from 'node:path';
import { linkerParts } from './linker-words.ts';
import { readOptions } from './options.ts';

/** The folders that a line names for its libraries, absolute, in the order of the linker's search. */
export function libraryFolders(words: readonly string[], directory: string): readonly string[] {
  const options = readOptions(words);
  const parts = linkerParts(options);
  return options.flatMap(({ name, value }, at) => {
    const own = name === '-L' && value !== undefined ? [value] : [];
    const handedOn = parts[at]?.flatMap((part) => folderOf(part.words) ?? []) ?? [];
    return [...own, ...handedOn].map((folder) => resolve(directory, folder));
  });
}

/** Of an option as the linker reads it. */
function folderOf([first = '', value]: readonly string[]): string | undefined {
  const [, joined] = /^(?:-L|--library-path(?:=|$))(.*)$/u.exec(first) ?? [];
  return joined === '' ? value : joined;
}

/** In the order of the linker's search; nothing for another word. */
export function libraryFiles(word: string, folders: readonly string[]): readonly string[] {
  if (!word.startsWith('-l') || word === '-l') return [];
  const name = word.slice(2);
  const files = name.startsWith(':') ? [name.slice(1)] : [`lib${name}.so`, `lib${name}.a`];
  return folders.flatMap((folder) => files.map((file) => resolve(folder, file)));
}
