// Words of a "command" string, quoted as clang's own tooling reads compilation databases and response files. Never a shell.

/**
 * Splits a command into its words as clang's JSONCompilationDatabase does on Unix: spaces part words, both kinds of quotes
 * group, a backslash outside single quotes takes the next character as it is. Nothing is expanded; an unclosed quote ends
 * with the text.
 */
export function splitCommand(command: string): string[] {
  return splitWords(command, (character) => character === ' ');
}

const WHITE = ' \t\r\n';

/** Splits a response file's text as LLVM's TokenizeGNUCommandLine does: as a command, but any white space parts words. */
export function splitResponseFile(text: string): string[] {
  return splitWords(text, (character) => WHITE.includes(character));
}

/** Characters that mean nothing but themselves, inside quotes and outside. */
const PLAIN = /[^ \t\r\n"'\\]+/uy;

function splitWords(text: string, parts: (character: string) => boolean): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: '"' | "'" | undefined;
  for (let at = 0; at < text.length; at += 1) {
    PLAIN.lastIndex = at;
    const plain = PLAIN.exec(text)?.[0];
    if (plain !== undefined) {
      word = (word ?? '') + plain;
      at += plain.length - 1;
      continue;
    }
    const character = text.charAt(at);
    if (character === quote) {
      quote = undefined;
    } else if (character === '\\' && quote !== "'") {
      at += 1;
      // A backslash with nothing behind it opens a word and adds nothing to it, as in clang.
      word = (word ?? '') + text.charAt(at);
    } else if (quote === undefined && (character === '"' || character === "'")) {
      quote = character;
      word ??= '';
    } else if (quote === undefined && parts(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}
