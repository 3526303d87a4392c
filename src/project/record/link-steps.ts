// What a linker's call makes, and out of which files and words, in their order.
import { foreignName, isHeaderFile, languageOfFile } from '../languages.ts';
import type { LinkItem } from './artifacts.ts';
import { olderFile } from './build-state.ts';
import type { BuildState } from './build-state.ts';
import { compiledFrom } from './compile-steps.ts';
import { isInput } from './driver-line.ts';
import type { DriverInput, DriverLine } from './driver-line.ts';
import { findLibrary, linkerState, searchDirectories } from './library-search.ts';

export function takeLink(state: BuildState, line: DriverLine, language: 'c' | 'c++'): void {
  if (line.mode === 'probe') return;
  const output = state.at(line.output ?? 'a.out');
  const { directory, env } = state.step;
  const search = linkerState(line, directory, env?.['LIBRARY_PATH']);
  const items = line.pieces.map((piece): LinkItem => {
    if (isInput(piece)) return linkInput(state, line, piece, output);
    const library = findLibrary(piece, search, (path) => state.locate(path));
    return library === undefined
      ? { kind: 'words', words: piece }
      : { kind: 'file', file: library, words: piece };
  });
  for (const folder of searchDirectories(env?.['LIBRARY_PATH'])) {
    items.push({ kind: 'words', words: [`-L${folder}`] });
  }
  const made = { path: output, steps: [state.index] };
  if (line.relocatable) {
    const parts = items.flatMap((item) => (item.kind === 'file' ? [item.file] : []));
    state.put(output, { ...made, kind: 'joined', parts });
    return;
  }
  state.put(output, {
    ...{ ...made, kind: 'image', shared: line.shared, directory, items, language },
    linkedBy: state.index,
  });
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
  const isText = known === undefined || known.artifact.kind === 'text';
  if (isText && ((named !== undefined && named !== 'object') || isForeignSource(path))) {
    // Its object was never kept: a name of its own stands for it.
    const artifact = compiledFrom(state, line, input, `${output}:${input.path}`);
    return { kind: 'file', file: { path: artifact.path, artifact, via: [] }, words };
  }
  if (known !== undefined) return { kind: 'file', file: { ...known, path }, words };
  return named === 'object' || /\.l?o$/u.test(path)
    ? { kind: 'file', file: olderFile(path), words }
    : { kind: 'words', words };
}

/** A source that a compiler's driver would hand to a compiler for another language. */
function isForeignSource(path: string): boolean {
  return /^[A-Z]/u.test(foreignName(path)) && !isHeaderFile(path);
}
