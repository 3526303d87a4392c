// One benchmark of a measuring plan, checked and measured: its request put together, its progress told, its rows as data.
import { resolve } from 'node:path';
import { FileHashes } from '../cache/file-hashes.ts';
import type { OnProfileEvent } from '../model/event.ts';
import type {
  MeasuredBenchmark,
  MeasuringPlan,
  BenchmarkToMeasure,
} from '../model/measuring-plan.ts';
import type { Benchmark } from '../model/program.ts';
import type { Executor } from './executor.ts';
import { checkBenchmark, type CheckedBenchmark } from './measure.ts';
import { NOTHING_MEASURED } from './measured.ts';
import { withPaths } from './plan-paths.ts';
import type { ProgramStages } from './program-stages.ts';
import type { StagedProgram } from './staged-program.ts';

/** A planned benchmark as it is run here. */
export interface Task extends Pick<BenchmarkToMeasure, 'seed' | 'failure' | 'seconds'> {
  readonly programIndex: number;
  readonly program: StagedProgram;
  readonly reorders: boolean;
  readonly written: object | undefined;
  readonly benchmark: Benchmark;
  /** At least one. */
  readonly rows: readonly Benchmark[];
}

export interface TaskContext extends Pick<MeasuringPlan, 'precision' | 'pin'> {
  readonly executor: Executor;
  readonly stages: ProgramStages;
  readonly signal: AbortSignal;
  readonly onEvent: OnProfileEvent;
}

export function tasksOf(plan: MeasuringPlan, programs: readonly StagedProgram[]): Task[] {
  const here = (benchmark: Benchmark): Benchmark =>
    withPaths(benchmark, (path) => resolve(plan.folder, path));
  return plan.programs.flatMap(({ benchmarks, reorders = false, written }, programIndex) => {
    const program = programs[programIndex];
    if (program === undefined) return [];
    return benchmarks.map(({ benchmark, rows = [benchmark], ...planned }): Task => ({
      ...{ ...planned, programIndex, program, reorders, written },
      ...{ benchmark: here(benchmark), rows: rows.map(here) },
    }));
  });
}

function namesOf({ program, rows }: Task): { program: string; benchmark: string } {
  const first = rows[0]?.name ?? '';
  const benchmark = rows.length === 1 ? first : `${first} and ${rows.length - 1} more`;
  return { program: program.name, benchmark };
}

/** Checks outputs; of what cannot be measured at all, nothing is run. */
export async function checkTask(task: Task, context: TaskContext): Promise<CheckedBenchmark> {
  const { benchmark, rows, program, seed, failure, reorders, written } = task;
  const { executor, precision, pin, signal, onEvent } = context;
  if (failure !== undefined) {
    const measured = { ...NOTHING_MEASURED, stopped: 'failed', failure } as const;
    return { measure: () => Promise.resolve([measured]), close: () => Promise.resolve() };
  }
  return checkBenchmark(
    {
      ...{ ...program, benchmark, rows, precision, seed, reorders, written },
      ...(pin === undefined ? {} : { pin }),
      stage: () => context.stages.of(program),
    },
    {
      ...{ executor, signal },
      onCheck: ({ target, flavour, layout }) => {
        const variant = { target, flavour, layout };
        onEvent({ type: 'check-progress', ...namesOf(task), variant });
      },
    },
  );
}

/**
 * @param time seconds that it may take, and that those after it will, from some seconds after now on
 * @returns one for each row, in order
 */
export async function measureTask(
  task: Task,
  checked: CheckedBenchmark,
  time: { readonly budget: number; readonly toCome: (elapsed: number) => number },
  comparisons: number,
  { executor, precision, onEvent }: TaskContext,
): Promise<readonly MeasuredBenchmark[]> {
  const { benchmark, rows, seed } = task;
  const { stdin } = benchmark;
  const inputHash = stdin === undefined ? undefined : await new FileHashes().of(stdin);
  const measured = await checked.measure({ budget: time.budget, comparisons }, (progress) => {
    const remainingInAll = progress.remaining + time.toCome(progress.remaining);
    onEvent({ type: 'round', ...namesOf(task), ...progress, precision, remainingInAll });
  });
  return measured.map(({ failures, ...each }, row): MeasuredBenchmark => ({
    ...{ benchmark: rows[row] ?? benchmark, seed, executor: executor.kind, ...each },
    failures: Object.fromEntries(failures),
    ...(inputHash === undefined ? {} : { inputHash }),
  }));
}
