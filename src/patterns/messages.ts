// What this room says about regular expressions.
import type { FailureWords } from '../model/failure.ts';
import { counted } from '../text/plural.ts';
import { visibleText } from '../text/visible-text.ts';
import { LIMIT } from './limit.ts';

/** Characters of a pattern that are shown. */
const SHOWN = 200;

/** Behind a place in a file: small, without a full stop. */
export function tooLong({ most }: { readonly most: number }): string {
  return `a pattern can have at most ${counted(most, 'character', 'characters')}`;
}

export function tooSlow({ pattern }: { readonly pattern: string }): FailureWords {
  return {
    message: `Matching the pattern ${quoted(pattern)} against the program's output took more than ${counted(LIMIT / 1000, 'second', 'seconds')}.`,
    hint: 'Simplify it: nested repetitions, such as (a+)+, or several .* in a row can take exponential time. Start the pattern with text that occurs only in the lines you want.',
    configurable: true,
  };
}

export function tooLarge({ pattern }: { readonly pattern: string }): FailureWords {
  return {
    message: `The pattern ${quoted(pattern)} is too large, or nested too deeply.`,
    hint: 'Use fewer groups and smaller counts in { }.',
    configurable: true,
  };
}

function quoted(pattern: string): string {
  const shown = pattern.length > SHOWN ? `${pattern.slice(0, SHOWN)}…` : pattern;
  return JSON.stringify(visibleText(shown));
}
