// Programs that are given as files: one C or C++ source, or bitcode and IR.
import { basename, dirname, extname } from 'node:path';
import type { Language, Program } from '../../model/program.ts';
import { defaultBenchmark } from '../../config/benchmarks.ts';
import { OPTIMISED } from '../../flags/default-flags.ts';
import { givenWord } from '../../flags/given-word.ts';
import { linkLanguage } from '../../flags/link-language.ts';

/**
 * One source that links by itself, at -O3, with the maths library where it is needed.
 * @param source absolute path.
 */
export function sourceProgram(source: string, language: 'c' | 'c++'): Program {
  const directory = dirname(source);
  return {
    name: stem(source),
    directory,
    units: [
      {
        source,
        ...givenWord(basename(source), source),
        language,
        directory,
        flags: OPTIMISED,
        removed: [],
      },
    ],
    link: { flags: mathsLibrary(), language, directory, removed: [] },
    benchmarks: [defaultBenchmark(directory)],
  };
}

/**
 * Bitcode and IR files that link with each other into one program, named after the first. Their code is generated at
 * -O3, with the whole optimiser: bitcode says nothing of the level it wants.
 * @param files absolute paths, at least one.
 */
export async function bitcodeProgram(
  files: readonly { readonly source: string; readonly language: Language }[],
): Promise<Program> {
  const first = files[0]?.source ?? '';
  const directory = dirname(first);
  const units = files.map(({ source, language }) => ({
    source,
    language,
    directory,
    flags: language === 'bitcode' || language === 'ir' ? OPTIMISED : [],
    removed: [],
  }));
  return {
    name: stem(first),
    directory,
    units,
    link: { flags: mathsLibrary(), language: await linkLanguage(units), directory, removed: [] },
    benchmarks: [defaultBenchmark(directory)],
  };
}

/** The maths library for a program that says nothing about linking; one that does not use it does not load it. */
export function mathsLibrary(): string[] {
  return process.platform === 'linux' ? ['-Wl,--as-needed', '-lm'] : ['-lm'];
}

function stem(path: string): string {
  return basename(path, extname(path)).replaceAll('\\', '-') || 'program';
}
