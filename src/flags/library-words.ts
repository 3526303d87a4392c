// What the words of a link line say of archives: whether they are taken whole.
import type { LinkWord } from '../model/program.ts';
import { linkerOptions } from './linker-words.ts';

/** Whether archives behind these words are linked whole. */
export function takesWhole(words: readonly LinkWord[]): boolean {
  let whole = false;
  const pushed: boolean[] = [];
  for (const [option = ''] of linkerOptions(words)) {
    if (/^--?whole-archive$/u.test(option)) whole = true;
    else if (/^--?no-whole-archive$/u.test(option)) whole = false;
    else if (/^--?push-state$/u.test(option)) pushed.push(whole);
    else if (/^--?pop-state$/u.test(option)) whole = pushed.pop() ?? false;
  }
  return whole;
}
