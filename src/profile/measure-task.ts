// One task checked and measured: its request put together, its progress told, its results as the run keeps them.
import { checkBenchmark, NOTHING_MEASURED, type CheckedBenchmark } from '../bench/measure.ts';
import { FileHashes } from '../cache/file-hashes.ts';
import type { Program } from '../model/program.ts';
import type { BenchmarkResult } from '../model/run.ts';
import { benchmarkResult } from './benchmark-result.ts';
import type { Task, TaskContext } from './find-tasks.ts';
import { stageOf } from './line-up.ts';
import type { ProgramStages } from './program-stages.ts';
import { writtenProgram } from './written-program.ts';

export interface MeasureTaskContext extends TaskContext {
  /** Whether retarget.json says what is measured, or could be written by `--save`. */
  readonly isConfigurable: boolean;
}

export interface CheckTaskContext extends MeasureTaskContext {
  readonly stages: ProgramStages;
}

function namesOf({ built, rows }: Task): { program: string; benchmark: string } {
  const first = rows[0]?.name ?? '';
  const benchmark = rows.length === 1 ? first : `${first} and ${rows.length - 1} more`;
  return { program: built.program.name, benchmark };
}

/** Checks outputs; of what cannot be measured at all, nothing is run. */
export async function checkTask(
  task: Task,
  index: number,
  context: CheckTaskContext,
): Promise<CheckedBenchmark> {
  const { built, benchmark, rows, programIndex, lineUp, failure } = task;
  const { executor, settings, signal, onEvent } = context;
  if (failure !== undefined) {
    const measurement = { ...NOTHING_MEASURED, stopped: 'failed', failure } as const;
    return { measure: () => Promise.resolve([measurement]), close: () => Promise.resolve() };
  }
  return checkBenchmark(
    {
      ...{ benchmark, rows, precision: settings.precision },
      seed: benchmarkSeed(settings.seed, index),
      ...lineUp,
      ...(settings.pin === undefined ? {} : { pin: settings.pin }),
      ...stageOf(built.program, programIndex, context),
      stage: () => context.stages.of(task),
      reorders: reordersMath(built.program),
      written: context.isConfigurable ? undefined : writtenProgram(built.program),
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

/** @param time seconds that it may take, and that those after it will, from some seconds after now on */
export async function measureTask(
  task: Task,
  index: number,
  checked: CheckedBenchmark,
  time: { readonly budget: number; readonly toCome: (elapsed: number) => number },
  comparisons: number,
  context: MeasureTaskContext,
): Promise<readonly BenchmarkResult[]> {
  const { built, benchmark, rows } = task;
  const { executor, settings, onEvent, targets } = context;
  const { precision } = settings;
  const { stdin } = benchmark;
  const inputHash = stdin === undefined ? undefined : await new FileHashes().of(stdin);
  const measurements = await checked.measure({ budget: time.budget, comparisons }, (progress) => {
    const remainingInAll = progress.remaining + time.toCome(progress.remaining);
    onEvent({ type: 'round', ...namesOf(task), ...progress, precision, remainingInAll });
  });
  const seed = benchmarkSeed(settings.seed, index);
  const variants = built.variants.map(({ variant }) => variant);
  return measurements.map((measurement, row) =>
    benchmarkResult(
      {
        ...{ benchmark: rows[row] ?? benchmark, seed, inputHash, measurement },
        executor: executor.kind,
      },
      targets,
      variants,
    ),
  );
}

/** Whether any unit's flags end up with -ffast-math, or with the part of it that reorders. */
function reordersMath({ units, libraries = [] }: Program): boolean {
  const all = [units, ...libraries.map((library) => library.units)].flat();
  return all.some(({ flags }) => {
    const last = flags.findLast((flag) =>
      /^-(?:Ofast|f(?:no-)?(?:fast-math|unsafe-math-optimizations|associative-math))$/u.test(flag),
    );
    return last !== undefined && /^-(?:Ofast|f(?!no-).*)$/u.test(last);
  });
}

/** Knuth's multiplicative step: neighbouring benchmarks get unrelated orders from one recorded seed. */
function benchmarkSeed(seed: number, index: number): number {
  return (seed + Math.imul(index, 0x9e3779b1)) >>> 0;
}
