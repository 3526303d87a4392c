// The settings, declared once: the manifest's JSON schemas, the server's validation and the types all come from here.
import * as z from 'zod';

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
        'The LLVM to build with: an installation folder, its `bin` folder, or a `clang`. Leave empty to use the newest one on this machine.',
      ),
  },
  targets: {
    scope: 'resource',
    restricted: false,
    schema: z
      .array(z.string().min(1))
      .default([])
      .describe(
        'CPU targets to profile, such as `x86-64-v3`, `native`, or, with compile flags, `znver4:-mno-gather`. Used when `retarget.json` does not set targets. Leave empty for `native` and the psABI levels that this host supports.',
      ),
  },
  baseline: {
    scope: 'resource',
    restricted: false,
    schema: z
      .string()
      .default('')
      .describe(
        "The target to compare the others with. Used when `retarget.json` does not set it. Leave empty for the compiler's default CPU.",
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
        'Stop measuring once every confidence interval is within this fraction of its speedup: 0.01 is ±1 %. Used when `retarget.json` does not set it.',
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
          'Maximum measuring time of a profile, such as `60s` or `2m`. Used when `retarget.json` does not set it.',
        patternErrorMessage: 'Enter a duration, such as 60s or 2m.',
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
        'The CPU core to pin benchmarks to. `null` lets them run on any core. Used when `retarget.json` does not set it.',
      ),
  },
  'cache.folder': {
    scope: 'machine',
    restricted: true,
    schema: z.string().default('').describe('The cache folder. Leave empty for the default.'),
  },
  'cache.size': {
    scope: 'machine',
    restricted: false,
    schema: z
      .int()
      .min(64)
      .max(1_000_000)
      .default(2048)
      .describe('Maximum size of the cache in MiB.'),
  },
  environment: {
    scope: 'machine-overridable',
    restricted: true,
    schema: z
      .record(z.string().regex(/^[^=\0]+$/u), z.string())
      .default({})
      .describe('Additional environment variables for compilers and benchmarks.'),
  },
  'log.level': {
    scope: 'window',
    restricted: false,
    schema: z.enum(LOG_LEVELS).default('info').describe('The log level of the Retarget log.'),
  },
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingKey = keyof typeof SETTINGS;

/** Values by key, each checked and with its default. */
export type Settings = { readonly [Key in SettingKey]: z.output<(typeof SETTINGS)[Key]['schema']> };
