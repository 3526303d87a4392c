// The shape of retarget.json: one schema gives the types, what validation says, and the JSON schema that editors complete from.
import { z } from 'zod';
import { VERIFY_CHOICES } from '../model/verification.ts';
import { benchmarkSchema } from './benchmark-schema.ts';
import { flagComplaint } from '../targets/target-spec.ts';
import { duration, filled, noNul } from './schema-words.ts';

/** The configuration file's name, beside the code. */
export const CONFIG_FILE = 'retarget.json';

const globs = z.array(filled('a glob')).min(1, { error: 'expected at least one glob' });

const cmakeSchema = z
  .strictObject({
    target: filled('a target').describe('The executable, as add_executable names it.'),
    build: filled('a path')
      .optional()
      .describe(
        'Build folder, relative to this file; found by CMakePresets.json, by CMake Tools or by its name without it.',
      ),
    configuration: filled('a configuration')
      .optional()
      .describe('Of a multi-configuration generator, such as "Release".'),
    options: z
      .array(noNul('an option').regex(/^-/u, { error: 'an option starts with -' }))
      .optional()
      .describe(
        'For CMake, where Retarget makes the build folder: ["-DWITH_TESTS=OFF"]; no shell.',
      ),
  })
  .describe('An executable of a CMake project.');

const recordSchema = z
  .strictObject({
    executable: filled('a path').describe('What the build makes, relative to this file.'),
    command: z
      .array(noNul('an argument'))
      .min(1, { error: 'expected at least the command' })
      .describe('The project\'s own build, one string for each word: ["make", "-j2"]; no shell.'),
    directory: filled('a path')
      .optional()
      .describe('Folder the command runs in, relative to this file.'),
  })
  .describe('An executable that a build makes which `retarget record` has watched.');

const cargoSchema = z
  .strictObject({
    bin: filled('a name').optional().describe('A binary of the package.'),
    example: filled('a name').optional().describe('An example of the package.'),
    bench: filled('a name').optional().describe('A bench target; each of its benchmarks is a row.'),
    package: filled('a name').optional().describe('Which package of a workspace.'),
    manifest: filled('a path').optional().describe('Cargo.toml, relative to this file.'),
    args: z
      .array(noNul('an argument'))
      .optional()
      .describe('Further arguments for cargo, such as ["--features", "simd"].'),
  })
  .refine(
    ({ bin, example, bench }) =>
      [bin, example, bench].filter((name) => name !== undefined).length === 1,
    { error: 'expected one of "bin", "example" and "bench"' },
  )
  .describe('A binary, example or bench of a Cargo package.');

const driverSchema = z
  .strictObject({
    sources: globs.describe('Sources of the program that calls the library, main among them.'),
    flags: z
      .array(filled('a flag'))
      .optional()
      .describe('Its compile flags, one string each; ["-O2"] without it.'),
    link: z
      .array(filled('a flag'))
      .optional()
      .describe('Its link flags, one string each: ["-lm"].'),
  })
  .describe('A program that calls the shared library: compiled alike for every target.');

export const programSchema = z.strictObject({
  name: filled('a name')
    .max(200, { error: 'a name has at most 200 characters' })
    .refine((name) => !/[/\\]/u.test(name) && name !== '.' && name !== '..', {
      error: 'a program\'s name becomes a folder\'s: it cannot hold / or \\ or be "." or ".."',
    })
    .optional()
    .describe(
      'Shown in reports; without it what "cmake", "record", "cargo" or "main" names, or else the folder\'s name.',
    ),
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
  sharedLibrary: filled('a name')
    .refine((name) => !/[/\\]/u.test(name) && !/^\.*$/u.test(name), {
      error: 'expected the name of a file without a folder, such as "libfoo.so.1"',
    })
    .optional()
    .describe(
      'File name of a shared library, such as "libfoo.so.1", that "sources" and "link" make, for each target; "driver" calls it.',
    ),
  driver: driverSchema.optional(),
  compileCommands: filled('a path')
    .optional()
    .describe('A compile_commands.json or the folder that holds it, relative to this file.'),
  units: globs
    .optional()
    .describe(
      'With "compileCommands": which of its sources belong to this program; all without it. With "main", those that belong to it although nothing calls their functions.',
    ),
  main: filled('a path')
    .optional()
    .describe(
      'With "compileCommands": the source that defines main; the units whose functions it needs are found.',
    ),
  cmake: cmakeSchema.optional(),
  record: recordSchema.optional(),
  cargo: cargoSchema.optional(),
  withoutFlags: z
    .array(filled('a flag'))
    .min(1, { error: 'expected at least one flag' })
    .optional()
    .describe(
      'With "compileCommands", "cmake", "record" or "cargo": flags of the project\'s own build that are left out, as clang refuses them: ["-Werror"].',
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

const targetName = filled('a name')
  .max(100, { error: "a target's name has at most 100 characters" })
  .refine((name) => !name.includes(',') && !name.includes(':-') && name.trim() === name, {
    error: 'a target\'s name holds no comma and no ":-", and neither begins nor ends with a space',
  });

const describedTarget = z
  .strictObject({
    cpu: filled('a CPU').describe('CPU name for -march (-mcpu on Arm), or "native".'),
    flags: z
      .array(filled('a flag'))
      .optional()
      .describe(
        'Compile flags of this target alone, one string each: ["-mno-gather", "-mtune=znver3", "-mprefer-vector-width=512"].',
      ),
    name: targetName
      .optional()
      .describe('Shown in reports; without it CPU and flags: "znver4:-mno-gather".'),
  })
  .superRefine(({ flags = [] }, context) => {
    const complaint = flagComplaint(flags);
    if (complaint === undefined) return;
    const { message, hint } = complaint;
    context.addIssue({
      code: 'custom',
      path: ['flags'],
      message: `${message}. ${hint.replace(/\.$/u, '')}`,
    });
  })
  .describe('A CPU with compile flags of its own.');

const target = z.union([filled('a target'), describedTarget]);

export type ConfigTarget = z.output<typeof target>;

export const configSchema = z
  .strictObject({
    $schema: z.string().optional().describe('The JSON schema of this file, for editors.'),
    baseline: target.optional().describe('Target that the others are compared with.'),
    targets: z
      .array(target)
      .min(1, { error: 'expected at least one target' })
      .optional()
      .describe(
        'CPU names for -march (-mcpu on Arm), or "native"; with flags behind them ("znver4:-mno-gather"), or described: { "cpu": "znver4", "flags": ["-mno-gather"] }.',
      ),
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
    verify: z
      .enum(VERIFY_CHOICES)
      .optional()
      .describe(
        'How many of the built objects are also compiled directly, with -march=<target>, and compared: "sample" (as many as cost little, the default), "all" or "none".',
      ),
    pin: z.int().min(0).optional().describe('Core that the benchmarks are pinned to.'),
  })
  .meta({ title: 'Retarget', description: 'CPU-targeted build profiling.' });

export type Config = z.output<typeof configSchema>;
export type ConfigProgram = Config['programs'][number];
export type ConfigCmake = NonNullable<ConfigProgram['cmake']>;
export type ConfigRecord = NonNullable<ConfigProgram['record']>;
export type ConfigCargo = NonNullable<ConfigProgram['cargo']>;
export type ConfigBenchmark = NonNullable<ConfigProgram['benchmarks']>[number];

/** The JSON schema of retarget.json (draft 2020-12), as committed under schemas/. */
export function configJsonSchema(): unknown {
  return z.toJSONSchema(configSchema, { io: 'input' });
}
