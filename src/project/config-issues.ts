// What validation found in retarget.json or compile_commands.json, as one failure with its line and column.
import { z } from 'zod';
import { FailureError } from '../model/failure.ts';
import type { Place } from '../model/failure.ts';
import { placeWords } from './json-document.ts';
import type { JsonDocument, JsonPath } from './json-document.ts';
import { nearest } from './nearest.ts';

type Issue = z.core.$ZodIssue;
type JsonSchema = z.core.JSONSchema.BaseSchema;

interface Finding {
  readonly path: JsonPath;
  readonly part: 'key' | 'value';
  readonly message: string;
  readonly hint: string;
  /** The key that is missing, or that an unknown key was probably meant to be. */
  readonly about?: JsonPath;
}

/**
 * Checks a document against a schema.
 * @throws {FailureError} `config-invalid`: the first thing wrong is the failure, the others are its details.
 */
export function checkDocument<Schema extends z.ZodType>(
  document: JsonDocument,
  schema: Schema,
): z.output<Schema> {
  const result = schema.safeParse(document.value);
  if (result.success) return result.data;
  const reader = new Reader(document, schema);
  const findings = result.error.issues
    .flatMap((issue) => reader.read(issue))
    .filter((finding, _, all) => !isMisspelt(finding, all))
    .map((finding) => ({ ...finding, place: document.placeOf(finding.path, finding.part) }))
    .sort((left, right) => comparePlaces(left.place, right.place));
  const [first] = findings;
  const [message = 'Not a valid document.', ...others] = findings.map(
    (finding) => `${placeWords(finding.place)}: ${finding.message}.`,
  );
  throw new FailureError({
    code: 'config-invalid',
    message,
    ...(first === undefined ? {} : { hint: first.hint, place: first.place }),
    ...(others.length === 0 ? {} : { details: others.join('\n') }),
  });
}

/** A failure at one value of a document, for what a schema cannot know: missing files, equal names. */
export function failAt(
  document: JsonDocument,
  path: JsonPath,
  message: string,
  hint: string,
  code: 'config-invalid' | 'input-missing' = 'config-invalid',
): FailureError {
  const place = document.placeOf(path);
  return new FailureError({
    code,
    message: `${placeWords(place)}: ${pathWords(path)}: ${message}.`,
    hint,
    place,
  });
}

// A key that is missing because it is written wrongly is one mistake, not two.
function isMisspelt(finding: Finding, all: readonly Finding[]): boolean {
  if (finding.part === 'key' || finding.about === undefined) return false;
  const missing = pathWords(finding.about);
  return all.some(
    ({ part, about }) => part === 'key' && about !== undefined && pathWords(about) === missing,
  );
}

function comparePlaces(left: Place, right: Place): number {
  return (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0);
}

/** A path in a document as people read it: `programs[0].benchmarks[1].name`. */
export function pathWords(path: JsonPath): string {
  const words = path.map((step) =>
    typeof step === 'number'
      ? `[${step}]`
      : /^[\w$]+$/u.test(step)
        ? `.${step}`
        : `[${JSON.stringify(step)}]`,
  );
  return words.join('').replace(/^\./u, '');
}

/** Turns zod's issues into sentences in the house's words. */
class Reader {
  readonly #document: JsonDocument;
  readonly #schema: z.ZodType;

  constructor(document: JsonDocument, schema: z.ZodType) {
    this.#document = document;
    this.#schema = schema;
  }

  read(issue: Issue, before: JsonPath = []): Finding[] {
    const path = [
      ...before,
      ...issue.path.map((step) => (typeof step === 'number' ? step : String(step))),
    ];
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map((key) => this.#unknownKey(path, key));
      case 'invalid_type':
        return [this.#wrongType(path, [typeWords(issue.expected)])];
      case 'invalid_value':
        return [this.#wrongType(path, [], issue.values)];
      case 'invalid_union':
        return this.#union(issue, path);
      case 'invalid_key':
      case 'invalid_element':
        return issue.issues.map((inner) => at(path, inner.message));
      case 'invalid_format':
      case 'too_big':
      case 'too_small':
      case 'not_multiple_of':
      case 'custom':
        return [at(path, issue.message)];
    }
  }

  #wrongType(path: JsonPath, types: readonly string[], values: readonly unknown[] = []): Finding {
    const expected = [...values.map((value) => JSON.stringify(value)), ...types].join(' or ');
    const value = valueAt(this.#document.value, path);
    if (value === undefined && path.length > 0) {
      return {
        path: path.slice(0, -1),
        part: 'value',
        message: `${pathWords(path)} is missing: expected ${expected}`,
        hint: `Add the key ${JSON.stringify(path.at(-1))}.`,
        about: path,
      };
    }
    const near = typeof value === 'string' ? nearest(value, values.map(String)) : undefined;
    return at(
      path,
      `expected ${expected}, got ${valueWords(value)}`,
      near === undefined ? undefined : `Did you mean ${JSON.stringify(near)}?`,
    );
  }

  // Every branch of a union complains; the one whose kind the value has is the one that was meant.
  #union(issue: Extract<Issue, { code: 'invalid_union' }>, path: JsonPath): Finding[] {
    const ofWrongKind = (inner: Issue): boolean =>
      inner.path.length === 0 && (inner.code === 'invalid_type' || inner.code === 'invalid_value');
    const meant = issue.errors.find((errors) => !errors.some(ofWrongKind));
    if (meant !== undefined) return meant.flatMap((inner) => this.read(inner, path));
    const errors = issue.errors.flat().filter(ofWrongKind);
    return [
      this.#wrongType(
        path,
        errors.flatMap((inner) =>
          inner.code === 'invalid_type' ? [typeWords(inner.expected)] : [],
        ),
        errors.flatMap((inner) => (inner.code === 'invalid_value' ? inner.values : [])),
      ),
    ];
  }

  #unknownKey(path: JsonPath, key: string): Finding {
    const known = keysAt(this.#schema, path);
    const near = nearest(key, known);
    const where = path.length === 0 ? '' : `${pathWords(path)}: `;
    const finding = { path: [...path, key], part: 'key' } as const;
    if (key === 'cmake' || key === 'cargo') {
      return {
        ...finding,
        message: `${where}the key ${JSON.stringify(key)} is not supported yet`,
        hint: 'For now, give "sources", "bitcode", or "compileCommands" with a "link" line.',
      };
    }
    return {
      ...finding,
      message: `${where}unknown key ${JSON.stringify(key)}`,
      hint: `${near === undefined ? '' : `Did you mean ${JSON.stringify(near)}? `}Known here: ${known.join(', ')}.`,
      ...(near === undefined ? {} : { about: [...path, near] }),
    };
  }
}

function at(path: JsonPath, message: string, hint = 'Change it and run again.'): Finding {
  const where = path.length === 0 ? '' : `${pathWords(path)}: `;
  return { path, part: 'value', message: `${where}${message}`, hint };
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list [...]',
  object: 'an object {...}',
  record: 'an object {...}',
};

function typeWords(type: string): string {
  return TYPE_WORDS[type] ?? type;
}

function valueWords(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}

function valueAt(value: unknown, path: JsonPath): unknown {
  return path.reduce<unknown>(
    (here, step) =>
      typeof here === 'object' && here !== null && Object.hasOwn(here, step)
        ? (here as Record<string | number, unknown>)[step]
        : undefined,
    value,
  );
}

/** The keys a schema knows at a path: read from its JSON schema, so that there is no second list to forget. */
function keysAt(schema: z.ZodType, path: JsonPath): string[] {
  let here: JsonSchema[] = [z.toJSONSchema(schema, { io: 'input' })];
  for (const step of path) {
    here = here.flatMap((branch) =>
      withAlternatives(typeof step === 'number' ? branch.items : branch.properties?.[step]),
    );
  }
  return here.flatMap((branch) => Object.keys(branch.properties ?? {}));
}

function withAlternatives(schema: JsonSchema['items']): JsonSchema[] {
  if (typeof schema !== 'object' || Array.isArray(schema)) return [];
  const whole = schema;
  return [whole, ...(whole.anyOf ?? []).flatMap((branch) => withAlternatives(branch))];
}
