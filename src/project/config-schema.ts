// The shape of retarget.json: one schema gives the types, what validation says, and the JSON schema that editors complete from.
import { z } from 'zod';
import { DURATION_PATTERN, parseDuration } from './duration.ts';

/** The configuration file's name, beside the code. */
export const CONFIG_FILE = 'retarget.json';

const noNul = (what: string) =>
  z
    .string()
    .refine((text) => !text.includes('\0'), { error: `${what} cannot hold a NUL character` });

const filled = (what: string) => noNul(what).min(1, { error: `${what} cannot be empty` });

const duration = z
  .union([
    z.number().positive({ error: 'a duration must be more than 0' }),
    z
      .string()
      .regex(new RegExp(DURATION_PATTERN, 'u'), {
        error: 'expected a duration such as "60s" or "2m"',
        abort: true,
      })
      .refine((text) => (parseDuration(text) ?? 0) > 0, {
        error: 'a duration must be more than 0',
      }),
  ])
  .describe('"60s", "2m", "1h", "500ms", or a number of seconds.');

const regularExpression = filled('a pattern').superRefine((pattern, context) => {
  try {
    new RegExp(pattern, 'm');
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
});

const globs = z.array(filled('a glob')).min(1, { error: 'expected at least one glob' });

const metricSchema = z
  .union([
    z.enum(['wall', 'cpu']),
    z.strictObject({
      pattern: regularExpression
        .refine(hasCaptureGroup, {
          error: 'expected a capture group ( ) around the number, such as "time: ([0-9.]+)"',
        })
        .describe(
          'JavaScript regular expression; ^ and $ match at lines. The first capture group of its first match in standard output is the number.',
        ),
      better: z.enum(['lower', 'higher']).describe('Whether a lower or a higher number is better.'),
      unit: z.string().optional().describe('What the number counts, such as "ms" or "MB/s".'),
    }),
  ])
  .describe('"wall" time, "cpu" time (user + system), or a number in the program\'s output.');

const checkSchema = z
  .strictObject({
    output: z
      .enum(['exact', 'numbers', 'exit-code'])
      .default('exact')
      .describe(
        'exact: every byte. numbers: the same text with numbers within the tolerance. exit-code: only the exit code.',
      ),
    tolerance: z
      .number()
      .nonnegative({ error: 'a tolerance cannot be negative' })
      .optional()
      .describe('With "numbers": largest relative difference; 1e-6 unless given.'),
    ignoreLines: z
      .array(regularExpression)
      .optional()
      .describe('Regular expressions; lines that match one are left out on both sides.'),
  })
  .refine((check) => check.tolerance === undefined || check.output === 'numbers', {
    error: 'a tolerance only acts with "output": "numbers"',
    path: ['tolerance'],
  });

const benchmarkSchema = z.strictObject({
  name: filled('a name').describe('Shown in reports; unlike any other benchmark of the program.'),
  args: z.array(noNul('an argument')).optional().describe('Arguments, one string each; no shell.'),
  stdin: filled('a path')
    .optional()
    .describe('File fed to standard input, relative to this file; empty input without it.'),
  env: z
    .record(
      filled('a variable name').refine((name) => !name.includes('='), {
        error: 'a variable name cannot hold =',
      }),
      noNul('a value'),
    )
    .optional()
    .describe('Environment variables, added to the inherited ones.'),
  directory: filled('a path')
    .optional()
    .describe("Folder the program runs in, relative to this file; this file's folder without it."),
  metric: metricSchema.optional(),
  check: checkSchema
    .optional()
    .describe("How each variant's output is held against the baseline's."),
  timeLimit: duration.optional().describe('Longest one execution may take: "60s" unless given.'),
  warmup: z
    .int()
    .min(0)
    .max(1000)
    .optional()
    .describe('Executions of each variant before measuring: 1 unless given.'),
});

export const programSchema = z.strictObject({
  name: filled('a name')
    .max(200, { error: 'a name has at most 200 characters' })
    .refine((name) => !/[/\\]/u.test(name) && name !== '.' && name !== '..', {
      error: 'a program\'s name becomes a folder\'s: it cannot hold / or \\ or be "." or ".."',
    })
    .optional()
    .describe("Shown in reports; the folder's name unless given."),
  sources: globs
    .optional()
    .describe('C, C++ and assembly sources: paths and globs relative to this file.'),
  flags: z
    .array(filled('a flag'))
    .optional()
    .describe('Compile flags, one string each, for "sources" and "bitcode": ["-O3", "-DNDEBUG"].'),
  link: z
    .array(filled('a flag'))
    .optional()
    .describe('Link flags, objects and archives, one string each: ["-lm", "libfoo.a"].'),
  compileCommands: filled('a path')
    .optional()
    .describe('A compile_commands.json or the folder that holds it, relative to this file.'),
  units: globs
    .optional()
    .describe(
      'With "compileCommands": which of its sources belong to this program; all without it.',
    ),
  bitcode: globs
    .optional()
    .describe('LLVM bitcode and IR (.bc, .ll): paths and globs relative to this file.'),
  language: z
    .enum(['c', 'c++'])
    .optional()
    .describe(
      'Which driver links ("c++" adds the C++ library); found out from the sources without it.',
    ),
  benchmarks: z
    .array(benchmarkSchema)
    .min(1, {
      error:
        'expected at least one benchmark; without the key the program runs once, with no arguments',
    })
    .optional()
    .describe(
      'The ways to run the program; without it, one run with no arguments named "default".',
    ),
});

export const configSchema = z
  .strictObject({
    $schema: z.string().optional().describe('The JSON schema of this file, for editors.'),
    baseline: filled('a target').optional().describe('Target that the others are compared with.'),
    targets: z
      .array(filled('a target'))
      .min(1, { error: 'expected at least one target' })
      .optional()
      .describe('CPU names for -march (-mcpu on Arm), or "native".'),
    programs: z
      .array(programSchema)
      .min(1, { error: 'expected at least one program' })
      .describe('What is built and measured.'),
    precision: z
      .number()
      .gt(0, { error: 'precision must be more than 0' })
      .lt(1, { error: 'precision is a fraction: 0.01 means 1 %' })
      .optional()
      .describe('Relative half-width of the intervals to reach: 0.01 is 1 %.'),
    budget: duration.optional().describe('Longest time to measure: "60s", "2m", or seconds.'),
    pin: z.int().min(0).optional().describe('Core that the benchmarks are pinned to.'),
  })
  .meta({ title: 'Retarget', description: 'CPU-targeted build profiling.' });

export type Config = z.output<typeof configSchema>;
export type ConfigProgram = Config['programs'][number];
export type ConfigBenchmark = NonNullable<ConfigProgram['benchmarks']>[number];

/** The JSON schema of retarget.json (draft 2020-12), as committed under schemas/. */
export function configJsonSchema(): unknown {
  return z.toJSONSchema(configSchema, { io: 'input' });
}

function hasCaptureGroup(pattern: string): boolean {
  try {
    // With an empty alternative any text matches, and the match has a place for every group.
    return (new RegExp(`${pattern}|`, 'm').exec('')?.length ?? 0) > 1;
  } catch {
    return true;
  }
}
