// Which benchmarks of a run are shown, and what each is called.
import type { BenchmarkResult, ProgramResult, Run } from '../src/model/run.ts';
import type { Selection } from './state.ts';

/** Every benchmark that the filter lets through, with its place in the run. */
export function* shownBenchmarks(state: {
  readonly run: Pick<Run, 'programs'>;
  readonly filter: string;
}): Generator<{
  program: ProgramResult;
  result: BenchmarkResult;
  place: Omit<Selection, 'target'>;
}> {
  for (const [programIndex, program] of state.run.programs.entries()) {
    for (const [benchmarkIndex, result] of program.benchmarks.entries()) {
      if (benchmarkTitle(state.run, program, result).toLowerCase().includes(state.filter)) {
        yield { program, result, place: { program: programIndex, benchmark: benchmarkIndex } };
      }
    }
  }
}

/** A benchmark's name, with its program's where there are several programs. */
export function benchmarkTitle(
  run: Pick<Run, 'programs'>,
  program: ProgramResult,
  result: BenchmarkResult,
): string {
  return run.programs.length > 1
    ? `${program.name} / ${result.benchmark.name}`
    : result.benchmark.name;
}
