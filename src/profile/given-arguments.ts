// Ways to run a program that whoever asks for the profile names, in place of those that the project knows.
import { FailureError } from '../model/failure.ts';
import type { Benchmark } from '../model/program.ts';
import { defaultBenchmark } from '../project/config/benchmarks.ts';
import type { ConfigProgram } from '../project/config/config-schema.ts';
import { quoteCommand, splitCommand } from '../project/flags/command-line.ts';
import type { Project } from '../project/project.ts';

/**
 * The project with one benchmark for each of the texts: its words are the arguments.
 * @param given such as `-9 -c data.bin`, quoted as on a command line; nothing in it is expanded
 * @throws {FailureError} `usage` where the project has several programs: their arguments are not the same.
 */
export function withArguments(project: Project, given: readonly string[] | undefined): Project {
  if (given === undefined) return project;
  const [program, ...others] = project.programs;
  if (program === undefined || others.length > 0) {
    throw new FailureError({
      code: 'usage',
      message: `Arguments are for one program, and ${project.programs.length} are to be profiled.`,
      hint: `Choose one with --program: ${project.programs.map(({ name }) => name).join(', ')}.`,
      place: { file: project.directory },
    });
  }
  const benchmarks = given.map((text): Benchmark => ({
    ...defaultBenchmark(project.directory),
    ...named(text),
  }));
  return {
    ...project,
    programs: [{ ...program, benchmarks, benchmarksNamed: true }],
    warnings: project.warnings.filter(({ code }) => code !== 'tests-left-out'),
  };
}

/** The same as it is written into retarget.json. */
export function writtenArguments(
  program: ConfigProgram,
  given: readonly string[] | undefined,
): ConfigProgram {
  return given === undefined ? program : { ...program, benchmarks: given.map(named) };
}

function named(text: string): { readonly name: string; args: string[] } {
  const args = splitCommand(text);
  return { name: args.length === 0 ? 'default' : quoteCommand(args), args };
}
