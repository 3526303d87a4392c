// The stored document's shape, for reading. It only judges: what it accepts is kept whole, unknown fields included.
import * as z from 'zod';
import type { OwnProgram } from '../model/own-program.ts';
import type { Run } from '../model/run.ts';
import { RUN_SCHEMA } from '../model/run.ts';
import { failureSchema as failure, warningSchema as warning } from './failure-schema.ts';
import { hostSchema, targetSchema, toolchainSchema } from './machine-schema.ts';
import { benchmarkSchema, removedFlagSchema } from './program-schema.ts';
import { maybe, open, texts } from './schema-words.ts';
import { verificationSchema } from './verification-schema.ts';

const builtUnit = z.object({
  source: z.string(),
  irHash: z.string(),
  objectHash: z.string(),
  frontEndArgv: texts,
  codegenArgv: texts,
  library: maybe(z.string()),
});

const builtLibrary = z.object({
  name: z.string(),
  kind: z.enum(['static', 'shared']),
  hash: maybe(z.string()),
  size: maybe(z.number()),
  linkArgv: maybe(texts),
});

const variant = z.object({
  target: z.string(),
  flavour: z.enum(['whole', 'bitcode']),
  layout: z.string(),
  state: z.enum(['built', 'failed', 'not-built']),
  units: z.array(builtUnit),
  libraries: maybe(z.array(builtLibrary)),
  linkArgv: texts,
  executableHash: maybe(z.string()),
  executableSize: maybe(z.number()),
  identicalTo: maybe(z.string()),
  failure: maybe(failure),
});

const sample = z.object({
  round: z.number(),
  position: z.number(),
  variant: z.string(),
  wall: z.number(),
  user: z.number(),
  system: z.number(),
  peakMemory: z.number(),
  value: maybe(z.number()),
  counters: maybe(z.record(z.string(), z.number())),
});

const interval = z.object({ estimate: z.number(), low: z.number(), high: z.number() });

const comparison = z.object({
  target: z.string(),
  verdict: z.enum([
    'baseline',
    'faster',
    'slower',
    'no difference',
    'inconclusive',
    'identical code',
    'wrong output',
    'cannot run',
    'failed',
  ]),
  speedup: maybe(interval),
  pValue: maybe(z.number()),
  median: maybe(z.number()),
  spread: maybe(z.number()),
  peakMemory: maybe(z.number()),
  askingShare: maybe(interval),
  tail: maybe(
    z.object({
      slow: z.number(),
      baselineSlow: z.number(),
      rounds: z.number(),
      meanSpeedup: z.number(),
      mayBeChance: maybe(z.literal(true)),
    }),
  ),
  identicalTo: maybe(z.string()),
  failure: maybe(failure),
});

const benchmarkResult = z.object({
  benchmark: benchmarkSchema,
  inputHash: maybe(z.string()),
  seed: z.number(),
  rounds: z.number(),
  stopped: z.enum([
    'precision',
    'budget',
    'max-rounds',
    'interrupted',
    'failed',
    'nothing-to-compare',
  ]),
  executor: z.enum(['runner', 'plain']),
  samples: z.array(sample),
  comparisons: z.array(comparison),
  warnings: z.array(warning),
  failure: maybe(failure),
});

const ownProgram = z.object({
  state: z.enum(['same', 'different', 'not compared']),
  path: maybe(z.string()),
  line: maybe(z.string()),
  compared: z.array(open<OwnProgram['compared'][number]>()),
  differences: texts,
  notes: maybe(texts),
  reason: maybe(z.string()),
  failure: maybe(failure),
  benchmarks: maybe(z.number()),
});

const programResult = z.object({
  name: z.string(),
  variants: z.array(variant),
  build: maybe(
    z.object({
      pinnedFunctions: z.number(),
      alreadyOptimised: texts,
      neverOptimised: maybe(texts),
      asksTarget: maybe(texts),
      ownFrontEnds: maybe(z.array(z.object({ source: z.string(), targets: texts }))),
      profileMisfits: maybe(z.array(z.object({ source: z.string(), text: z.string() }))),
      unheeded: maybe(z.array(z.object({ file: z.string(), line: z.number(), text: z.string() }))),
      removedFlags: z.array(removedFlagSchema),
      wall: z.number(),
      stepsRun: z.number(),
      stepsCached: z.number(),
    }),
  ),
  ownProgram: maybe(ownProgram),
  verification: maybe(verificationSchema),
  benchmarks: z.array(benchmarkResult),
  overall: z.array(
    z.object({ target: z.string(), speedup: interval, askingShare: maybe(interval) }),
  ),
  failure: maybe(failure),
});

export const runSchema = z.object({
  schema: z.literal(RUN_SCHEMA),
  id: z.string(),
  state: z.enum(['running', 'finished', 'interrupted', 'failed']),
  name: maybe(z.string()),
  source: maybe(z.object({ commit: z.string(), dirty: maybe(z.boolean()) })),
  startedAt: z.string(),
  finishedAt: maybe(z.string()),
  tool: z.string(),
  project: z.string(),
  host: hostSchema,
  toolchain: toolchainSchema,
  settings: z.object({
    precision: z.number(),
    budget: z.number(),
    pin: maybe(z.number()),
    seed: z.number(),
    bitcodeOnly: maybe(z.boolean()),
  }),
  baseline: z.string(),
  targets: z.array(targetSchema),
  levels: z.array(z.object({ name: z.string(), features: texts })),
  programs: z.array(programResult),
  warnings: z.array(warning),
  failure: maybe(failure),
});

/**
 * Every place in a document with its leaf's type as text: types that differ in an optional property are assignable to
 * each other, and deep ones are only compared to a depth, but these unions of strings are equal or not.
 */
type Places<T, At extends string = ''> = T extends string
  ? `${At}: ${T}`
  : T extends number | boolean | undefined
    ? `${At}: ${T extends number ? 'number' : T extends boolean ? 'boolean' : 'absent'}`
    : T extends readonly (infer Item)[]
      ? Places<Item, `${At}[]`>
      : {
          [Key in keyof T & string]-?: Places<
            T[Key],
            `${At}.${Key}${Partial<Pick<T, Key>> extends Pick<T, Key> ? '?' : ''}`
          >;
        }[keyof T & string];
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;

/** Does not compile once this schema and the model's Run part ways. */
export const SCHEMA_IS_THE_MODEL: Same<Places<z.infer<typeof runSchema>>, Places<Run>> = true;
