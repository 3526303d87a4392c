// What a recorded tool is, by the name it was called by.
import { basename, isAbsolute } from 'node:path';
import type { RecordedStep } from './recorded-step.ts';

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

export interface ToolCall {
  readonly kind: ToolKind;
  /** The name without triple and version: `gcc`, `ar`, `mv`. */
  readonly name: string;
  /** What stands behind it. */
  readonly words: readonly string[];
}

const KINDS: readonly (readonly [ToolKind, RegExp])[] = [
  ['driver', /^(?:cc|c\+\+|gcc|g\+\+|clang|clang\+\+|c[89]9|icc|icpc|icx|icpx|tcc)$/u],
  ['assembler', /^as$/u],
  ['archiver', /^ar$/u],
  ['indexer', /^ranlib$/u],
  ['linker', /^(?:ld|ld\.bfd|ld\.gold|ld\.lld|lld|mold)$/u],
  ['objcopy', /^objcopy$/u],
  ['strip', /^strip$/u],
  ['files', /^(?:mv|cp|ln|g?install)$/u],
  ['foreign', /^(?:nvcc|hipcc|gfortran|flang|flang-new|nasm|yasm|rustc)$/u],
];

const LAUNCHERS = /^(?:s?ccache|distcc|icecc)$/u;

/** What a step is a call of, behind its launchers; nothing for what makes no file of the program. */
export function toolCall({ argv }: Pick<RecordedStep, 'argv'>): ToolCall | undefined {
  const [first = '', ...words] = argv;
  const name = plainName(first);
  if (LAUNCHERS.test(name)) {
    const at = words.findIndex((word) => !/^\w+=/u.test(word));
    const next = words[at];
    if (next === undefined || (next.startsWith('-') && !isAbsolute(next))) return undefined;
    return toolCall({ argv: words.slice(at) });
  }
  // `cmake -E copy` and its like are how CMake's builds move files.
  if (name === 'cmake') {
    const [action = '', verb = ''] = words;
    const as = action === '-E' ? CMAKE_VERBS.get(verb) : undefined;
    return as === undefined ? undefined : { kind: 'files', name: as, words: words.slice(2) };
  }
  for (const [kind, pattern] of KINDS) {
    const [, , own = name] = /^(.*-)?([^-]+)$/u.exec(name) ?? [];
    if (pattern.test(own)) return { kind, name: own, words };
  }
  return undefined;
}

const CMAKE_VERBS = new Map([
  ['copy', 'cp'],
  ['copy_if_different', 'cp'],
  ['copy_if_newer', 'cp'],
  ['rename', 'mv'],
  ['create_symlink', 'ln -s'],
  ['create_hardlink', 'ln'],
]);

/** Whether the compiler is clang, by its own file: `cc` may be either. */
export function isClang({ tool, argv }: Pick<RecordedStep, 'tool' | 'argv'>): boolean {
  return /^clang(?:\+\+)?$|^icp?x$/u.test(plainName(compilerFile({ tool, argv })));
}

/** The file name of the compiler that ran: its own, or behind a launcher the one it was called as. */
export function compilerFile({ tool, argv }: Pick<RecordedStep, 'tool' | 'argv'>): string {
  const file = basename(tool);
  if (!LAUNCHERS.test(plainName(file))) return file;
  const behind = argv.find((word) => !LAUNCHERS.test(plainName(word)) && !/^\w+=/u.test(word));
  return basename(behind ?? file);
}

/** Whether the driver links the C++ library by itself. */
export function isCppDriver(name: string): boolean {
  return name.endsWith('++') || name === 'icpc' || name === 'icpx';
}

function plainName(word: string): string {
  return basename(word)
    .replace(/\.exe$/iu, '')
    .replace(/-[\d.]+$/u, '');
}
