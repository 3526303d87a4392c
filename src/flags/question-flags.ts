// Which of a unit's flags an answer of clang's depends on: units that differ in others alone share it.
import { readOptions, wordsOf } from './options.ts';
import type { Option } from './options.ts';

const DEFINES = ['-D', '-U'];
/** What names a file to be read before the source. */
const READ_FIRST = ['-include', '-imacros', '-include-pch'];
const FOLDERS = ['-I', '-isystem', '-iquote', '-idirafter', '-iframework', '-F'];

/** Beginnings of the rarer options that do so too, or say where such folders lie. */
const RARE_FOLDERS = ['-iprefix', '-iwith', '-isysroot', '-cxx-isystem', '-stdlib++-isystem'];
/** What hands words on to where they are not looked into. */
const HANDED_ON = /^-(?:Xclang|Xpreprocessor|Wp$)/u;

/** Options that name a folder of headers, in which the assembler looks for its own files too. */
export const HEADER_FOLDERS: ReadonlySet<string> = new Set(FOLDERS.slice(0, 4));

const INCLUDED_FIRST = withInner(['-include', '-imacros']);
const NO_FOLDERS = withInner([...DEFINES, ...READ_FIRST]);
const NO_CODE = withInner([...DEFINES, ...READ_FIRST, ...FOLDERS]);

/** What decides in which folders clang looks for headers: neither definitions, nor optimisation, warnings and debug information. */
export function searchFlags(flags: readonly string[]): string[] {
  return kept(flags, ({ name }) => !NO_FOLDERS.has(name) && !/^-(?:[Og]|W(?!p$))/u.test(name));
}

/** Whether they may name folders of headers. */
export function mayNameFolders(flags: readonly string[]): boolean {
  const beginnings = [...FOLDERS, ...RARE_FOLDERS];
  return readOptions(flags).some(
    ({ name, value }) =>
      beginnings.some((beginning) => name.startsWith(beginning)) ||
      HANDED_ON.test(name) ||
      (name === '' && value?.startsWith('@') === true),
  );
}

/** Files that they have read before the source, as written: `-include config.h`, to the inner compiler too. */
export function readFirst(flags: readonly string[]): string[] {
  return readOptions(flags).flatMap(({ name, value }) =>
    INCLUDED_FIRST.has(name) && value !== undefined ? [value] : [],
  );
}

/** What decides what clang writes on functions: an empty source includes nothing, and has nothing to warn of. */
export function attributeFlags(flags: readonly string[]): string[] {
  return kept(flags, ({ name }) => !NO_CODE.has(name) && !/^-W(?![alp]$)/u.test(name));
}

/** What says which machine it is for: `-m32`, `--target=`, `-msoft-float`, `-Xclang -target-feature`. */
export function machineFlags(flags: readonly string[]): string[] {
  return kept(
    flags,
    ({ name }) => /^(?:-m|--target$|-Xclang -target-)/u.test(name) && name !== '-mllvm',
  );
}

function kept(flags: readonly string[], isAsked: (option: Option) => boolean): string[] {
  return wordsOf(readOptions(flags).filter(isAsked));
}

/** Said to the inner compiler too, as CMake says its precompiled headers: `-Xclang -include -Xclang all.h`. */
function withInner(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.flatMap((name) => [name, `-Xclang ${name}`]));
}
