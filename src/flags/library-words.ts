// What the words of a link line say of archives: whether they are taken whole.
import type { LinkWord } from '../model/program.ts';

/** Whether archives behind these words are linked whole. */
export function takesWhole(words: readonly LinkWord[]): boolean {
  let whole = false;
  const pushed: boolean[] = [];
  for (const word of linkerWords(words)) {
    if (/^--?whole-archive$/u.test(word)) whole = true;
    else if (/^--?no-whole-archive$/u.test(word)) whole = false;
    else if (/^--?push-state$/u.test(word)) pushed.push(whole);
    else if (/^--?pop-state$/u.test(word)) whole = pushed.pop() ?? false;
  }
  return whole;
}

/** Its options as the linker reads them. */
function linkerWords(words: readonly LinkWord[]): string[] {
  return words.flatMap((word) =>
    typeof word === 'string' && word !== '-Xlinker' ? word.replace(/^-Wl,/u, '').split(',') : [],
  );
}
