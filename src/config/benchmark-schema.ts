// "benchmarks" of retarget.json: a way to run a program, what is measured of it, and how its output is checked.
import * as z from 'zod';
import { groupNames, patternProblem } from '../patterns/syntax.ts';
import { benchmarkConflicts, checkConflicts, refusing } from './key-conflicts.ts';
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
            'JavaScript regular expression; ^ and $ match at line breaks. The number is the first capture group, in standard output or standard error. The pattern must match one line only and capture the whole number. With a group (?<name>...), each match is a benchmark, and the number is (?<value>...) or the first other group. A group (?<unit>...) captures the unit of time, ps to s.',
          ),
        better: z
          .enum(['lower', 'higher'])
          .describe('Whether a lower or a higher number is better.'),
        unit: z.string().optional().describe('Unit of the number, such as "ms" or "MB/s".'),
      })
      .refine(({ pattern, unit }) => unit === undefined || !pattern.includes('(?<unit>'), {
        error:
          'the pattern has a group "unit", which converts the number to nanoseconds; remove either that group or the key "unit"',
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
        'exact: every byte. numbers: the same text, with numbers within the tolerance. exit-code: only the exit code.',
      ),
    tolerance: z
      .number()
      .nonnegative({ error: 'a tolerance cannot be negative' })
      .optional()
      .describe('With "numbers": maximum relative difference. Default: 1e-6.'),
    absolute: z
      .number()
      .nonnegative({ error: 'a difference cannot be negative' })
      .optional()
      .describe(
        'With "numbers": maximum absolute difference, such as 1e-9 for numbers that are zero except for rounding.',
      ),
    ignoreLines: z
      .array(regularExpression)
      .optional()
      .describe('Regular expressions. Matching lines are ignored in both outputs.'),
    files: z
      .array(filled('a path'))
      .min(1, { error: 'add at least one file, or remove the key' })
      .max(100, { error: 'at most 100 files' })
      .optional()
      .describe(
        'Files that the program writes, relative to its folder. They are compared like the output.',
      ),
  })
  .superRefine(refusing(checkConflicts));

export const benchmarkSchema = z
  .strictObject({
    name: filled('a name')
      .optional()
      .describe(
        'Name in reports, unique within the program. Default: the arguments, or "default" without any.',
      ),
    harness: z
      .enum(['google-benchmark', 'cargo-bench', 'nanobench', 'catch2'])
      .optional()
      .describe(
        'Benchmark framework that the program uses: Google Benchmark, nanobench, Catch2, or cargo bench. Each of its benchmarks is measured.',
      ),
    filter: regularExpression
      .optional()
      .describe(
        'With "harness": a regular expression for the names of the benchmarks to measure. Default: all.',
      ),
    args: z
      .array(noNul('an argument'))
      .optional()
      .describe('Arguments, one string each. No shell.'),
    stdin: filled('a path')
      .optional()
      .describe('File to use as standard input, relative to this file. Default: empty input.'),
    env: z
      .record(
        filled('a variable name').refine((name) => !name.includes('='), {
          error: 'a variable name cannot contain =',
        }),
        noNul('a value'),
      )
      .optional()
      .describe('Additional environment variables.'),
    directory: filled('a path')
      .optional()
      .describe(
        'Folder to run the program in, relative to this file. Default: the folder of this file.',
      ),
    prepare: z
      .array(noNul('an argument'))
      .min(1, { error: 'expected a program and its arguments, such as ["rm", "-f", "result.bin"]' })
      .refine(([program]) => program !== '', { error: 'a program name cannot be empty' })
      .optional()
      .describe(
        'Command to run before each execution, untimed, in the same folder, such as ["rm", "-f", "result.bin"]. No shell.',
      ),
    metric: metricSchema.optional(),
    check: checkSchema
      .optional()
      .describe("How to compare each variant's output with the baseline's."),
    timeLimit: duration.optional().describe('Maximum time for one execution. Default: "60s".'),
    warmup: z
      .int()
      .min(0)
      .max(1000)
      .optional()
      .describe('Executions of each variant before measuring. Default: 1.'),
  })
  .superRefine(refusing(benchmarkConflicts));

/** Around a number: groups with the names `name` and `unit` have other tasks. */
function hasCaptureGroup(pattern: string): boolean {
  if (patternProblem(pattern) !== undefined) return true;
  const names = groupNames(pattern);
  return names.length > ['name', 'unit'].filter((name) => names.includes(name)).length;
}
