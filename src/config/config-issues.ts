// What validation finds in retarget.json or compile_commands.json, in the house's words, each at its line and column.
import type { z } from 'zod';
import { findingAt, FindingsError, MOST_FINDINGS } from './findings.ts';
import type { Finding } from './findings.ts';
import type { JsonDocument, JsonPath } from './places.ts';
import { nearest } from './nearest.ts';
import { branchesAt } from './schema-branches.ts';
import { changeIt, keyMissing, keyUnknown, valueWrong, type Complaint } from './messages.ts';

type Issue = z.core.$ZodIssue;

interface Reading extends Complaint {
  readonly path: JsonPath;
  readonly part: 'key' | 'value';
  /** What the value is called; nothing where the message names it. */
  readonly where: string;
  /** The key that is missing, or that an unknown key was probably meant to be. */
  readonly about?: JsonPath;
}

/**
 * Checks a document against a schema.
 * @throws {FindingsError} `config-invalid`: the first thing wrong is the failure, the others are its details.
 */
export function checkDocument<Schema extends z.ZodType>(
  document: JsonDocument,
  schema: Schema,
): z.output<Schema> {
  const result = schema.safeParse(document.value);
  if (result.success) return result.data;
  throw new FindingsError(findingsOf(document, schema, result.error));
}

/** Everything that a schema refuses in a document; nothing where it is valid. */
export function schemaFindings(document: JsonDocument, schema: z.ZodType): readonly Finding[] {
  const result = schema.safeParse(document.value);
  return result.success ? [] : findingsOf(document, schema, result.error);
}

function findingsOf(document: JsonDocument, schema: z.ZodType, error: z.ZodError): Finding[] {
  const reader = new Reader(document, schema);
  const readings: Reading[] = [];
  for (const issue of error.issues) {
    readings.push(...reader.read(issue));
    if (readings.length >= MOST_FINDINGS) break;
  }
  return readings
    .filter((reading, _, all) => !isMisspelt(reading, all))
    .map(({ path, part, ...words }) =>
      findingAt(document, { path, part }, { code: 'config-invalid', ...words }),
    );
}

/** A failure at one value of a document, for what a schema cannot know: missing files, equal names. */
export function refuseAt(
  document: JsonDocument,
  path: JsonPath,
  words: Complaint,
  code: 'config-invalid' | 'input-missing' = 'config-invalid',
): FindingsError {
  return new FindingsError([
    findingAt(document, { path }, { code, where: pathWords(path), ...words }),
  ]);
}

// A key that is missing because it is written wrongly is one mistake, not two.
function isMisspelt(finding: Reading, all: readonly Reading[]): boolean {
  if (finding.part === 'key' || finding.about === undefined) return false;
  const missing = pathWords(finding.about);
  return all.some(
    ({ part, about }) => part === 'key' && about !== undefined && pathWords(about) === missing,
  );
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

  read(issue: Issue, before: JsonPath = []): Reading[] {
    const path = [
      ...before,
      ...issue.path.map((step) => (typeof step === 'number' ? step : String(step))),
    ];
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.slice(0, MOST_FINDINGS).map((key) => this.#unknownKey(path, key));
      case 'invalid_type':
        return [this.#wrongType(path, [issue.expected])];
      case 'invalid_value':
        return [this.#wrongType(path, [], issue.values)];
      case 'invalid_union':
        return this.#union(issue, path);
      case 'invalid_key':
      case 'invalid_element':
        return issue.issues.map((inner) => at(path, { message: inner.message, hint: changeIt() }));
      case 'invalid_format':
      case 'too_big':
      case 'too_small':
      case 'not_multiple_of':
        return [at(path, { message: issue.message, hint: changeIt() })];
      case 'custom': {
        const hint: unknown = issue.params?.['hint'];
        const words = typeof hint === 'string' ? hint : changeIt();
        return [at(path, { message: issue.message, hint: words })];
      }
    }
  }

  #wrongType(path: JsonPath, types: readonly string[], values: readonly unknown[] = []): Reading {
    const value = valueAt(this.#document.value, path);
    if (value === undefined && path.length > 0) {
      const words = keyMissing({ path: pathWords(path), key: path.at(-1), values, types });
      return { path: path.slice(0, -1), part: 'value', where: '', ...words, about: path };
    }
    const near = typeof value === 'string' ? nearest(value, values.map(String)) : undefined;
    return at(path, valueWrong({ values, types, value, near }));
  }

  // Every branch of a union complains; the one whose kind the value has is the one that was meant.
  #union(issue: Extract<Issue, { code: 'invalid_union' }>, path: JsonPath): Reading[] {
    const ofWrongKind = (inner: Issue): boolean =>
      inner.path.length === 0 && (inner.code === 'invalid_type' || inner.code === 'invalid_value');
    const meant = issue.errors.find((errors) => !errors.some(ofWrongKind));
    if (meant !== undefined)
      return meant.slice(0, MOST_FINDINGS).flatMap((inner) => this.read(inner, path));
    const errors = issue.errors.flat().filter(ofWrongKind);
    return [
      this.#wrongType(
        path,
        errors.flatMap((inner) => (inner.code === 'invalid_type' ? [inner.expected] : [])),
        errors.flatMap((inner) => (inner.code === 'invalid_value' ? inner.values : [])),
      ),
    ];
  }

  #unknownKey(path: JsonPath, key: string): Reading {
    const known = branchesAt(this.#schema, path).flatMap((branch) =>
      Object.keys(branch.properties ?? {}),
    );
    const near = nearest(key, known);
    return {
      ...{ path: [...path, key], part: 'key', where: pathWords(path) },
      ...keyUnknown({ key, near, known }),
      ...(near === undefined ? {} : { about: [...path, near] }),
    };
  }
}

function at(path: JsonPath, words: Complaint): Reading {
  return { path, part: 'value', where: pathWords(path), ...words };
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
