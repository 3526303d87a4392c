// Libraries that were linked as they are, and others of the same name that the loader takes when the program runs.
import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { environmentOf } from '../bench/benchmark-environment.ts';
import { loadedLibraries } from '../bench/loaded-libraries.ts';
import { elfProgram } from '../binary/elf-program.ts';
import { elfSoname } from '../binary/elf-symbols.ts';
import { libraryFiles, libraryFolders } from '../flags/library-search.ts';
import { readOptions } from '../flags/options.ts';
import type { Benchmark, Link } from '../model/program.ts';
import type { Warning } from '../model/run.ts';
import { otherLibraryLoaded } from './messages/runs.ts';

/**
 * One for each such library: what is measured then is not what the link line names.
 * @param executable absolute path of the baseline's variant
 * @throws the signal's reason.
 */
export async function loadedElsewhere(
  program: { readonly name: string; readonly link: Link },
  executable: string,
  benchmark: Benchmark,
  signal?: AbortSignal,
): Promise<Warning[]> {
  const linked = await linkedLibraries(program.link);
  const interpreter = linked.size === 0 ? undefined : (await elfProgram(executable))?.interpreter;
  if (interpreter === undefined) return [];
  const loaded = await loadedLibraries({
    ...{ executable, interpreter, env: environmentOf(benchmark) },
    ...{ directory: benchmark.directory, signal },
  });
  const warnings: Warning[] = [];
  for (const [name, path] of linked) {
    const taken = loaded?.get(name);
    if (taken === undefined || (await realOf(taken)) === (await realOf(path))) continue;
    warnings.push({
      code: 'prebuilt-code',
      message: otherLibraryLoaded({ taken, linked: path }),
      program: program.name,
    });
  }
  return warnings;
}

/** Absolute paths of shared libraries that the link line names outside of the system's folders, by what the loader knows them by. */
async function linkedLibraries({ flags, directory }: Link): Promise<Map<string, string>> {
  const words = flags.filter((word) => typeof word === 'string');
  const folders = libraryFolders(readOptions(words), directory);
  const found = new Map<string, string>();
  for (const word of words) {
    const file = word.startsWith('-')
      ? libraryFiles(word, folders).find((each) => existsSync(each))
      : resolve(directory, word);
    if (file === undefined || !/\.so(?:\.[\d.]+)?$/u.test(file) || !existsSync(file)) continue;
    found.set((await elfSoname(file)) ?? (word.startsWith('-') ? basename(file) : word), file);
  }
  return found;
}

async function realOf(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}
