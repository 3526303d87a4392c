// A JSON file that people write: comments and trailing commas allowed, and every value's place kept for messages.
import { findNodeAtLocation, getNodeValue, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import { MOST_GENERATED, readBytes, whyUnread } from '../files/read-text.ts';
import { FailureError } from '../model/failure.ts';
import { FindingsError } from './findings.ts';
import type { Finding } from './findings.ts';
import {
  placeWords,
  type JsonDocument,
  type JsonPath,
  type Span,
  type TextPlace,
} from './places.ts';
import {
  fileUnread,
  generatedNotJson,
  notJson,
  notUtf8,
  repeatedKey as repeatedKeyWords,
  type Complaint,
} from './messages.ts';

/**
 * Reads and parses a JSON file with comments.
 * @throws {FailureError} `input-missing` where it cannot be read, `config-invalid` with line and column where it is no JSON.
 */
export async function readJsonDocument(file: string): Promise<JsonDocument> {
  return parseJsonDocument(file, await readUtf8(file));
}

/** Characters of a text whose places are found: to keep those of every value takes many times its length. */
const LONGEST_WITH_PLACES = 16 * 1024 * 1024;

/**
 * As `readJsonDocument`, of a file that a tool writes and that may be long: quicker where it is plain JSON, and in a very long
 * one every value stands at the beginning.
 */
export async function readGeneratedJson(file: string): Promise<JsonDocument> {
  const text = await readUtf8(file, MOST_GENERATED);
  const start = { file, line: 1, column: 1 };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (text.length <= LONGEST_WITH_PLACES) return parseJsonDocument(file, text);
    throw new FailureError(
      {
        code: 'config-invalid',
        ...generatedNotJson({ file, error: (error as SyntaxError).message }),
        place: { file },
      },
      { cause: error },
    );
  }
  if (text.length > LONGEST_WITH_PLACES) {
    return { file, value, placeOf: () => start, spanOf: () => ({ start, end: start }) };
  }
  let places: JsonDocument | undefined;
  const withPlaces = (): JsonDocument | undefined => (places ??= inspectJson(file, text).document);
  return {
    ...{ file, value },
    placeOf: (path, part) => withPlaces()?.placeOf(path, part) ?? start,
    spanOf: (path, part) => withPlaces()?.spanOf(path, part) ?? { start, end: start },
  };
}

/** As `readJsonDocument`, of a text at hand. @throws {FindingsError} */
export function parseJsonDocument(file: string, text: string): JsonDocument {
  const { document, findings } = inspectJson(file, text);
  if (document === undefined || findings.length > 0) throw new FindingsError(findings);
  return document;
}

/** The document and everything wrong with its text; no document where the text is no JSON. */
export function inspectJson(
  file: string,
  text: string,
): { readonly document?: JsonDocument; readonly findings: readonly Finding[] } {
  const lines = new LineMap(file, text);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || root === undefined)
    return { findings: syntaxFindings(text, errors, lines) };
  const spanOf = (path: JsonPath, part: 'key' | 'value' = 'value'): Span =>
    spanOfNode(nearestNode(root, path, part), lines);
  return {
    document: {
      file,
      value: getNodeValue(root),
      placeOf: (path, part) => spanOf(path, part).start,
      spanOf,
    },
    findings: repeatedKeys(root, lines),
  };
}

async function readUtf8(file: string, most?: number): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readBytes(file, most);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new FailureError(
      {
        code: 'input-missing',
        ...fileUnread({ file, reason: whyUnread(error), isMissing: code === 'ENOENT' }),
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
        ...notUtf8(file),
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

function spanOfNode({ type, offset, length }: Node, lines: LineMap): Span {
  const end = offset + (type === 'object' || type === 'array' ? 1 : length);
  return { start: lines.placeAt(offset), end: lines.placeAt(end) };
}

/** One finding a line: what else a line holds is mostly what its first mistake led to. */
function syntaxFindings(text: string, errors: readonly ParseError[], lines: LineMap): Finding[] {
  const isEmpty = text.trim() === '';
  const [first] = errors;
  const told = isEmpty || first === undefined ? [{ offset: 0, length: 0, error: 0 }] : errors;
  const places = told.map((error) => ({ error, place: lines.placeAt(error.offset) }));
  return places
    .filter(({ place }, at) => place.line !== places[at - 1]?.place.line)
    .map(({ error, place }) => {
      const end = lines.placeAt(error.offset + error.length);
      const words = notJson(isEmpty ? undefined : printParseErrorCode(error.error));
      return { ...textFinding(words, { start: place, end }), isSyntax: true };
    });
}

// jsonc-parser lets the last of two equal keys win in silence.
function repeatedKeys(node: Node, lines: LineMap): Finding[] {
  const seen = new Map<unknown, Node>();
  return (node.children ?? []).flatMap((child) => {
    const key = node.type === 'object' ? child.children?.[0] : undefined;
    const earlier = seen.get(key?.value);
    if (key !== undefined && earlier === undefined) seen.set(key.value, key);
    const inner = repeatedKeys(child, lines);
    return key === undefined || earlier === undefined
      ? inner
      : [repeatedKey(key, earlier, lines), ...inner];
  });
}

function repeatedKey(key: Node, earlier: Node, lines: LineMap): Finding {
  const { line } = lines.placeAt(earlier.offset);
  return textFinding(repeatedKeyWords({ key: String(key.value), line }), spanOfNode(key, lines));
}

function textFinding({ message, hint }: Complaint, span: Span): Finding {
  const code = 'config-invalid';
  const place = span.start;
  const failure = { code, message: `${placeWords(place)}: ${message}.`, hint, place } as const;
  return { code, message: `${message}.`, hint, span, failure };
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

  placeAt(offset: number): TextPlace {
    let line = this.#starts.findIndex((start) => start > offset);
    if (line === -1) line = this.#starts.length;
    return { file: this.#file, line, column: offset - (this.#starts[line - 1] ?? 0) + 1 };
  }
}
