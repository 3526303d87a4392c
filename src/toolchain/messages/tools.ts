// What is said about LLVM's tools at work: clang that does not answer, and what it rejects in a project.
import { listText } from '../../text/list-text.ts';
import { plural } from '../../text/plural.ts';
import { OTHER_LLVM } from './words.ts';
import type { FailureWords } from '../../model/failure.ts';

// A clang that does not do what every clang does.

interface Asked {
  readonly clang: string;
  readonly banner: string;
}

export type ClangProblem =
  | 'timeout'
  | 'cpus-unknown'
  | 'features-unknown'
  | 'native-unknown'
  | 'macros-unknown'
  | { readonly spawnError: string }
  | { readonly signal: string | undefined }
  | { readonly unreadable: string };

const CLANG_PROBLEMS: Readonly<Record<Extract<ClangProblem, string>, string>> = {
  timeout: 'did not respond within a minute',
  'cpus-unknown': 'does not list the CPUs that it supports',
  'features-unknown': 'does not report the features of its CPUs',
  'native-unknown': 'does not recognize the CPU that it runs on',
  'macros-unknown': 'does not list its predefined macros',
};

export function clangBroken({ clang, banner }: Asked, problem: ClangProblem): FailureWords {
  return {
    message: `${clang} (${banner}) ${clangProblem(problem)}.`,
    hint: 'Reinstall this LLVM.',
    remedies: [OTHER_LLVM],
  };
}

function clangProblem(problem: ClangProblem): string {
  if (typeof problem === 'string') return CLANG_PROBLEMS[problem];
  if ('spawnError' in problem) return `could not be started (${problem.spawnError})`;
  if ('signal' in problem) return `was terminated by ${problem.signal ?? 'a signal'}`;
  return `cannot be read (${problem.unreadable})`;
}

export function temporaryFolder(folder: string): string {
  return `The temporary folder ${folder}`;
}

export function changeTemporaryFolder(): string {
  return 'Free up space, make the folder writable, or set the environment variable TMPDIR to another one.';
}

export function emptyFunctionRefused(words: {
  readonly version: string;
  readonly flags: readonly string[];
}): { readonly message: string; readonly hint: string } {
  const { version, flags } = words;
  const how = flags.length === 0 ? 'without flags' : `with these flags: ${flags.join(' ')}`;
  return {
    message: `clang ${version} cannot compile even an empty function ${how}.`,
    hint: "From the program's flags, remove the one that clang names.",
  };
}

export function cpuNotCompiled(): string {
  return 'clang does not compile for this CPU';
}

/** What IR was made for that names no triple. */
export function machineOfLayout(layout: string): string {
  return `a machine with the data layout ${layout}`;
}

// What clang rejects in a project.

export function flagsRefused(flags: readonly string[]): string {
  const key = `"withoutFlags": ${JSON.stringify(flags)}`;
  return `clang rejects ${listText(flags, 5)}, which other compilers may accept. To remove ${plural(flags.length, 'it', 'them')} from the flags of the project's own build, add ${key} to the program in retarget.json. If retarget.json itself sets a flag, change it there.`;
}

export type GccConstruct = 'nested-function' | 'array-in-struct' | 'register-variable';

const CONSTRUCT_WORDS: Readonly<Record<GccConstruct, string>> = {
  'nested-function': 'nested functions',
  'array-in-struct': 'variable-length arrays in structs',
  'register-variable': 'global register variables',
};

/** @param builtins names of functions that GCC has built in */
export function constructsRefused(words: {
  readonly constructs: readonly GccConstruct[];
  readonly builtins: readonly string[];
}): string {
  const names = [...words.constructs.map((each) => CONSTRUCT_WORDS[each]), ...words.builtins];
  return `GCC supports ${listText(names, 5)}; clang does not. Use an alternative for clang (#ifdef __clang__), or remove the source if the program works without it.`;
}

export type RuntimePart = 'openmp' | 'compiler-rt' | 'libc++' | '32-bit';

const PART_WORDS: Readonly<Record<RuntimePart, string>> = {
  openmp: 'OpenMP for clang',
  'compiler-rt': "clang's runtime for sanitizers, coverage and profiles",
  'libc++': 'libc++',
  '32-bit': 'the libraries and headers for 32-bit programs (-m32)',
};

/** @param packages of Debian and Ubuntu; `NN` in them stands for a major version that is not known */
export function runtimePartMissing(words: {
  readonly part: RuntimePart;
  readonly packages: readonly string[];
  readonly isMajorOpen: boolean;
}): string {
  const { part, packages, isMajorOpen } = words;
  return `Install ${PART_WORDS[part]}: ${listText(packages)} on Debian and Ubuntu, or your system's package for it${isMajorOpen ? " (NN is clang's major version)" : ''}.`;
}

// Profiles of another version of a source: parts of a sentence, after the name of the source.

export function functionsChanged(words: { readonly changed: number; readonly of: number }): string {
  return `${words.changed} of ${words.of} functions have changed`;
}

export function namedFunctionsChanged(names: readonly string[]): string {
  const MOST = 3;
  const MOST_TEXT = 200;
  const more = names.length - MOST;
  const listed = names.slice(0, MOST).join(', ').slice(0, MOST_TEXT);
  return `${listed}${more > 0 ? ` and ${more} more` : ''} changed`;
}

export function fileNotInProfile(): string {
  return 'it has no data for this file';
}

// Tools beside clang.

export function noArchiver(words: {
  readonly library: string;
  readonly clang: string;
  readonly major: number;
}): FailureWords {
  return {
    message: `${words.library} is a static library of the project, but this LLVM (${words.clang}) has no llvm-ar to build it for each target.`,
    hint: `Install llvm-ar next to clang. It comes with llvm-dis, for example in the package llvm-${words.major}.`,
    remedies: [OTHER_LLVM],
  };
}

/** @param producer the version of LLVM that wrote the bitcode; `reader` the one that cannot read it */
export function bitcodeTooNew(words: {
  readonly source: string;
  readonly producer: string;
  readonly reader: string;
  readonly major: number;
}): FailureWords {
  return {
    message: `The LLVM in use (${words.reader}) cannot read ${words.source}, which was written by LLVM ${words.producer}.`,
    hint: `Install LLVM ${words.major} or newer: newer versions read older bitcode, but not the other way around.`,
    remedies: [OTHER_LLVM],
  };
}

export function bitcodeDamaged(source: string): FailureWords {
  return {
    message: `${source} is not readable LLVM bitcode.`,
    hint: 'It may be truncated or another kind of file. Create it again, for example with `clang -O2 -Xclang -disable-llvm-passes -emit-llvm -c`.',
  };
}
