// JSON with comments, read as far as it is sensibly nested: parsers call themselves for each level, and run out of stack.
import { createScanner, parse, parseTree } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';

/** Levels of lists and objects; documents that mean something have about ten. */
export const MOST_LEVELS = 500;

/** Where a text is nested deeper than is read; nothing where it is not. */
export function tooDeepAt(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let level = 0;
  for (;;) {
    scanner.scan();
    const at = scanner.getTokenOffset();
    if (at >= text.length) return undefined;
    const character = text[at];
    if (character === '}' || character === ']') level = Math.max(0, level - 1);
    if ((character === '{' || character === '[') && ++level > MOST_LEVELS) return at;
  }
}

/** The tree of a text, or of its sound part; nothing where it has none or is nested too deeply. */
export function jsonTree(text: string, errors: ParseError[] = []): Node | undefined {
  if (tooDeepAt(text) !== undefined) return undefined;
  return parseTree(text, errors, { allowTrailingComma: true });
}

/** What a text, or its sound part, says; nothing where it is nested too deeply. */
export function jsonValue(text: string): unknown {
  return tooDeepAt(text) === undefined ? (parse(text) as unknown) : undefined;
}
