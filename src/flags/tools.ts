// The tools of a build by their names: what each is, whatever triple and version stand around it.
import { basename } from 'node:path';
import { behindLaunchers, COMPILER_LAUNCHERS, isLauncher, toolName } from './launchers.ts';

export type ToolKind =
  | 'driver'
  | 'assembler'
  | 'archiver'
  | 'indexer'
  | 'linker'
  | 'objcopy'
  | 'strip'
  | 'files'
  | 'foreign';

const NAMES: Readonly<Record<ToolKind, readonly string[]>> = {
  driver: [
    ...['cc', 'c++', 'gcc', 'g++', 'clang', 'clang++', 'c89', 'c99'],
    ...['icc', 'icpc', 'icx', 'icpx', 'tcc'],
  ],
  assembler: ['as'],
  archiver: ['ar'],
  indexer: ['ranlib'],
  linker: ['ld', 'ld.bfd', 'ld.gold', 'ld.lld', 'lld', 'mold'],
  objcopy: ['objcopy'],
  strip: ['strip'],
  files: ['mv', 'cp', 'ln', 'install', 'ginstall'],
  foreign: ['nvcc', 'hipcc', 'gfortran', 'flang', 'flang-new', 'nasm', 'yasm', 'rustc'],
};

const KINDS: ReadonlyMap<string, ToolKind> = new Map(
  (Object.keys(NAMES) as ToolKind[]).flatMap((kind) => NAMES[kind].map((name) => [name, kind])),
);

/** `cmake -E copy` and its like are how CMake's builds move files. */
const CMAKE_VERBS: ReadonlyMap<string, string> = new Map([
  ['copy', 'cp'],
  ['copy_if_different', 'cp'],
  ['copy_if_newer', 'cp'],
  ['rename', 'mv'],
  ['create_symlink', 'ln -s'],
  ['create_hardlink', 'ln'],
]);

/** Names without triple and version of all that is watched while a build is recorded. */
export const WATCHED_TOOLS: readonly string[] = [...KINDS.keys(), ...COMPILER_LAUNCHERS, 'cmake'];

export interface Tool {
  readonly kind: ToolKind;
  /** `gcc` of `x86_64-linux-gnu-gcc-12`. */
  readonly name: string;
  /** `x86_64-linux-gnu` of the same; absent where nothing stands before the name. */
  readonly prefix?: string;
}

export interface ToolCall extends Tool {
  /** The word it was called by. */
  readonly called: string;
  /** What stands behind it. */
  readonly words: readonly string[];
}

/** @param word a tool's name or path */
export function toolNamed(word: string): Tool | undefined {
  const parts = toolName(word).split('-');
  for (const at of parts.keys()) {
    const name = parts.slice(at).join('-');
    const kind = KINDS.get(name);
    if (kind === undefined) continue;
    return { kind, name, ...(at === 0 ? {} : { prefix: parts.slice(0, at).join('-') }) };
  }
  return undefined;
}

/** Whether calls of it are watched while a build is recorded. */
export function isWatched(name: string): boolean {
  const plain = toolName(name);
  return WATCHED_TOOLS.some((each) => plain === each || plain.endsWith(`-${each}`));
}

/** What a call is of, behind its launchers; nothing for what makes no file of the program. */
export function toolCall({ argv }: { readonly argv: readonly string[] }): ToolCall | undefined {
  const [called = '', ...words] = behindLaunchers(argv);
  if (toolName(called) === 'cmake') {
    const [action, verb = ''] = words;
    const name = action === '-E' ? CMAKE_VERBS.get(verb) : undefined;
    return name === undefined ? undefined : { kind: 'files', name, called, words: words.slice(2) };
  }
  const tool = toolNamed(called);
  return tool === undefined ? undefined : { ...tool, called, words };
}

/**
 * The file name of the compiler that ran: its own, or behind a launcher the one it was called as.
 * @param tool absolute path of the file that ran
 */
export function compilerFile({ tool, argv }: Call): string {
  const file = basename(tool);
  return isLauncher(file) ? basename(behindLaunchers(argv)[0] ?? file) : file;
}

interface Call {
  readonly tool: string;
  readonly argv: readonly string[];
}

/** Whether the compiler is clang, by its own file: `cc` may be either. */
export function isClang(call: Call): boolean {
  return compilerFamily(compilerFile(call)) === 'clang';
}

/** Whose compiler a file is, by its name, such as `x86_64-linux-gnu-g++-12`; nothing where the name does not say. */
export function compilerFamily(name: string): 'clang' | 'GCC' | undefined {
  if (/clang|^icp?x$/u.test(toolName(name))) return 'clang';
  return /(?:^|-)(?:gcc|g\+\+)(?:-|$)/u.test(name) ? 'GCC' : undefined;
}

/** Whether the driver links the C++ library by itself, and takes `.c` for C++. */
export function isCppDriver(word: string): boolean {
  const name = toolName(word);
  return name.endsWith('++') || name === 'icpc' || name === 'icpx';
}

/** Whether its options are those of Microsoft's cl. */
export function isLikeCl(word: string): boolean {
  return /^(?:cl|clang-cl|icl)$/iu.test(toolName(word));
}
