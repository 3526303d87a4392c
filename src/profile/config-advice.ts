// Failures whose remedy is a key of retarget.json, where there is no such file yet: how to get one to write into.
import type { Failure } from '../model/failure.ts';
import type { BenchmarkResult, ProgramResult } from '../model/run.ts';
import type { Project } from '../project/project.ts';

type Configured = Pick<Project, 'configFile' | 'directory' | 'offered'>;

/** Every failure of it as its user can act on it. */
export function adviseProgram(result: ProgramResult, project: Configured): ProgramResult {
  const { name } = result;
  return {
    ...advised(result, project, name),
    variants: result.variants.map((variant) => advised(variant, project, name)),
    benchmarks: result.benchmarks.map((benchmark) => adviseBenchmark(benchmark, project, name)),
  };
}

/** The same of one benchmark. @param program the name of the program that it is of */
export function adviseBenchmark(
  result: BenchmarkResult,
  project: Configured,
  program: string,
): BenchmarkResult {
  return {
    ...advised(result, project, program),
    comparisons: result.comparisons.map((comparison) => advised(comparison, project, program)),
  };
}

/** Of files that are named by themselves nothing can be saved. */
function advised<T extends { readonly failure?: Failure }>(
  holder: T,
  { configFile, directory, offered }: Configured,
  program: string,
): T {
  const { failure } = holder;
  if (configFile !== undefined || offered !== true) return holder;
  if (failure?.configurable !== true) return holder;
  const save = { kind: 'save-configuration', directory, program } as const;
  const remedies = [...(failure.remedies ?? []), save];
  return { ...holder, failure: { ...failure, remedies } };
}
