// The shape of retarget.json: one schema gives the types, what validation says, and the JSON schema that editors complete from.
import * as z from 'zod';
import { VERIFY_CHOICES } from '../model/verification.ts';
import { benchmarkSchema } from './benchmark-schema.ts';
import { flagComplaint } from '../targets/target-spec.ts';
import { cargoConflicts, refusing } from './key-conflicts.ts';
import { duration, filled, noNul } from './schema-words.ts';

/** The configuration file's name, beside the code. */
export const CONFIG_FILE = 'retarget.json';

/** Programs, and targets, of one file: more are no longer anybody's choice, and each is looked up. */
export const MOST_NAMED = 1000;

/** Characters: as long as a path can be. */
const LONGEST_GLOB = 4096;
/** Between two slashes; each further one multiplies what matching a name can take. */
const MOST_STARS = 4;

const glob = filled('a glob')
  .max(LONGEST_GLOB, { error: `a glob has at most ${LONGEST_GLOB} characters` })
  .refine((text) => text.split('/').every((part) => part.split('*').length <= MOST_STARS + 1), {
    error: `a glob can have at most ${MOST_STARS} * between slashes`,
  });

const globs = z
  .array(glob)
  .min(1, { error: 'expected at least one glob' })
  .max(MOST_NAMED, { error: `at most ${MOST_NAMED} globs` });

const cmakeSchema = z
  .strictObject({
    target: filled('a target').describe('Name of the executable in add_executable.'),
    build: filled('a path')
      .optional()
      .describe(
        'Build folder, relative to this file. Default: the one set in CMakePresets.json or CMake Tools, or one found by its name.',
      ),
    configuration: filled('a configuration')
      .optional()
      .describe('Configuration of a multi-config generator, such as "Release".'),
    options: z
      .array(noNul('an option').regex(/^-/u, { error: 'an option starts with -' }))
      .optional()
      .describe(
        'CMake options for a build folder that Retarget creates: ["-DWITH_TESTS=OFF"]. No shell.',
      ),
  })
  .describe('An executable of a CMake project.');

const recordSchema = z
  .strictObject({
    executable: filled('a path').describe(
      'Executable that the build makes, relative to this file.',
    ),
    command: z
      .array(noNul('an argument'))
      .min(1, { error: 'expected at least the command' })
      .describe('Build command, one string per word: ["make", "-j2"]. No shell.'),
    directory: filled('a path')
      .optional()
      .describe('Folder to run the command in, relative to this file.'),
  })
  .describe('An executable from a build that Retarget has watched.');

const cargoSchema = z
  .strictObject({
    bin: filled('a name').optional().describe('A binary of the package.'),
    example: filled('a name').optional().describe('An example of the package.'),
    bench: filled('a name').optional().describe('A bench target. Each of its benchmarks is a row.'),
    package: filled('a name').optional().describe('Package of the workspace that contains it.'),
    manifest: filled('a path').optional().describe('Path of Cargo.toml, relative to this file.'),
    args: z
      .array(noNul('an argument'))
      .optional()
      .describe('Additional arguments for cargo, such as ["--features", "simd"].'),
  })
  .superRefine(refusing(cargoConflicts))
  .describe('A binary, example or bench of a Cargo package.');

const driverSchema = z
  .strictObject({
    sources: globs.describe('Sources of the program that calls the library, including main.'),
    flags: z
      .array(filled('a flag'))
      .optional()
      .describe('Compile flags, one string each. Default: ["-O2"].'),
    link: z.array(filled('a flag')).optional().describe('Link flags, one string each: ["-lm"].'),
  })
  .describe('A program that calls the shared library. It is the same for every target.');

export const programSchema = z.strictObject({
  name: filled('a name')
    .max(200, { error: 'a name has at most 200 characters' })
    .refine((name) => !/[/\\]/u.test(name) && name !== '.' && name !== '..', {
      error:
        'a program name is used as a folder name: it cannot contain / or \\, or be "." or ".."',
    })
    .optional()
    .describe('Name in reports. Default: the name of what is built, or the folder name.'),
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
      'File name of a shared library, such as "libfoo.so.1", to build from "sources" and "link" for each target. "driver" calls it.',
    ),
  driver: driverSchema.optional(),
  compileCommands: filled('a path')
    .optional()
    .describe('A compile_commands.json or its folder, relative to this file.'),
  units: globs
    .optional()
    .describe(
      'With "compileCommands": the sources that belong to this program. Default: all. With "main": sources to link even if nothing calls their functions.',
    ),
  main: filled('a path')
    .optional()
    .describe(
      'With "compileCommands": the source that defines main. Retarget finds the other sources that it needs.',
    ),
  cmake: cmakeSchema.optional(),
  record: recordSchema.optional(),
  cargo: cargoSchema.optional(),
  withoutFlags: z
    .array(filled('a flag'))
    .min(1, { error: 'expected at least one flag' })
    .optional()
    .describe(
      'Flags of the project\'s own build to remove because clang rejects them: ["-Werror"].',
    ),
  bitcode: globs
    .optional()
    .describe('LLVM bitcode and IR (.bc, .ll): paths and globs relative to this file.'),
  language: z
    .enum(['c', 'c++'])
    .optional()
    .describe(
      'Language to link as ("c++" adds the C++ library). Default: detected from the sources.',
    ),
  benchmarks: z
    .array(benchmarkSchema)
    .min(1, {
      error:
        'expected at least one benchmark; without "benchmarks", the program runs once without arguments',
    })
    .optional()
    .describe('Ways to run the program. Default: once without arguments, named "default".'),
});

const targetName = filled('a name')
  .max(100, { error: 'a target name has at most 100 characters' })
  .refine((name) => !name.includes(',') && !name.includes(':-') && name.trim() === name, {
    error: 'a target name cannot contain a comma or ":-", or start or end with a space',
  });

const describedTarget = z
  .strictObject({
    cpu: filled('a CPU').describe('CPU name for -march (-mcpu on Arm), or "native".'),
    flags: z
      .array(filled('a flag'))
      .optional()
      .describe(
        'Compile flags for this target, one string each: ["-mno-gather", "-mtune=znver3", "-mprefer-vector-width=512"].',
      ),
    name: targetName
      .optional()
      .describe('Name in reports. Default: CPU and flags, such as "znver4:-mno-gather".'),
  })
  .superRefine(({ flags = [] }, context) => {
    const complaint = flagComplaint(flags);
    if (complaint === undefined) return;
    const { message, hint } = complaint;
    context.addIssue({ code: 'custom', path: ['flags'], message, params: { hint } });
  })
  .describe('A CPU with its own compile flags.');

const target = z.union([filled('a target'), describedTarget]);

export type ConfigTarget = z.output<typeof target>;

export const configSchema = z
  .strictObject({
    $schema: z.string().optional().describe('JSON schema of this file, for editors.'),
    baseline: target.optional().describe('The target to compare the others with.'),
    targets: z
      .array(target)
      .min(1, { error: 'expected at least one target' })
      .max(MOST_NAMED, { error: `at most ${MOST_NAMED} targets` })
      .optional()
      .describe(
        'CPU names for -march (-mcpu on Arm), or "native"; optionally with flags: "znver4:-mno-gather" or { "cpu": "znver4", "flags": ["-mno-gather"] }.',
      ),
    programs: z
      .array(programSchema)
      .min(1, { error: 'expected at least one program' })
      .max(MOST_NAMED, { error: `at most ${MOST_NAMED} programs` })
      .describe('The programs to build and measure.'),
    precision: z
      .number()
      .gt(0, { error: 'precision must be greater than 0' })
      .lt(1, { error: 'precision is a fraction: 0.01 means 1 %' })
      .optional()
      .describe(
        'Stop measuring once every confidence interval is within this fraction of its speedup: 0.01 is ±1 %.',
      ),
    budget: duration.optional().describe('Maximum measuring time: "60s", "2m", or seconds.'),
    verify: z
      .enum(VERIFY_CHOICES)
      .optional()
      .describe(
        'How many objects to compare with direct builds with -march=<target>: "sample" (a quick check, the default), "all" or "none".',
      ),
    pin: z.int().min(0).optional().describe('The CPU core to pin benchmarks to.'),
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
