// The shape of what a stored run says about direct builds, for reading.
import * as z from 'zod';
import type { FunctionDifference, Uncompared, VerifyChoice } from '../model/verification.ts';
import { maybe, open, texts } from './schema-words.ts';

export const verificationSchema = z.object({
  choice: open<VerifyChoice>(),
  comparable: z.number(),
  compared: z.number(),
  equal: z.number(),
  remembered: z.number(),
  departures: z.array(
    z.object({
      target: z.string(),
      source: z.string(),
      library: maybe(z.string()),
      crate: maybe(z.string()),
      causes: maybe(texts),
      functions: z.array(
        z.object({
          name: z.string(),
          section: maybe(z.string()),
          directSection: maybe(z.string()),
          kind: open<FunctionDifference['kind']>(),
        }),
      ),
      functionCount: z.number(),
      directArgv: texts,
      listings: maybe(z.object({ retargeted: z.string(), direct: z.string() })),
      refusal: maybe(z.string()),
    }),
  ),
  uncompared: z.array(
    z.object({
      reason: open<Uncompared['reason']>(),
      objects: z.number(),
      sources: texts,
      detail: maybe(z.string()),
    }),
  ),
  bitcodeOnly: maybe(z.boolean()),
  wall: z.number(),
});
