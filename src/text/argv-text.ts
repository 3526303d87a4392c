// A command line as text that a POSIX shell reads back as the same arguments.
import { hasInvisible, visibleText } from './visible-text.ts';

const PLAIN = /^[\w@%+=:,./-]+$/u;

/** One command string that `splitCommand`, and a POSIX shell, reads back as these words. */
export function quoteCommand(words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

/** The same for showing and pasting, never for running: control characters are escapes, which bash reads back. */
export function argvText(argv: readonly string[]): string {
  return argv
    .map((word) =>
      hasInvisible(word) ? `$'${visibleText(word.replace(/[\\']/gu, '\\$&'))}'` : quoted(word),
    )
    .join(' ');
}

function quoted(word: string): string {
  // A leading `=` is expanded by zsh.
  if (PLAIN.test(word) && !word.startsWith('=')) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
