// A command line as text that a POSIX shell (bash, where it holds control characters) reads back as the same arguments.
import { hasInvisible, visibleText } from '../text/visible-text.ts';

const PLAIN = /^[\w@%+=:,./-]+$/;

function quoted(argument: string): string {
  if (hasInvisible(argument)) {
    return `$'${visibleText(argument.replace(/[\\']/g, '\\$&'))}'`;
  }
  // A leading `=` is expanded by zsh.
  if (PLAIN.test(argument) && !argument.startsWith('=')) return argument;
  return `'${argument.replaceAll("'", "'\\''")}'`;
}

/** One line; for showing and pasting, never for running. */
export function argvText(argv: readonly string[]): string {
  return argv.map(quoted).join(' ');
}
