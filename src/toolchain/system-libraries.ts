// Which of the system's libraries define the names that a link lacks, found by looking into those that `-l` would find.
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import type { Toolchain } from '../model/toolchain.ts';
import { runProcess } from '../process/run-process.ts';
import { elfSymbols } from '../binary/elf-symbols.ts';

export interface SystemLibrary {
  /** As `-l` names it: `z` of `libz.so`. */
  readonly name: string;
  /** Of the names asked for, those it defines. */
  readonly defines: readonly string[];
  /** The file that was looked into. */
  readonly file: string;
  /** Whether `-l` finds it: a library that programs only load at run time has no link of its plain name. */
  readonly linkable: boolean;
}

export interface FoundLibraries {
  readonly libraries: readonly SystemLibrary[];
  /** Whether all were looked into that could be. */
  readonly isWhole: boolean;
}

/** Asked first, in this order: others carry copies of what these define. */
const USUAL = [
  ...['m', 'pthread', 'dl', 'rt', 'z', 'bz2', 'lzma', 'zstd', 'lz4', 'crypto', 'ssl', 'curl'],
  ...['ncurses', 'tinfo', 'readline', 'uuid', 'png', 'jpeg', 'gmp', 'mpfr', 'omp', 'gomp'],
];
/** Libraries that are looked into besides; a machine with more of them has more than anybody links with. */
const MOST_OTHERS = 400;
const READERS = 8;
/** Milliseconds for looking: hundreds of libraries on a disk that nobody has read yet take minutes. */
const SEARCH_TIME = 6000;
/** Milliseconds for clang to say where it looks. */
const TIME_LIMIT = 10_000;
/** A linker script is a few lines. */
const MOST_SCRIPT = 4096;

/**
 * Libraries that together define as many of the names as any do, the usual ones first; nothing where no library does.
 * ELF systems only.
 * @param names as they stand in symbol tables.
 */
export async function librariesDefining(
  toolchain: Toolchain,
  names: readonly string[],
  signal: AbortSignal,
): Promise<FoundLibraries> {
  if (names.length === 0) return { libraries: [], isWhole: true };
  const end = performance.now() + SEARCH_TIME;
  const folders = await searchedFolders(toolchain, signal);
  const there = await filesIn(folders);
  const linkable = new Map(there.flatMap((file) => nameAs(file, /^lib(.+)\.so$/u)));
  const loaded = new Map(there.flatMap((file) => nameAs(file, /^lib(.+)\.so\.\d+$/u)));
  const found: SystemLibrary[] = [];
  const missing = new Set(names);
  const take = async (
    files: ReadonlyMap<string, string>,
    wanted: readonly string[],
  ): Promise<void> => {
    if (missing.size === 0) return;
    const limit = pLimit(READERS);
    const read = await Promise.all(
      wanted.map((name) =>
        limit(async () => {
          signal.throwIfAborted();
          const file = performance.now() > end ? undefined : files.get(name);
          return file === undefined ? [] : [{ name, file, defined: await definedIn(file) }];
        }),
      ),
    );
    for (const { name, file, defined } of read.flat()) {
      const defines = [...missing].filter((symbol) => defined.has(symbol));
      if (defines.length === 0) continue;
      for (const symbol of defines) missing.delete(symbol);
      found.push({ name, defines, file, linkable: files === linkable });
    }
  };
  await take(linkable, USUAL);
  await take(loaded, USUAL);
  const others = [...linkable.keys()].filter((name) => !USUAL.includes(name) && name !== 'c');
  await take(linkable, others.sort().slice(0, MOST_OTHERS));
  return { libraries: found, isWhole: performance.now() <= end };
}

async function searchedFolders(toolchain: Toolchain, signal: AbortSignal): Promise<string[]> {
  const result = await runProcess({
    command: toolchain.clang,
    args: ['-print-search-dirs'],
    ...{ signal, timeLimit: TIME_LIMIT },
  });
  const line = /^libraries: =?(.+)$/mu.exec(result.stdout)?.[1] ?? '';
  return line.split(':').filter((folder) => folder !== '');
}

async function filesIn(folders: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(folder).catch(() => [])).map((name) => join(folder, name)),
    ),
  );
  return lists.flat();
}

function nameAs(file: string, pattern: RegExp): [string, string][] {
  const name = pattern.exec(file.slice(file.lastIndexOf('/') + 1))?.[1];
  return name === undefined ? [] : [[name, file]];
}

async function definedIn(file: string): Promise<ReadonlySet<string>> {
  const symbols = await elfSymbols(file, 'dynamic');
  if (symbols !== undefined) return new Set(symbols.defined);
  const inScript = await Promise.all(
    (await namedByScript(file)).map((each) => elfSymbols(each, 'dynamic')),
  );
  return new Set(inScript.flatMap((each) => each?.defined ?? []));
}

/** Where a library is a linker script, as libm is, the files that it stands for. */
async function namedByScript(file: string): Promise<string[]> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return [];
  const { size } = await handle.stat().finally(() => handle.close());
  if (size > MOST_SCRIPT) return [];
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.match(/\/[^\s()]+\.so(?:\.\d+)*/gu) ?? [];
}
