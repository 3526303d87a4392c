// Command lines of assemblers and linkers that are called without a compiler, as a compiler takes them.
import { takesLinkerValue } from './linker-words.ts';

/** The assembler's own words as a compiler takes them: what it does not know goes through -Wa. */
export function assemblerAsDriver(words: readonly string[]): string[] {
  const made: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '-o') made.push(word, words[(at += 1)] ?? '');
    else if (word === '-I') made.push(`-I${words[(at += 1)] ?? ''}`);
    else if (/^-(?:I|g)/u.test(word) || !word.startsWith('-')) made.push(word);
    else if (word === '--64' || word === '--32') made.push(word === '--64' ? '-m64' : '-m32');
    else made.push(`-Wa,${word}`);
  }
  return made;
}

/** The linker's own words as a compiler takes them. */
export function linkerAsDriver(words: readonly string[]): string[] {
  const joins = /^-(?:r|i|-?relocatable)$/u;
  const made = words.some((word) => joins.test(word)) ? [] : ['-nostdlib'];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '-o' || word === '--output') made.push('-o', words[(at += 1)] ?? '');
    else if (/^--output=/u.test(word)) made.push('-o', word.slice('--output='.length));
    else if (joins.test(word)) made.push('-r');
    else if (/^-(?:[lL]|shared$|static$|pie$)/u.test(word)) made.push(word);
    else if (word === '--start-group' || word === '-(') made.push('-Wl,--start-group');
    else if (word === '--end-group' || word === '-)') made.push('-Wl,--end-group');
    else if (!word.startsWith('-')) made.push(word);
    else if (takesLinkerValue(word))
      made.push('-Xlinker', word, '-Xlinker', words[(at += 1)] ?? '');
    else made.push('-Xlinker', word);
  }
  return made;
}
