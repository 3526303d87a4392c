// Where `-lfoo` leads to on a link line, when that is a library of the build itself.
import { join, resolve } from 'node:path';
import type { Located } from './artifacts.ts';
import { isInput } from './driver-line.ts';
import type { DriverLine } from './driver-line.ts';

export interface LinkerState {
  /** Absolute, in the order of search: all of a line's -L count for each of its -l. */
  readonly folders: readonly string[];
  /** Whether only archives are taken, as it stands at each word: `-Wl,-Bstatic` switches. */
  archivesOnly: boolean;
}

export function linkerState(
  line: DriverLine,
  directory: string,
  libraryPath: string | undefined,
): LinkerState {
  const folders = line.pieces.flatMap((piece) => {
    if (isInput(piece)) return [];
    const [first = '', value] = piece;
    if (first === '-L' || first === '--library-directory') return [value ?? ''];
    if (/^-L./u.test(first)) return [first.slice(2)];
    return first.startsWith('-Wl,')
      ? first.split(',').flatMap((word) => (/^-L./u.test(word) ? [word.slice(2)] : []))
      : [];
  });
  const further = libraryPath === undefined ? [] : libraryPath.split(':');
  return {
    folders: [...folders, ...further].map((folder) => resolve(directory, folder)),
    archivesOnly: line.options.some(([first]) => first === '-static' || first === '-static-pie'),
  };
}

/** The library of the build that this piece of the line names; follows the piece where it switches what is taken. */
export function findLibrary(
  piece: readonly string[],
  state: LinkerState,
  find: (path: string) => Located | undefined,
): Located | undefined {
  const [first = '', value = ''] = piece;
  for (const word of first.startsWith('-Wl,') ? first.split(',') : piece) {
    if (/^-(?:Bstatic|dn|non_shared|static)$/u.test(word)) state.archivesOnly = true;
    if (/^-(?:Bdynamic|dy|call_shared)$/u.test(word)) state.archivesOnly = false;
  }
  if (!first.startsWith('-l')) return undefined;
  const name = first === '-l' ? value : first.slice(2);
  const candidates = name.startsWith(':')
    ? [name.slice(1)]
    : [...(state.archivesOnly ? [] : [`lib${name}.so`, `lib${name}.dylib`]), `lib${name}.a`];
  for (const folder of state.folders) {
    for (const candidate of candidates) {
      const found = find(join(folder, candidate));
      if (found !== undefined) return { ...found, path: join(folder, candidate) };
    }
  }
  return undefined;
}

/** The folders of a variable such as LIBRARY_PATH. */
export function searchDirectories(list: string | undefined): string[] {
  return list === undefined
    ? []
    : list.split(':').map((directory) => (directory === '' ? '.' : directory));
}
