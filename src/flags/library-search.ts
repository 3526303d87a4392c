// Which files `-lNAME` may stand for on a link line, and what the line says of archives.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { LinkWord } from '../model/program.ts';
import { linkerOptions, linkerParts } from './linker-words.ts';
import type { Option } from './options.ts';

/** The folders that a line names for its libraries, absolute, in the order of the linker's search. */
export function libraryFolders(options: readonly Option[], directory: string): readonly string[] {
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

/** In the order of the linker's search; nothing for another word than `-lNAME`. */
export function libraryFiles(
  word: string,
  folders: readonly string[],
  { archivesOnly = false }: Partial<LibraryRules> = {},
): readonly string[] {
  const name = /^-l(.+)$/su.exec(word)?.[1];
  if (name === undefined) return [];
  const shared = archivesOnly ? [] : [`lib${name}.so`, `lib${name}.dylib`];
  const files = name.startsWith(':') ? [name.slice(1)] : [...shared, `lib${name}.a`];
  return folders.flatMap((folder) => files.map((file) => join(folder, file)));
}

/** How libraries are taken at one place of a line. */
interface LibraryRules {
  /** `-Bstatic`. */
  readonly archivesOnly: boolean;
  /** `--whole-archive`. */
  readonly whole: boolean;
}

/** Follows a line's options, as the linker reads them, that switch it. */
class LibrarySwitches {
  rules: LibraryRules;
  readonly #pushed: LibraryRules[] = [];

  constructor(rules: Partial<LibraryRules> = {}) {
    this.rules = { archivesOnly: false, whole: false, ...rules };
  }

  heed(option: string): void {
    const { rules } = this;
    if (/^-(?:Bstatic|dn|non_shared|static)$/u.test(option)) this.#set({ archivesOnly: true });
    else if (/^-(?:Bdynamic|dy|call_shared)$/u.test(option)) this.#set({ archivesOnly: false });
    else if (/^--?whole-archive$/u.test(option)) this.#set({ whole: true });
    else if (/^--?no-whole-archive$/u.test(option)) this.#set({ whole: false });
    else if (/^--?push-state$/u.test(option)) this.#pushed.push(rules);
    else if (/^--?pop-state$/u.test(option)) {
      this.rules = this.#pushed.pop() ?? { archivesOnly: false, whole: false };
    }
  }

  #set(rules: Partial<LibraryRules>): void {
    this.rules = { ...this.rules, ...rules };
  }
}

/** Whether archives behind these words are linked whole. */
export function takesWhole(words: readonly LinkWord[]): boolean {
  const switches = new LibrarySwitches();
  for (const [option = ''] of linkerOptions(words)) switches.heed(option);
  return switches.rules.whole;
}

/** Looks for a line's libraries, from its front to its end. */
export class LibrarySearch {
  readonly #folders: readonly string[];
  readonly #switches: LibrarySwitches;

  /** @param libraryPath what LIBRARY_PATH holds, where it is set */
  constructor(options: readonly Option[], directory: string, libraryPath: string | undefined) {
    const further = libraryPath?.split(':').map((folder) => resolve(directory, folder)) ?? [];
    // All of a line's -L count for each of its -l.
    this.#folders = [...libraryFolders(options, directory), ...further];
    const isStatic = options.some(({ name }) => name === '-static' || name === '-static-pie');
    this.#switches = new LibrarySwitches({ archivesOnly: isStatic });
  }

  /**
   * The first library for which there is something; follows what switches which are taken.
   * @param words an option with its values, as the driver or the linker reads it
   */
  find<Found>(
    words: readonly string[],
    at: (path: string) => Found | undefined,
  ): Found | undefined {
    this.#switches.heed(words[0] ?? '');
    for (const path of this.#candidates(words)) {
      const found = at(path);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The first library that is there. */
  existing(words: readonly string[]): string | undefined {
    return this.#candidates(words).find((each) => existsSync(each));
  }

  #candidates([first = '', value = '']: readonly string[]): readonly string[] {
    return libraryFiles(first === '-l' ? `-l${value}` : first, this.#folders, this.#switches.rules);
  }
}

/** The folders of a variable such as LIBRARY_PATH. */
export function searchDirectories(list: string | undefined): string[] {
  return list === undefined
    ? []
    : list.split(':').map((directory) => (directory === '' ? '.' : directory));
}
