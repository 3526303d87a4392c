// A JSON file that people write: comments and trailing commas allowed, and every value's place kept for messages.
import { getNodeValue, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import { jsonTree, MOST_LEVELS, tooDeepAt } from '../files/json-text.ts';
import { MOST_GENERATED, readBytes, whyUnread } from '../files/read-text.ts';
import { FailureError } from '../model/failure.ts';
import { FindingsError, MOST_FINDINGS } from './findings.ts';
import type { Finding } from './findings.ts';
import { LineMap } from './line-map.ts';
import { placeWords, type JsonDocument, type JsonPath, type Span } from './places.ts';
import {
  fileUnread,
  generatedNotJson,
  notJson,
  notUtf8,
  repeatedKey as repeatedKeyWords,
  tooDeep,
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
  const deep = tooDeepAt(text);
  if (deep !== undefined) {
    const span = { start: lines.placeAt(deep), end: lines.placeAt(deep + 1) };
    return { findings: [textFinding(tooDeep({ most: MOST_LEVELS }), span)] };
  }
  const root = jsonTree(text, errors);
  if (errors.length > 0 || root === undefined)
    return { findings: syntaxFindings(text, errors, lines) };
  const nodes = new Nodes(root);
  const spanOf = (path: JsonPath, part: 'key' | 'value' = 'value'): Span =>
    spanOfNode(nodes.nearest(path, part), lines);
  return {
    document: {
      file,
      value: getNodeValue(root),
      placeOf: (path, part) => spanOf(path, part).start,
      spanOf,
    },
    findings: [...repeatedKeys(root, lines)],
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

/** Values by their paths; the keys of an object are looked through once, however many are asked for. */
class Nodes {
  readonly #root: Node;
  readonly #byKey = new Map<Node, ReadonlyMap<unknown, Node>>();

  constructor(root: Node) {
    this.#root = root;
  }

  /** The value at a path, or the nearest one around it that exists. */
  nearest(path: JsonPath, part: 'key' | 'value'): Node {
    let here = this.#root;
    for (const [at, step] of path.entries()) {
      const property = this.#propertyOf(here, step);
      const value = here.type === 'object' ? property?.children?.[1] : property;
      if (property === undefined || value === undefined) return here;
      const isKey = part === 'key' && at === path.length - 1 && here.type === 'object';
      here = isKey ? (property.children?.[0] ?? value) : value;
    }
    return here;
  }

  #propertyOf(node: Node, step: string | number): Node | undefined {
    if (node.type === 'array') return typeof step === 'number' ? node.children?.[step] : undefined;
    if (node.type !== 'object') return undefined;
    const known = this.#byKey.get(node) ?? propertiesOf(node);
    this.#byKey.set(node, known);
    return known.get(step);
  }
}

/** The first of each key. */
function propertiesOf({ children = [] }: Node): ReadonlyMap<unknown, Node> {
  const byKey = new Map<unknown, Node>();
  for (const property of children) {
    const key: unknown = property.children?.[0]?.value;
    if (!byKey.has(key)) byKey.set(key, property);
  }
  return byKey;
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
  const findings: Finding[] = [];
  let line = 0;
  for (const error of told) {
    const start = lines.placeAt(error.offset);
    if (start.line === line) continue;
    line = start.line;
    const end = lines.placeAt(error.offset + error.length);
    const words = notJson(isEmpty ? undefined : printParseErrorCode(error.error));
    findings.push({ ...textFinding(words, { start, end }), isSyntax: true });
    if (findings.length === MOST_FINDINGS) break;
  }
  return findings;
}

// jsonc-parser lets the last of two equal keys win in silence.
function repeatedKeys(node: Node, lines: LineMap, findings: Finding[] = []): readonly Finding[] {
  const seen = new Map<unknown, Node>();
  for (const child of node.children ?? []) {
    if (findings.length >= MOST_FINDINGS) break;
    const key = node.type === 'object' ? child.children?.[0] : undefined;
    const earlier = seen.get(key?.value);
    if (key !== undefined && earlier === undefined) seen.set(key.value, key);
    if (key !== undefined && earlier !== undefined) findings.push(repeatedKey(key, earlier, lines));
    repeatedKeys(child, lines, findings);
  }
  return findings;
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
