// The files and words of a linker's call in their order, the build's own libraries in the places where they are named.
import { linkerParts } from '../../flags/linker-words.ts';
import type { LinkerPart } from '../../flags/linker-words.ts';
import { foreignLanguage, languageOfFile } from '../../flags/languages.ts';
import type { LinkItem } from './build-products.ts';
import type { BuildState } from './build-state.ts';
import { compiledFrom } from './compile-steps.ts';
import { isDriverInput } from '../../flags/driver-line.ts';
import type { DriverInput, DriverLine } from '../../flags/driver-line.ts';
import { LibrarySearch } from '../../flags/library-search.ts';

/** @param output absolute path of what is linked */
export function linkItems(state: BuildState, line: DriverLine, output: string): LinkItem[] {
  const { directory, env } = state.step;
  const search = new LibrarySearch(line.options, directory, env?.['LIBRARY_PATH']);
  const handed = linkerParts(
    line.pieces.map((piece) => (isDriverInput(piece) ? { words: [] } : piece)),
  );
  return line.pieces.flatMap((piece, at): LinkItem[] => {
    if (isDriverInput(piece)) return [linkInput(state, line, piece, output)];
    const { words } = piece;
    const parts = handed[at] ?? [];
    if (parts.length === 0) return [library(words, words)];
    const items = parts.map((part) => handedOn(part));
    // Where nothing in it is the build's, it stays as it was written.
    return items.some(({ kind }) => kind === 'file') ? items : [{ kind: 'words', words }];
  });

  function handedOn({ words, named, handedOn }: LinkerPart): LinkItem {
    if (named === undefined || named.startsWith('-')) {
      return library(named === undefined ? words : [named], [named ?? handedOn]);
    }
    return linkFile(state, named) ?? { kind: 'words', words: [handedOn] };
  }

  function library(option: readonly string[], words: readonly string[]): LinkItem {
    const file = search.find(option, (path) => {
      const found = state.locate(path);
      return found === undefined ? undefined : { ...found, path };
    });
    if (file !== undefined) return { kind: 'file', file, words };
    const older = search.existing(option);
    return older === undefined
      ? { kind: 'words', words }
      : { kind: 'file', file: state.older(older), words };
  }
}

function linkInput(
  state: BuildState,
  line: DriverLine,
  input: DriverInput,
  output: string,
): LinkItem {
  const path = state.at(input.path);
  const words = [input.path];
  const named = input.language === undefined ? languageOfFile(path) : 'c';
  const known = state.locate(path);
  const isText = known === undefined || known.product.kind === 'text';
  if (isText && ((named !== undefined && named !== 'object') || isForeignSource(path))) {
    // Its object was never kept: a name of its own stands for it.
    const product = compiledFrom(state, line, input, `${output}:${input.path}`);
    return { kind: 'file', file: { path: product.path, product, via: [] }, words };
  }
  return linkFile(state, input.path) ?? { kind: 'words', words };
}

/** What libtool calls objects, and shared libraries of any version. */
const COMPILED = /\.(?:l?o|(?:so|dylib)(?:\..+)?)$/u;

/** What is compiled already. @param written its path on the line */
function linkFile(state: BuildState, written: string): LinkItem | undefined {
  const path = state.at(written);
  const known = state.locate(path);
  if (known !== undefined) return { kind: 'file', file: { ...known, path }, words: [written] };
  return languageOfFile(path) === 'object' || COMPILED.test(path)
    ? { kind: 'file', file: state.older(path), words: [written] }
    : undefined;
}

/** A source that a compiler's driver would hand to a compiler for another language. */
function isForeignSource(path: string): boolean {
  return foreignLanguage(path) !== undefined;
}
