// What the schemas of stored documents are made of.
import * as z from 'zod';

/** A vocabulary that grows without a new schema version: a word that this version does not know is still a word. */
export function open<Word extends string>() {
  return z.custom<Word>((value) => typeof value === 'string', 'expected a string');
}

export const texts = z.array(z.string());
export const maybe = <T extends z.ZodType>(schema: T) => z.exactOptional(schema);
