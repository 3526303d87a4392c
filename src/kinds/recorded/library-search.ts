// Where `-lfoo` leads to on a link line, when that is a library of the build itself.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { libraryFolders } from '../../flags/library-files.ts';
import { wordsOf } from '../../flags/options.ts';
import type { Located } from './artifacts.ts';
import type { DriverLine } from './driver-line.ts';

export interface LinkerState {
  /** Absolute, in the order of search: all of a line's -L count for each of its -l. */
  readonly folders: readonly string[];
  /** Whether only archives are taken, as it stands at each word: `-Bstatic` switches. */
  archivesOnly: boolean;
  /** What it was before each `--push-state` that is open. */
  readonly pushed: boolean[];
}

export function linkerState(
  line: DriverLine,
  directory: string,
  libraryPath: string | undefined,
): LinkerState {
  const further = libraryPath === undefined ? [] : libraryPath.split(':');
  return {
    folders: [
      ...libraryFolders(wordsOf(line.options), directory),
      ...further.map((folder) => resolve(directory, folder)),
    ],
    archivesOnly: line.options.some(({ name }) => name === '-static' || name === '-static-pie'),
    pushed: [],
  };
}

/**
 * The library of the build that this names; follows what switches which are taken.
 * @param words an option with its values, as the driver or the linker reads it
 */
export function findLibrary(
  words: readonly string[],
  state: LinkerState,
  find: (path: string) => Located | undefined,
): Located | undefined {
  const [first = ''] = words;
  if (/^-(?:Bstatic|dn|non_shared|static)$/u.test(first)) state.archivesOnly = true;
  else if (/^-(?:Bdynamic|dy|call_shared)$/u.test(first)) state.archivesOnly = false;
  else if (/^--?push-state$/u.test(first)) state.pushed.push(state.archivesOnly);
  else if (/^--?pop-state$/u.test(first)) state.archivesOnly = state.pushed.pop() ?? false;
  for (const path of candidates(words, state)) {
    const found = find(path);
    if (found !== undefined) return { ...found, path };
  }
  return undefined;
}

/** The library that it names where no step made one: the first that is there. */
export function olderLibrary(words: readonly string[], state: LinkerState): string | undefined {
  return candidates(words, state).find((each) => existsSync(each));
}

/** Absolute, in the order of the linker's search; none for what is no `-l`. */
function candidates([first = '', value = '']: readonly string[], state: LinkerState): string[] {
  if (!first.startsWith('-l')) return [];
  const name = first === '-l' ? value : first.slice(2);
  const files = name.startsWith(':')
    ? [name.slice(1)]
    : [...(state.archivesOnly ? [] : [`lib${name}.so`, `lib${name}.dylib`]), `lib${name}.a`];
  return state.folders.flatMap((folder) => files.map((file) => join(folder, file)));
}

/** The folders of a variable such as LIBRARY_PATH. */
export function searchDirectories(list: string | undefined): string[] {
  return list === undefined
    ? []
    : list.split(':').map((directory) => (directory === '' ? '.' : directory));
}
