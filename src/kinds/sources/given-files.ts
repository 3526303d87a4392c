// Programs that are given as files: one C or C++ source, or bitcode and IR.
import { basename, dirname } from 'node:path';
import { OPTIMISED } from '../../flags/default-flags.ts';
import { givenWord } from '../../flags/given-word.ts';
import type { ProgramParts } from '../program-parts.ts';

/**
 * One source that links by itself, at -O3, with the maths library where it is needed.
 * @param source absolute path.
 */
export function sourceParts(source: string, language: 'c' | 'c++'): ProgramParts {
  const given = givenWord(basename(source), source);
  const unit = {
    source,
    ...given,
    language,
    directory: dirname(source),
    flags: OPTIMISED,
    removed: [],
  };
  return { units: [unit], linkWords: mathsLibrary(), warnings: [] };
}

/**
 * Bitcode and IR files that link with each other into one program. Their code is generated at -O3, with the whole optimiser:
 * bitcode says nothing of the level it wants.
 * @param files absolute paths, at least one: the program's folder is the first one's.
 */
export function bitcodeParts(
  files: readonly { readonly source: string; readonly language: 'bitcode' | 'ir' }[],
): ProgramParts {
  const directory = dirname(files[0]?.source ?? '');
  const units = files.map((file) => ({ ...file, directory, flags: OPTIMISED, removed: [] }));
  return { units, linkWords: mathsLibrary(), warnings: [] };
}

/** The maths library for a program that says nothing about linking; one that does not use it does not load it. */
export function mathsLibrary(): string[] {
  return process.platform === 'linux' ? ['-Wl,--as-needed', '-lm'] : ['-lm'];
}
