// The settings, declared once: the manifest's JSON schemas, the server's validation and the types all come from here.
import { z } from 'zod';

/** Where VS Code takes a setting from. `machine` ones cannot come with a workspace. */
export type SettingScope = 'machine' | 'machine-overridable' | 'resource' | 'window';

export interface Setting {
  readonly scope: SettingScope;
  /** A workspace's value counts only once the workspace is trusted. */
  readonly restricted: boolean;
  /** Its description is shown in the settings editor (Markdown). */
  readonly schema: z.ZodType;
}

export const LOG_LEVELS = ['off', 'error', 'warning', 'info', 'debug'] as const;

/** By key, without `retarget.`; in the order that the settings editor shows. */
export const SETTINGS = {
  'toolchain.path': {
    scope: 'machine',
    restricted: true,
    schema: z
      .string()
      .default('')
      .describe(
        'LLVM to build with: an installation folder, its `bin` folder, or a `clang`. Empty: the newest one found on this machine.',
      ),
  },
  targets: {
    scope: 'resource',
    restricted: false,
    schema: z
      .array(z.string().min(1))
      .default([])
      .describe(
        'CPU targets to profile where `retarget.json` names none, such as `x86-64-v3`, `native` or, with flags of its own, `znver4:-mno-gather`. Empty: the levels this host reaches, and its own CPU.',
      ),
  },
  baseline: {
    scope: 'resource',
    restricted: false,
    schema: z
      .string()
      .default('')
      .describe(
        'Target that the others are compared with where `retarget.json` names none. Empty: the CPU that a compile without `-march` is for.',
      ),
  },
  precision: {
    scope: 'resource',
    restricted: false,
    schema: z
      .number()
      .min(0.0005)
      .max(0.5)
      .default(0.01)
      .describe(
        'Relative half-width of the confidence intervals to reach: 0.01 is 1 %. Applies where `retarget.json` says nothing.',
      ),
  },
  budget: {
    scope: 'resource',
    restricted: false,
    schema: z
      .string()
      .regex(/^\d+(\.\d+)?(ms|s|m|h)$/u, { error: 'expected a duration such as 60s or 2m' })
      .default('60s')
      .meta({
        description:
          'Longest time to measure in one profile, such as `60s` or `2m`. Applies where `retarget.json` says nothing.',
        patternErrorMessage: 'Write a duration, such as 60s or 2m.',
      }),
  },
  pin: {
    scope: 'machine-overridable',
    restricted: false,
    schema: z
      .int()
      .min(0)
      .max(4095)
      .nullable()
      .default(null)
      .describe(
        'Number of the core that benchmarks are pinned to. `null`: they run on any. Applies where `retarget.json` says nothing.',
      ),
  },
  'cache.folder': {
    scope: 'machine',
    restricted: true,
    schema: z
      .string()
      .default('')
      .describe("Folder for what can be built again. Empty: the user's own cache folder."),
  },
  'cache.size': {
    scope: 'machine',
    restricted: false,
    schema: z
      .int()
      .min(64)
      .max(1_000_000)
      .default(2048)
      .describe('Largest size of the cache, in MiB.'),
  },
  environment: {
    scope: 'machine-overridable',
    restricted: true,
    schema: z
      .record(z.string().regex(/^[^=\0]+$/u), z.string())
      .default({})
      .describe('Environment variables for compilers and benchmarks, besides the inherited ones.'),
  },
  'log.level': {
    scope: 'window',
    restricted: false,
    schema: z.enum(LOG_LEVELS).default('info').describe('How much the Retarget log tells.'),
  },
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingKey = keyof typeof SETTINGS;

/** Values by key, each checked and with its default. */
export type Settings = { readonly [Key in SettingKey]: z.output<(typeof SETTINGS)[Key]['schema']> };
