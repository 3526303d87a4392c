// The few words of the CMake language that are read without CMake: commands and their arguments, as they stand.

export interface CmakeCommand {
  /** In lower case. */
  readonly name: string;
  readonly args: readonly string[];
}

interface Token {
  readonly kind: 'word' | 'open' | 'close';
  readonly text: string;
}

const BRACKET = /\[(=*)\[/uy;
const BARE = /(?:[^\s()#"\\]|\\[\s\S])+/uy;
const QUOTED = /"(?:[^"\\]|\\[\s\S])*"/uy;

/** Commands in their order; variables stay as they are written. Never fails: what cannot be read ends it. */
export function cmakeCommands(text: string): CmakeCommand[] {
  const commands: CmakeCommand[] = [];
  let name: string | undefined;
  let args: string[] = [];
  let depth = 0;
  for (const token of tokens(text)) {
    if (token.kind === 'open') {
      if (depth === 0) args = [];
      depth += 1;
    } else if (token.kind === 'word') {
      if (depth === 0) name = token.text;
      else args.push(token.text);
    } else if (depth > 0) {
      depth -= 1;
      if (depth > 0 || name === undefined) continue;
      commands.push({ name: name.toLowerCase(), args });
      name = undefined;
    }
  }
  return commands;
}

// What is never closed ends the text: every character is looked at a fixed number of times.
function* tokens(text: string): Generator<Token> {
  for (let at = 0; at < text.length;) {
    const character = text.charAt(at);
    if (/\s/u.test(character)) at += 1;
    else if (character === '(' || character === ')') {
      yield { kind: character === '(' ? 'open' : 'close', text: character };
      at += 1;
    } else if (character === '#' || character === '[') {
      const isComment = character === '#';
      const bracket = bracketAt(text, isComment ? at + 1 : at);
      if (bracket === 'unclosed') return;
      if (bracket !== undefined) {
        if (!isComment) yield { kind: 'word', text: bracket.text };
        at = bracket.end;
      } else if (isComment) {
        const end = text.indexOf('\n', at);
        if (end === -1) return;
        at = end;
      } else {
        const word = bareAt(text, at);
        yield { kind: 'word', text: unescaped(word) };
        at += word.length;
      }
    } else if (character === '"') {
      const quoted = matchAt(QUOTED, text, at);
      if (quoted === undefined) return;
      yield { kind: 'word', text: unescaped(quoted.slice(1, -1)) };
      at += quoted.length;
    } else {
      const word = bareAt(text, at);
      if (word === '') return;
      yield { kind: 'word', text: unescaped(word) };
      at += word.length;
    }
  }
}

/** `[==[ ... ]==]`: nothing in it means anything, and a first newline is left out. */
function bracketAt(
  text: string,
  at: number,
): { readonly text: string; readonly end: number } | 'unclosed' | undefined {
  const open = matchAt(BRACKET, text, at);
  if (open === undefined) return undefined;
  const close = open.replaceAll('[', ']');
  const start = at + open.length;
  const end = text.indexOf(close, start);
  if (end === -1) return 'unclosed';
  return { text: text.slice(start, end).replace(/^\r?\n/u, ''), end: end + close.length };
}

/** Without quotes around it; quotes inside, as in `-DX="a b"`, belong to it. */
function bareAt(text: string, at: number): string {
  let end = at;
  for (;;) {
    const part = matchAt(end === at ? BARE : QUOTED, text, end) ?? matchAt(BARE, text, end);
    if (part === undefined) return text.slice(at, end);
    end += part.length;
  }
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function unescaped(text: string): string {
  return text.replace(/\\(\r?\n|[\s\S])/gu, (_, character: string) => {
    if (/^\r?\n$/u.test(character)) return '';
    return { n: '\n', t: '\t', r: '\r' }[character] ?? character;
  });
}
