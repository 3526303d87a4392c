// Keys of retarget.json and the words its schema lists, each with what the schema says of it.
import { CompletionItemKind } from 'vscode-languageserver/node';
import { configSchema } from '../../config/config-schema.ts';
import { branchesAt } from '../../config/schema-branches.ts';
import type { JsonSchema } from '../../config/schema-branches.ts';
import type { JsonPath } from '../../config/places.ts';
import { fittingKeys } from '../../project/fitting-keys.ts';
import { escapedSnippet, type CompletionProposal } from './completion-proposal.ts';
import type { JsonPosition } from './json-position.ts';

/** Description of the value at a path; nothing where the schema has none. */
export function descriptionAt(path: JsonPath): string | undefined {
  return branchesAt(configSchema, path).find(({ description }) => description !== undefined)
    ?.description;
}

/** `$schema` is for other tools: nobody needs it to begin with. */
function rank(key: string, required: ReadonlySet<string>): number {
  return required.has(key) ? 0 : key === '$schema' ? 2 : 1;
}

/**
 * The keys that the object does not have yet and that fit those it has; required ones first, then in the schema's order.
 * @param others the object's other keys, with their values as far as they can be read; any number, of which a few are known
 */
export function keyItems(
  { path, hasValue }: JsonPosition,
  others: ReadonlyMap<string, unknown>,
): CompletionProposal[] {
  const branches = branchesAt(configSchema, path);
  const required = new Set(branches.flatMap((branch) => branch.required ?? []));
  const keys = [...new Set(branches.flatMap((branch) => Object.keys(branch.properties ?? {})))];
  const written = keys.filter((key) => others.has(key));
  const possible = keys.filter((key) => !others.has(key));
  return fittingKeys(
    path,
    Object.fromEntries(written.map((key) => [key, others.get(key)])),
    possible.map((key) => ({ key, values: valuesOf(branchesAt(configSchema, [...path, key])) })),
  )
    .toSorted((left, right) => rank(left, required) - rank(right, required))
    .map((key) => {
      const description = descriptionAt([...path, key]);
      const quoted = JSON.stringify(key);
      const value = valueSnippet(branchesAt(configSchema, [...path, key]));
      return {
        label: key,
        kind: CompletionItemKind.Property,
        ...(required.has(key) ? { detail: 'required' } : {}),
        ...(description === undefined ? {} : { documentation: description }),
        text: hasValue ? quoted : `${quoted}: `,
        // A snippet's own characters: `$schema`.
        snippet: `${escapedSnippet(quoted)}${hasValue ? '' : `: ${value}`}`,
      };
    });
}

/** The words that a key's value can be; of any other value only that there is one. */
function valuesOf(branches: readonly JsonSchema[]): readonly unknown[] {
  const words = branches.flatMap((branch) => branch.enum ?? []);
  return words.length === 0 ? [true] : words;
}

/** Words that can stand at a path. */
export function valueItems(path: JsonPath): CompletionProposal[] {
  const branches = branchesAt(configSchema, path);
  const words = branches.flatMap((branch) => wordsOf(branch));
  const documentation = descriptionAt(path);
  return [...new Set(words)].map((word) => ({
    label: word.replace(/^"|"$/gu, ''),
    kind: CompletionItemKind.Value,
    ...(documentation === undefined ? {} : { documentation }),
    text: word,
  }));
}

/** JSON text of each value that a schema lists. */
function wordsOf({ enum: values, type, const: only }: JsonSchema): string[] {
  if (type === 'boolean') return ['true', 'false'];
  const all = values ?? (only === undefined ? [] : [only]);
  return all.map((value) => JSON.stringify(value));
}

function valueSnippet(branches: readonly JsonSchema[]): string {
  const words = branches.flatMap((branch) => wordsOf(branch));
  const hasObject = branches.some(({ type }) => type === 'object');
  // Of several kinds none is meant before the others.
  if (words.length > 0 && hasObject) return '$1';
  if (words.length > 0) return `\${1|${words.map((word) => escapedSnippet(word)).join(',')}|}`;
  const [kind] = branches.flatMap(({ type }) => type ?? []);
  const hasText = branches.some(({ type }) => type === 'string');
  if (kind === 'array') {
    const items = branches.flatMap((branch) => branch.items ?? []);
    return items.some(isObjectSchema) ? '[{ $1 }]' : '["$1"]';
  }
  if (kind === 'object') return '{ $1 }';
  return hasText ? '"$1"' : '$1';
}

function isObjectSchema(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && 'properties' in schema;
}
