// The executables that CMakeLists.txt files name, found without CMake: enough to offer them, not to build them.
import { join, relative, resolve } from 'node:path';
import { openFile } from '../../files/read-text.ts';
import { LISTS_FILE } from '../build-description.ts';
import { cmakeCommands } from './cmake-words.ts';
import { itemsOf, MOST_ITEMS, stemOf, turnsOf, withStems, type Turn } from './foreach-loops.ts';

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
  /** Whether a folder between has a `project()` of its own. */
  readonly ofInnerProject: boolean;
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
  return [...scan.names].map(([name, place]) => ({ name, ...place }));
}

/** What a definition was called with, and its words that are a parameter's file name. */
interface Definition {
  readonly args: readonly string[];
  readonly stems: Map<string, string>;
}

class Scan {
  readonly names = new Map<string, Omit<NamedExecutable, 'name'>>();
  readonly #source: string;
  readonly #seen = new Set<string>();
  readonly #inner = new Set<string>();
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
    const lists = new Map<string, readonly string[]>();
    const loops: (readonly Turn[])[] = [];
    for (const { name, args } of cmakeCommands(await listsText(folder))) {
      if (name === 'function' || name === 'macro') defined = { args, stems: new Map() };
      else if (name === 'endfunction' || name === 'endmacro') defined = undefined;
      else if (defined !== undefined) this.#learn(defined, name, args);
      else if (name === 'foreach')
        loops.push(
          turnsOf(
            args.map((arg) => expanded(arg, variables)),
            lists,
          ),
        );
      else if (name === 'endforeach') loops.pop();
      else {
        const [first = '', ...rest] = args.map((arg) => expanded(arg, variables));
        const [second] = rest;
        const maker = this.#makers.get(name);
        if (name === 'project' && folder !== this.#source) this.#inner.add(folder);
        if (name === 'project' && isPlain(first)) {
          variables.set('PROJECT_NAME', first);
          if (!variables.has('CMAKE_PROJECT_NAME')) variables.set('CMAKE_PROJECT_NAME', first);
        } else if (name === 'set' && second !== undefined) {
          const end = rest.findIndex((word) => word === 'CACHE' || word === 'PARENT_SCOPE');
          lists.set(first, itemsOf(end === -1 ? rest : rest.slice(0, end), lists));
          if (args.length === 2) variables.set(first, second);
          else variables.delete(first);
        } else if (name === 'list' && first === 'APPEND' && second !== undefined) {
          const more = itemsOf(rest.slice(1), lists);
          lists.set(second, [...(lists.get(second) ?? []), ...more].slice(0, MOST_ITEMS));
          variables.delete(second);
        } else if (name === 'get_filename_component' && second !== undefined) {
          // Of a loop over files: each turn's executable is called after its file.
          if (rest[1] === 'NAME_WE' && loops.length > 0)
            loops.push(withStems(loops.pop() ?? [], first, second));
        } else if (name === 'add_executable') {
          if (second !== 'IMPORTED' && second !== 'ALIAS') this.#add(first, folder, loops);
        } else if (name === 'add_subdirectory' && !first.includes('$')) {
          const below = resolve(folder, first);
          if (this.#inner.has(folder)) this.#inner.add(below);
          await this.visit(below, variables);
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
  #add(name: string, folder: string, loops: readonly (readonly Turn[])[]): void {
    if (name.length > LONGEST_WORD) return;
    if (isPlain(name) && !this.names.has(name)) {
      this.names.set(name, {
        folder: relative(this.#source, folder),
        ofInnerProject: this.#inner.has(folder),
      });
    }
    for (const [index, turns] of loops.entries()) {
      const inner = loops.slice(index + 1);
      const used = turns.filter((turn) => [...turn.keys()].some((each) => name.includes(each)));
      if (used.length === 0) continue;
      for (const turn of used) {
        if (this.#looped >= MOST_LOOPED) return;
        this.#looped += 1;
        let own = name;
        for (const [reference, item] of turn) own = own.replaceAll(reference, item);
        if (own !== name) this.#add(own, folder, inner);
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
