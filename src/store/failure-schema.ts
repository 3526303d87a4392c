// Failures and warnings in a stored document, and what to do about them.
import * as z from 'zod';
import type { Failure } from '../model/failure.ts';
import type { Settable } from '../model/remedy.ts';
import type { Warning } from '../model/run.ts';
import { maybe, open, texts } from './schema-words.ts';

const remedy = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('set'), what: open<Settable>(), value: maybe(z.string()) }),
  z.object({ kind: z.literal('run'), line: z.string() }),
  z.object({ kind: z.literal('record'), command: texts, directory: maybe(z.string()) }),
  z.object({ kind: z.literal('explain-target'), target: z.string() }),
  z.object({ kind: z.literal('list-targets') }),
  z.object({ kind: z.literal('list-runs') }),
  z.object({ kind: z.literal('keep-executables') }),
  z.object({
    kind: z.literal('save-configuration'),
    directory: z.string(),
    program: z.string(),
  }),
  z.object({
    kind: z.literal('set-benchmark'),
    forCommand: maybe(z.literal(true)),
    metric: maybe(z.object({ pattern: z.string(), better: z.enum(['lower', 'higher']) })),
    check: maybe(
      z.object({
        output: maybe(z.string()),
        tolerance: maybe(z.number()),
        absolute: maybe(z.number()),
        ignoreLines: maybe(texts),
        files: maybe(texts),
      }),
    ),
  }),
  z.object({ kind: z.literal('trust-record') }),
  z.object({ kind: z.literal('clear-cache') }),
  z.object({ kind: z.literal('compare-across-hosts') }),
  z.object({ kind: z.literal('export-run') }),
]);

const KINDS: ReadonlySet<unknown> = new Set(remedy.options.map(({ shape }) => shape.kind.value));

/** Of a kind that a newer version has and this one cannot say. */
function isOfNewerKind(value: unknown): boolean {
  const kind = typeof value === 'object' && value !== null && 'kind' in value && value.kind;
  return typeof kind === 'string' && !KINDS.has(kind);
}

/** Only those that this version knows are checked: no run is refused for advice that a newer one gave. */
const remedies = maybe(
  z.preprocess(
    (value) =>
      Array.isArray(value) ? value.filter((each: unknown) => !isOfNewerKind(each)) : value,
    z.array(remedy),
  ),
);

export const failureSchema = z.object({
  code: open<Failure['code']>(),
  message: z.string(),
  hint: maybe(z.string()),
  remedies,
  configurable: maybe(z.boolean()),
  place: maybe(z.object({ file: z.string(), line: maybe(z.number()), column: maybe(z.number()) })),
  details: maybe(z.string()),
});

export const warningSchema = z.object({
  code: open<Warning['code']>(),
  message: z.string(),
  alike: maybe(z.string()),
  remedies,
  files: maybe(z.array(z.string())),
  program: maybe(z.string()),
  benchmark: maybe(z.string()),
  target: maybe(z.string()),
});
