// A schema's parts by path, read from its JSON schema, so that there is no second list of keys to forget.
import * as z from 'zod';
import type { JsonPath } from './places.ts';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The schema of the value at a path: itself, and each of the alternatives in it; none where the path leads nowhere. */
export function branchesAt(schema: z.ZodType, path: JsonPath): readonly JsonSchema[] {
  let here = withAlternatives(jsonSchemaOf(schema));
  for (const step of path) here = here.flatMap((branch) => withAlternatives(below(branch, step)));
  return here;
}

const known = new WeakMap<z.ZodType, JsonSchema>();

function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const made = known.get(schema) ?? z.toJSONSchema(schema, { io: 'input' });
  known.set(schema, made);
  return made;
}

function below(branch: JsonSchema, step: string | number): JsonSchema['items'] {
  if (typeof step === 'number') return branch.items;
  const { properties = {}, additionalProperties } = branch;
  return Object.hasOwn(properties, step) ? properties[step] : additionalProperties;
}

function withAlternatives(schema: JsonSchema['items']): JsonSchema[] {
  if (typeof schema !== 'object' || Array.isArray(schema)) return [];
  const whole: JsonSchema = schema;
  return [whole, ...(whole.anyOf ?? []).flatMap((branch) => withAlternatives(branch))];
}
