// Where in a JSON text an offset is, whole or half written: which value or key stands there, and which words an edit replaces.
import { findNodeAtLocation, getLocation } from 'jsonc-parser';
import type { Node } from 'jsonc-parser';
import { jsonTree, tooDeepAt } from '../../files/json-text.ts';
import type { JsonPath } from '../../config/places.ts';

export interface JsonPosition {
  /** Of the value at the offset; of a key, the object's that it is in. */
  readonly path: JsonPath;
  readonly isKey: boolean;
  /** The key or the string so far, up to the offset; without the quote. */
  readonly typed: string;
  /** Offsets of what an edit replaces: the whole string with its quotes, or the word before the offset. */
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
  /** Of a key: whether its colon follows already. */
  readonly hasValue: boolean;
  /** Whether another member follows with no comma between. */
  readonly needsComma: boolean;
  /** Keys or items beside this one, without it. */
  readonly siblings: readonly string[];
}

/** Nothing where neither a key nor a value can stand, as in a comment or behind a value. */
export function jsonPosition(text: string, offset: number): JsonPosition | undefined {
  if (tooDeepAt(text) !== undefined || isInComment(text, offset)) return undefined;
  const location = getLocation(text, offset);
  const words = wordsAt(text, offset, location.previousNode);
  const path = location.isAtPropertyKey ? location.path.slice(0, -1) : location.path;
  if (!location.isAtPropertyKey && !words.isQuoted && isBehindValue(text, words.start)) {
    return undefined;
  }
  const rest = text.slice(words.end);
  return {
    path,
    isKey: location.isAtPropertyKey,
    ...words,
    hasValue: /^\s*:/u.test(rest),
    needsComma: /^\s*["[{\d]/u.test(rest),
    siblings: siblingsOf(text, path, location.isAtPropertyKey, words.start),
  };
}

type TypedWord = Pick<JsonPosition, 'typed' | 'start' | 'end' | 'isQuoted'>;

function wordsAt(text: string, offset: number, node: Node | undefined): TypedWord {
  if (node?.type === 'string' || node?.type === 'property' || text[node?.offset ?? -1] === '"') {
    const start = node?.offset ?? offset;
    if (text[start] === '"' && offset > start) {
      const close = closingQuote(text, start);
      if (close === undefined || offset <= close) {
        return {
          typed: unescaped(text.slice(start + 1, offset)),
          start,
          // A string that is never closed may hold everything up to the line's end: none of that is its own.
          end: close === undefined ? offset : close + 1,
          isQuoted: true,
        };
      }
    }
  }
  const typed = /[\w$.-]*$/u.exec(text.slice(0, offset))?.[0] ?? '';
  return { typed, start: offset - typed.length, end: offset, isQuoted: false };
}

/** Offset of the quote that ends a string; nothing where its line ends first, or where what follows belongs to other words. */
function closingQuote(text: string, start: number): number | undefined {
  const body = /^"(?:[^"\\\r\n]|\\.)*"/u.exec(text.slice(start))?.[0];
  if (body === undefined) return undefined;
  const after = /^\s*(.?)/u.exec(text.slice(start + body.length))?.[1] ?? '';
  // `"a, "b"`: the quote that seems to close the first string opens the second.
  return /^[\w]/u.test(after) ? undefined : start + body.length - 1;
}

function unescaped(body: string): string {
  try {
    return JSON.parse(`"${body}"`) as string;
  } catch {
    return body;
  }
}

function isBehindValue(text: string, offset: number): boolean {
  return /["\]}\w]\s*$/u.test(text.slice(0, offset));
}

function isInComment(text: string, offset: number): boolean {
  const tokens = /"(?:[^"\\\r\n]|\\.)*"?|\/\/[^\r\n]*|\/\*[^]*?(?:\*\/|$)/gu;
  for (const match of text.matchAll(tokens)) {
    const end = match.index + match[0].length;
    if (match.index >= offset) return false;
    if (match[0].startsWith('"')) continue;
    if (offset < end || (offset === end && match[0].startsWith('//'))) return true;
  }
  return false;
}

function siblingsOf(text: string, path: JsonPath, isKey: boolean, start: number): string[] {
  const root = jsonTree(text);
  const parent = root && findNodeAtLocation(root, [...(isKey ? path : path.slice(0, -1))]);
  return (parent?.children ?? []).flatMap((child) => {
    const named = isKey ? child.children?.[0] : child;
    return named?.type === 'string' && named.offset !== start ? [named.value as string] : [];
  });
}
