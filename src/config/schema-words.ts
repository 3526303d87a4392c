// Kinds of values that several keys of retarget.json hold.
import * as z from 'zod';
import { patternProblem } from '../patterns/syntax.ts';
import { DURATION_PATTERN, parseDuration } from './duration.ts';

export const noNul = (what: string) =>
  z
    .string()
    .refine((text) => !text.includes('\0'), { error: `${what} cannot contain a NUL character` });

export const filled = (what: string) => noNul(what).min(1, { error: `${what} cannot be empty` });

export const duration = z
  .union([
    z.number().positive({ error: 'a duration must be greater than 0' }),
    z
      .string()
      .regex(new RegExp(DURATION_PATTERN, 'u'), {
        error: 'expected a duration such as "60s" or "2m"',
        abort: true,
      })
      .refine((text) => (parseDuration(text) ?? 0) > 0, {
        error: 'a duration must be greater than 0',
      }),
  ])
  .describe('"60s", "2m", "1h", "500ms", or a number of seconds.');

export const regularExpression = filled('a pattern').superRefine((pattern, context) => {
  const problem = patternProblem(pattern);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});
