// A stored run's benchmarks as they were configured, and flags that were taken out, for reading.
import * as z from 'zod';
import type { EnvironmentChange, Harness, RemovedFlag } from '../model/program.ts';
import { maybe, open, texts } from './schema-words.ts';

export const removedFlagSchema = z.object({
  flag: z.string(),
  reason: open<RemovedFlag['reason']>(),
});

const metric = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('wall') }),
  z.object({ kind: z.literal('cpu') }),
  z.object({
    kind: z.literal('output'),
    pattern: z.string(),
    better: z.enum(['lower', 'higher']),
    unit: maybe(z.string()),
    row: maybe(z.string()),
    unitPattern: maybe(z.string()),
    failurePattern: maybe(z.string()),
    oneLine: maybe(z.literal(true)),
    cell: maybe(
      z.object({
        title: z.string(),
        tables: z.number(),
        name: z.string(),
        before: z.number(),
        column: z.enum(['time', 'rate']),
      }),
    ),
  }),
]);

export const benchmarkSchema = z.object({
  name: z.string(),
  args: texts,
  stdin: maybe(z.string()),
  env: z.record(z.string(), z.string()),
  envChanges: maybe(
    z.array(
      z.object({
        name: z.string(),
        operation: open<EnvironmentChange['operation']>(),
        value: z.string(),
      }),
    ),
  ),
  directory: z.string(),
  metric,
  check: z.object({
    output: z.enum(['exact', 'numbers', 'exit-code']),
    tolerance: maybe(z.number()),
    absolute: maybe(z.number()),
    files: maybe(texts),
    succeeds: maybe(z.boolean()),
    skipCode: maybe(z.number()),
    ignoreLines: texts,
  }),
  timeLimit: z.number(),
  prepare: maybe(texts),
  warmup: z.number(),
  harness: maybe(z.object({ kind: open<Harness>(), filter: maybe(z.string()) })),
  unbuilt: maybe(z.string()),
});
