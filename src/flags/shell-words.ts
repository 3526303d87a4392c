// Words that mean something to a shell only, where there is none: the program would get them as arguments.
import { quoteCommand } from '../text/argv-text.ts';
import { shellSyntax } from './messages.ts';

export interface ShellWord {
  readonly index: number;
  readonly word: string;
  /** Only of those that lead to or from a file; others may be what a program is meant to get. */
  readonly redirection?: '<' | '>';
}

/** `<`, `2>>`, `&>`: with a word behind it, which would be its file. */
const REDIRECTION = /^(?:\d?(?<sign>[<>])[<>]*|&(?<both>>)>?)$/u;
const OTHER = /^(?:\|[|&]?|&&|\d?>&\d)$/u;

/** Of arguments that stand as words of their own. */
export function shellWords(args: readonly string[]): ShellWord[] {
  return args.flatMap((word, index): ShellWord[] => {
    const isLast = index === args.length - 1;
    if (OTHER.test(word) && (!isLast || word.includes('>'))) return [{ index, word }];
    const signs = REDIRECTION.exec(word)?.groups;
    if (signs === undefined || isLast) return [];
    return [{ index, word, redirection: signs['sign'] === '<' ? '<' : '>' }];
  });
}

/** A sentence without its end. */
export function shellComplaint(word: string): string {
  return shellSyntax(quoteCommand([word]));
}
