// What is said about CMake projects.
import type { Failure } from '../../model/failure.ts';
import { plural } from '../../text/plural.ts';
import { shown, shownList } from '../../text/shown.ts';

type Told = Pick<Failure, 'message' | 'hint' | 'remedies'>;

// Options that a user gives CMake.

export function optionsNeedProject(words: {
  readonly options: readonly string[];
  readonly directory: string;
}): Told {
  const { options, directory } = words;
  return {
    message: `${shownList(options)} ${plural(options.length, 'needs', 'need')} a CMake project, but ${shown(directory)} has none.`,
    hint: 'CMake options need a folder with a CMakeLists.txt.',
  };
}

/** @param file the configuration, or whatever else is no folder with a CMake project */
export function optionsNotTaken(words: {
  readonly options: readonly string[];
  readonly file: string;
}): Told {
  return {
    message: `${shownList(words.options)} cannot be passed to CMake for ${shown(words.file)}.`,
    hint: 'In retarget.json, CMake options belong in "options", next to the "target" of "cmake". Without a retarget.json, they need a folder with a CMakeLists.txt.',
  };
}

// What a project is told of its own build.

export function ownBuild(file: string): { readonly why: string; readonly advice: string } {
  return {
    why: `it has a ${file}`,
    advice: 'To use CMake\'s flags, replace "sources" with "cmake" and its "target".',
  };
}
