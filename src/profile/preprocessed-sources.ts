// Sources that somebody preprocessed before: their text holds the answers that the target of then gave.
import { basename, extname } from 'node:path';
import type { Program } from '../model/program.ts';
import { listText } from '../text/list-text.ts';

const SHOWN_NAMES = 5;

/** What is to be said of them; nothing where there is none. */
export function preprocessedText({ units, libraries = [] }: Program): string | undefined {
  const all = [units, ...libraries.map((library) => library.units)].flat();
  const sources = all.filter(
    ({ source, flags }) => /^\.ii?$/u.test(extname(source)) || flags.includes('-fpreprocessed'),
  );
  const names = [...new Set(sources.map(({ source }) => basename(source)))];
  if (names.length === 0) return undefined;
  const one = names.length === 1;
  return `${listText(names, SHOWN_NAMES)} ${one ? 'is' : 'are'} preprocessed already: what ${one ? 'it asks' : 'they ask'} of the target, as with #ifdef __AVX2__, was decided then, the same for every target. Build ${one ? 'the source that it comes from' : 'the sources that they come from'}; \`retarget record\` finds ${one ? 'it' : 'them'} where the build writes the text by -o, not by the shell's \`>\`.`;
}
