// A JSON file that people write: comments and trailing commas allowed, and every value's place kept for messages.
import { readFile } from 'node:fs/promises';
import { findNodeAtLocation, getNodeValue, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import { FailureError } from '../model/failure.ts';
import type { Place } from '../model/failure.ts';
import { shown } from './shown.ts';

export type JsonPath = readonly (string | number)[];

export interface JsonDocument {
  /** Absolute path. */
  readonly file: string;
  readonly value: unknown;
  /** Where a value stands, or its nearest existing parent; `key` asks for the property's name instead of its value. */
  placeOf(path: JsonPath, part?: 'key' | 'value'): Place;
}

/**
 * Reads and parses a JSON file with comments.
 * @throws {FailureError} `input-missing` where it cannot be read, `config-invalid` with line and column where it is no JSON.
 */
export async function readJsonDocument(file: string): Promise<JsonDocument> {
  return parseJsonDocument(file, await readText(file));
}

/** As `readJsonDocument`, of a text at hand. */
export function parseJsonDocument(file: string, text: string): JsonDocument {
  const lines = new LineMap(file, text);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined || root === undefined) {
    const place = lines.placeAt(error?.offset ?? 0);
    const reason = text.trim() === '' ? 'it is empty' : parseErrorWords(error);
    throw new FailureError({
      code: 'config-invalid',
      message: `${placeWords(place)}: not valid JSON: ${reason}.`,
      hint: 'Comments and trailing commas are allowed; keys and strings stand in double quotes.',
      place,
    });
  }
  rejectRepeatedKeys(root, lines);
  return {
    file,
    value: getNodeValue(root),
    placeOf: (path, part = 'value') => lines.placeAt(nearestNode(root, path, part).offset),
  };
}

/** `file:line:column`, as editors and terminals open it. */
export function placeWords(place: Place): string {
  const position = [place.line, place.column].filter((part) => part !== undefined);
  return [shown(place.file), ...position].join(':');
}

async function readText(file: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new FailureError(
      {
        code: 'input-missing',
        message:
          code === 'EISDIR'
            ? `${shown(file)} is a folder where a file is expected.`
            : `${shown(file)} cannot be read (${code ?? 'unknown error'}).`,
        hint: code === 'ENOENT' ? 'Check the path.' : 'Check what it is and its permissions.',
        place: { file },
      },
      { cause: error },
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new FailureError(
      {
        code: 'config-invalid',
        message: `${shown(file)} is not UTF-8 text.`,
        hint: 'Save it as UTF-8.',
        place: { file },
      },
      { cause: error },
    );
  }
}

function nearestNode(root: Node, path: JsonPath, part: 'key' | 'value'): Node {
  for (let length = path.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(root, [...path.slice(0, length)]);
    if (node === undefined) continue;
    const property = node.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
    return part === 'key' && length === path.length ? (property ?? node) : node;
  }
  return root;
}

// jsonc-parser lets the last of two equal keys win in silence.
function rejectRepeatedKeys(node: Node, lines: LineMap): void {
  const seen = new Map<unknown, Node>();
  for (const child of node.children ?? []) {
    const key = node.type === 'object' ? child.children?.[0] : undefined;
    if (key !== undefined) {
      const earlier = seen.get(key.value);
      if (earlier !== undefined) {
        const place = lines.placeAt(key.offset);
        throw new FailureError({
          code: 'config-invalid',
          message: `${placeWords(place)}: the key ${JSON.stringify(key.value)} is given twice, first at line ${lines.placeAt(earlier.offset).line}.`,
          hint: 'Keep one of them.',
          place,
        });
      }
      seen.set(key.value, key);
    }
    rejectRepeatedKeys(child, lines);
  }
}

const ERROR_WORDS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'this word has no meaning here',
  InvalidNumberFormat: 'this is no number',
  PropertyNameExpected: 'expected a key in double quotes',
  ValueExpected: 'expected a value',
  ColonExpected: 'expected a colon',
  CommaExpected: 'expected a comma',
  CloseBraceExpected: 'expected a closing brace }',
  CloseBracketExpected: 'expected a closing bracket ]',
  EndOfFileExpected: 'expected the end of the file',
  InvalidCommentToken: 'a comment cannot stand here',
  UnexpectedEndOfComment: 'this comment is never closed',
  UnexpectedEndOfString: 'this string is never closed',
  UnexpectedEndOfNumber: 'this number is cut off',
  InvalidUnicode: 'this \\u escape is not four hexadecimal digits',
  InvalidEscapeCharacter: 'this \\ escape does not exist in JSON',
  InvalidCharacter: 'a control character must be written as an escape such as \\n',
};

function parseErrorWords(error: ParseError | undefined): string {
  if (error === undefined) return 'expected a value';
  const code = printParseErrorCode(error.error);
  return ERROR_WORDS[code] ?? code;
}

/** Offsets into a text as lines and columns that count from 1; columns count UTF-16 units, as editors do. */
class LineMap {
  readonly #file: string;
  readonly #starts: number[] = [0];

  constructor(file: string, text: string) {
    this.#file = file;
    for (const match of text.matchAll(/\r\n|\r|\n/gu)) {
      this.#starts.push(match.index + match[0].length);
    }
  }

  placeAt(offset: number): Place & { readonly line: number } {
    let line = this.#starts.findIndex((start) => start > offset);
    if (line === -1) line = this.#starts.length;
    return { file: this.#file, line, column: offset - (this.#starts[line - 1] ?? 0) + 1 };
  }
}
