// "benchmarks" of retarget.json: a way to run a program, what is measured of it, and how its output is checked.
import { z } from 'zod';
import { duration, filled, noNul, regularExpression } from './schema-words.ts';

export const metricSchema = z
  .union([
    z.enum(['wall', 'cpu']),
    z
      .strictObject({
        pattern: regularExpression
          .refine(hasCaptureGroup, {
            error: 'expected a capture group ( ) around the number, such as "time: ([0-9.]+)"',
          })
          .describe(
            'JavaScript regular expression; ^ and $ match at lines. The first capture group of its first match in standard output (or else in standard error) is the number. With a group (?<name>...) each match is a benchmark of its own; (?<value>...) then holds the number, or the first other group. A group (?<unit>...) captures its unit of time, ps to s.',
          ),
        better: z
          .enum(['lower', 'higher'])
          .describe('Whether a lower or a higher number is better.'),
        unit: z.string().optional().describe('What the number counts, such as "ms" or "MB/s".'),
      })
      .refine(({ pattern, unit }) => unit === undefined || !pattern.includes('(?<unit>'), {
        error:
          'the pattern has a group "unit", which turns the number into nanoseconds; remove one of them',
        path: ['unit'],
      }),
  ])
  .describe('"wall" time, "cpu" time (user + system), or a number in the program\'s output.');

export const checkSchema = z
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
    absolute: z
      .number()
      .nonnegative({ error: 'a difference cannot be negative' })
      .optional()
      .describe(
        'With "numbers": numbers that differ by no more than this are the same too, such as 1e-9 for what is zero but for rounding.',
      ),
    ignoreLines: z
      .array(regularExpression)
      .optional()
      .describe('Regular expressions; lines that match one are left out on both sides.'),
    files: z
      .array(filled('a path'))
      .min(1, { error: 'name at least one file, or remove the key' })
      .max(100, { error: 'at most 100 files' })
      .optional()
      .describe(
        'Files that the program writes, relative to the folder it runs in: read after each checked run and compared as the output is.',
      ),
  })
  .refine((check) => check.absolute === undefined || check.output === 'numbers', {
    error: '"absolute" only acts with "output": "numbers"',
    path: ['absolute'],
  })
  .refine((check) => check.files === undefined || check.output !== 'exit-code', {
    error: 'with "output": "exit-code" no file is compared; remove one of them',
    path: ['files'],
  })
  .refine((check) => check.tolerance === undefined || check.output === 'numbers', {
    error: 'a tolerance only acts with "output": "numbers"',
    path: ['tolerance'],
  });

export const benchmarkSchema = z
  .strictObject({
    name: filled('a name')
      .optional()
      .describe(
        'Shown in reports; unlike any other benchmark of the program. Needed without "harness".',
      ),
    harness: z
      .enum(['google-benchmark', 'cargo-bench', 'nanobench', 'catch2'])
      .optional()
      .describe(
        'The program holds benchmarks of its own, each of which is measured: Google Benchmark, nanobench, Catch2, or what cargo bench runs.',
      ),
    filter: regularExpression
      .optional()
      .describe(
        'With "harness": a regular expression; only benchmarks whose name it matches. All of them without it.',
      ),
    args: z
      .array(noNul('an argument'))
      .optional()
      .describe('Arguments, one string each; no shell.'),
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
      .describe(
        "Folder the program runs in, relative to this file; this file's folder without it.",
      ),
    prepare: z
      .array(noNul('an argument'))
      .min(1, { error: 'expected a program and its arguments, such as ["rm", "-f", "result.bin"]' })
      .refine(([program]) => program !== '', { error: "a program's name cannot be empty" })
      .optional()
      .describe(
        'Program and arguments to run before each execution, untimed, in the same folder; no shell. Such as ["rm", "-f", "result.bin"].',
      ),
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
  })
  .superRefine(checkHarness)
  .meta({ anyOf: [{ required: ['name'] }, { required: ['harness'] }] });

/** What a harness decides is refused beside it, and its filter without it, rather than ignored. */
function checkHarness(
  { name, harness, filter, metric, check }: Readonly<Record<string, unknown>>,
  context: z.RefinementCtx,
): void {
  const refuse = (key: string, message: string): void => {
    context.addIssue({ code: 'custom', path: [key], message });
  };
  if (harness === undefined) {
    if (name === undefined) {
      context.addIssue({ code: 'invalid_type', expected: 'string', path: ['name'], input: name });
    }
    if (filter !== undefined)
      refuse('filter', '"filter" chooses among what a "harness" lists, and there is none');
    return;
  }
  const decided = Object.entries({ name, metric, check }).filter(
    ([, value]) => value !== undefined,
  );
  for (const [key] of decided) {
    refuse(key, `"${key}" is the harness's own for each of its benchmarks; remove the key`);
  }
}

/** Around a number: groups with the names `name` and `unit` have other tasks. */
function hasCaptureGroup(pattern: string): boolean {
  try {
    // With an empty alternative any text matches, and the match has a place for every group.
    const match = new RegExp(`${pattern}|`, 'm').exec('');
    const others = ['name', 'unit'].filter((name) => Object.hasOwn(match?.groups ?? {}, name));
    return (match?.length ?? 0) - 1 > others.length;
  } catch {
    return true;
  }
}
