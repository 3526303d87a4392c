// The executables that CMakeLists.txt files name, found without CMake: enough to offer them, not to build them.
import { join, parse, relative, resolve } from 'node:path';
import { openFile } from '../../files/read-text.ts';
import { cmakeCommands } from './cmake-words.ts';

export const LISTS_FILE = 'CMakeLists.txt';

const MOST_FILES = 100;
/** Bytes. */
const MOST_READ = 256 * 1024;
/** Characters of a word whose variables are put in: nothing that long is plain, and a few lines could double it without end. */
const LONGEST_WORD = 4096;
/** Names that loops within loops are followed for. */
const MOST_LOOPED = 10_000;

export interface NamedExecutable {
  readonly name: string;
  /** The folder whose CMakeLists.txt makes it, relative to the project's; empty for that one. */
  readonly folder: string;
}

/** A function or macro that makes an executable named by one of its parameters. */
interface Maker {
  /** Which parameter. */
  readonly at: number;
  /** Whether that is a source file, which the executable is called after. */
  readonly isFile: boolean;
}

/**
 * Executables in the order in which CMake comes by them, each name once. Follows `add_subdirectory` with plain names
 * and knows variables that are set to plain words; what macros and conditions make of it, only CMake knows.
 */
export async function namedExecutables(source: string): Promise<NamedExecutable[]> {
  const scan = new Scan(source);
  await scan.visit(source, new Map([['CMAKE_SOURCE_DIR', source]]));
  return [...scan.names].map(([name, folder]) => ({ name, folder }));
}

/** What a definition was called with, and its words that are a parameter's file name. */
interface Definition {
  readonly args: readonly string[];
  readonly stems: Map<string, string>;
}

class Scan {
  /** By name: the folder. */
  readonly names = new Map<string, string>();
  readonly #source: string;
  readonly #seen = new Set<string>();
  readonly #makers = new Map<string, Maker>();
  #looped = 0;

  constructor(source: string) {
    this.#source = source;
  }

  async visit(folder: string, outer: ReadonlyMap<string, string>): Promise<void> {
    if (this.#seen.has(folder) || this.#seen.size >= MOST_FILES) return;
    this.#seen.add(folder);
    const variables = new Map(outer);
    variables.set('CMAKE_CURRENT_SOURCE_DIR', folder);
    let defined: Definition | undefined;
    const loops: (readonly string[])[] = [];
    for (const { name, args } of cmakeCommands(await listsText(folder))) {
      if (name === 'function' || name === 'macro') defined = { args, stems: new Map() };
      else if (name === 'endfunction' || name === 'endmacro') defined = undefined;
      else if (defined !== undefined) this.#learn(defined, name, args);
      else if (name === 'foreach') loops.push(args);
      else if (name === 'endforeach') loops.pop();
      else {
        const [first = '', second] = args.map((arg) => expanded(arg, variables));
        const maker = this.#makers.get(name);
        if (name === 'project' && isPlain(first)) {
          variables.set('PROJECT_NAME', first);
          if (!variables.has('CMAKE_PROJECT_NAME')) variables.set('CMAKE_PROJECT_NAME', first);
        } else if (name === 'set' && second !== undefined && args.length === 2) {
          variables.set(first, second);
        } else if (name === 'add_executable') {
          if (second !== 'IMPORTED' && second !== 'ALIAS') this.#add(first, folder, loops);
        } else if (name === 'add_subdirectory' && !first.includes('$')) {
          await this.visit(resolve(folder, first), variables);
        } else if (maker !== undefined) {
          const given = expanded(args[maker.at] ?? '', variables);
          this.#add(maker.isFile ? stemOf(given) : given, folder, loops);
        }
      }
    }
  }

  /** `macro(benchmark name) add_executable(${name} ...)`; also where the name is made of a file's. */
  #learn(
    { args: [maker = '', ...parameters], stems }: Definition,
    name: string,
    args: readonly string[],
  ): void {
    const [written = '', second = '', mode] = args;
    if (name === 'get_filename_component' && mode === 'NAME_WE') {
      stems.set(`\${${written}}`, second);
    } else if (name === 'add_executable') {
      const stem = stems.get(written);
      const at = parameters.findIndex((parameter) => (stem ?? written) === `\${${parameter}}`);
      if (at !== -1) this.#makers.set(maker.toLowerCase(), { at, isFile: stem !== undefined });
    }
  }

  /** `foreach(name a b) add_executable(${name} ...)`, loops within loops the outermost first. */
  #add(name: string, folder: string, loops: readonly (readonly string[])[]): void {
    if (name.length > LONGEST_WORD) return;
    if (isPlain(name) && !this.names.has(name)) {
      this.names.set(name, relative(this.#source, folder));
    }
    for (const [index, [variable = '', ...items]] of loops.entries()) {
      const reference = `\${${variable}}`;
      if (!name.includes(reference)) continue;
      for (const item of items.slice(0, MOST_FILES)) {
        if (this.#looped >= MOST_LOOPED) return;
        this.#looped += 1;
        if (isPlain(item))
          this.#add(name.replaceAll(reference, item), folder, loops.slice(index + 1));
      }
      return;
    }
  }
}

/** As it is written where it would become too long: with its references it is not plain either. */
function expanded(word: string, variables: ReadonlyMap<string, string>): string {
  let text = '';
  let end = 0;
  for (const { 0: whole, 1: name = '', index } of word.matchAll(/\$\{([^${}]+)\}/gu)) {
    text += word.slice(end, index) + (variables.get(name) ?? whole);
    end = index + whole.length;
    if (text.length > LONGEST_WORD) return word;
  }
  return text + word.slice(end);
}

/** As CMake's NAME_WE: without folders, and without all that follows the first dot. */
function stemOf(file: string): string {
  return parse(file).base.replace(/\..*$/u, '');
}

function isPlain(name: string): boolean {
  return name.length <= LONGEST_WORD && /^[\w.+-]+$/u.test(name);
}

/** The start of a folder's CMakeLists.txt; nothing where there is none. */
export async function listsText(folder: string): Promise<string> {
  try {
    const handle = await openFile(join(folder, LISTS_FILE));
    try {
      const buffer = Buffer.alloc(MOST_READ);
      const { bytesRead } = await handle.read(buffer, 0, MOST_READ, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch {
    return '';
  }
}
