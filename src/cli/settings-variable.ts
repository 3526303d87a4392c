// Settings that come with the environment, as from an editor's task: the last word before the defaults.
import * as z from 'zod';
import { durationSeconds } from '../config/duration.ts';
import { duration, filled } from '../config/schema-words.ts';
import { FailureError } from '../model/failure.ts';
import { SETTINGS_VARIABLE, type Choices } from '../model/request.ts';
import { settingsVariableWrong } from './messages.ts';

const schema = z.strictObject({
  targets: z.array(filled('a target')).min(1).optional(),
  baseline: filled('a target').optional(),
  budget: duration.optional(),
  precision: z.number().gt(0).lt(1).optional(),
  pin: z.int().min(0).optional(),
});

/** @throws {FailureError} `usage` where the variable holds anything else */
export function settingsIn(env: Readonly<Record<string, string | undefined>>): Choices | undefined {
  const text = env[SETTINGS_VARIABLE] ?? '';
  if (text === '') return undefined;
  const read = schema.safeParse(jsonOf(text));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new FailureError({
      code: 'usage',
      ...settingsVariableWrong({
        variable: SETTINGS_VARIABLE,
        key: issue?.path.join('.') ?? '',
        reason: issue?.message,
      }),
    });
  }
  const { budget, ...others } = read.data;
  return { ...others, budget: budget === undefined ? undefined : durationSeconds(budget) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
