// Sources that somebody preprocessed before: their text holds the answers that the target of then gave.
import { basename, extname } from 'node:path';
import type { PreparedProgram } from '../model/program.ts';
import { names } from './shown-names.ts';

/** What is to be said of them; nothing where there is none. */
export function preprocessedText({ units, libraries = [] }: PreparedProgram): string | undefined {
  const all = [units, ...libraries.map((library) => library.units)].flat();
  const sources = all.filter(
    ({ source, flags }) => /^\.ii?$/u.test(extname(source)) || flags.includes('-fpreprocessed'),
  );
  const found = [...new Set(sources.map(({ source }) => basename(source)))];
  if (found.length === 0) return undefined;
  const one = found.length === 1;
  return `${names(found)} ${one ? 'is' : 'are'} preprocessed already: what ${one ? 'it asks' : 'they ask'} of the target, as with #ifdef __AVX2__, was decided then, the same for every target. Build ${one ? 'the source that it comes from' : 'the sources that they come from'}; \`retarget record\` finds ${one ? 'it' : 'them'} where the build writes the text by -o, not by the shell's \`>\`.`;
}
