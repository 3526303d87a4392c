// What is to be measured: one task for each way to run a program, with the rows that its executions are samples of.
import { join } from 'node:path';
import type { HarnessContext } from '../bench/harness/ask-harness.ts';
import { harnessRows } from '../bench/harness/harness-rows.ts';
import type { HarnessRows } from '../bench/harness/output-rows.ts';
import type { Executor } from '../bench/executor.ts';
import { compared } from '../bench/stage.ts';
import type { BuiltProgram } from '../build/build-program.ts';
import type { OnProfileEvent } from '../model/event.ts';
import { failureOf, type Failure } from '../model/failure.ts';
import type { OwnProgram } from '../model/own-program.ts';
import type { Benchmark } from '../model/program.ts';
import type { RunSettings, Warning } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';
import type { AskingProgram } from './bitcode-variants.ts';
import { placeContestants, stageOf, type LineUp, type PlaceContext } from './line-up.ts';
import { holdAgainstOwn } from './own-program.ts';

export interface TaskContext extends PlaceContext {
  readonly executor: Executor;
  readonly settings: RunSettings;
  readonly targets: readonly Target[];
  readonly signal: AbortSignal;
  readonly onEvent: OnProfileEvent;
  readonly toolchain: Toolchain;
  readonly onWarning: (warning: Warning) => void;
  /** Called before anything is measured, for each program that could be held against the project's own. */
  readonly onOwnProgram: (programIndex: number, own: OwnProgram) => void;
}

export interface Task {
  readonly programIndex: number;
  readonly built: AskingProgram;
  readonly lineUp: LineUp;
  /** What is executed. */
  readonly benchmark: Benchmark;
  /** What each execution is a sample of, at least one. */
  readonly rows: readonly Benchmark[];
  /** Why it cannot be measured. */
  readonly failure?: Failure;
  /** Seconds that one round takes at least, where its framework decides it. */
  readonly roundSeconds?: number;
}

/** Everything to measure; programs that hold many benchmarks are asked for theirs. Nothing once the signal is aborted. */
export async function findTasks(
  programs: readonly (AskingProgram | undefined)[],
  context: TaskContext,
): Promise<Task[]> {
  const { executor, signal } = context;
  const baseline = context.targets[0]?.name;
  const tasks: Task[] = [];
  for (const [programIndex, built] of programs.entries()) {
    if (built === undefined || !isComparable(built, baseline)) continue;
    const lineUp = await placeContestants(built, programIndex, context);
    const [contestant] = lineUp.contestants;
    if (contestant === undefined) continue;
    const stage = stageOf(built.program, programIndex, context);
    const found = await rowsOf(built, { contestant, executor, signal, ...stage });
    if (found === undefined) return [];
    for (const warning of found.warnings)
      context.onWarning({ ...warning, program: built.program.name });
    const ways = found.rows.flatMap((row) =>
      'failure' in row ? [] : (('sharing' in row ? row.sharing : undefined) ?? row.benchmark),
    );
    await holdAgainstOwn(
      built,
      { contestant, benchmarks: [...new Set(ways)], ...stage },
      {
        ...context,
        workFolder: join(context.workFolder, `own-${programIndex}`),
        onOwnProgram: (own) => context.onOwnProgram(programIndex, own),
      },
    );
    if (signal.aborted) return [];
    for (const row of found.rows) {
      const { benchmark } = row;
      const sharing = 'sharing' in row ? row.sharing : undefined;
      const last = tasks.at(-1);
      if (sharing !== undefined && last?.benchmark === sharing) {
        tasks[tasks.length - 1] = { ...last, rows: [...last.rows, benchmark] };
        continue;
      }
      const seconds = 'seconds' in row ? row.seconds : undefined;
      const roundSeconds =
        seconds === undefined ? {} : { roundSeconds: seconds * lineUp.contestants.length };
      const failure = 'failure' in row ? { failure: row.failure } : {};
      tasks.push({
        ...{ programIndex, built, lineUp, ...failure, ...roundSeconds },
        ...{ benchmark: sharing ?? benchmark, rows: [benchmark] },
      });
    }
  }
  return tasks;
}

/** Nothing once the signal is aborted. What is wrong with the machine fails the program's benchmarks. */
async function rowsOf(
  { program }: BuiltProgram,
  context: HarnessContext,
): Promise<HarnessRows | undefined> {
  try {
    return await harnessRows(program, context);
  } catch (error) {
    if (context.signal?.aborted === true) return undefined;
    const failure = failureOf(error);
    return { rows: program.benchmarks.map((benchmark) => ({ benchmark, failure })), warnings: [] };
  }
}

/** Without its baseline a program has nothing that its other variants could be held against. */
function isComparable({ variants }: BuiltProgram, baseline: string | undefined): boolean {
  return variants.some(
    ({ variant, executable }) => variant.target === baseline && executable !== undefined,
  );
}

/** How many contestants are held against a baseline, over all tasks. */
export function comparisonsOf(tasks: readonly Pick<Task, 'lineUp' | 'rows'>[]): number {
  const counts = tasks.map(
    ({ lineUp, rows }) => rows.length * (compared(lineUp.contestants).length - 1),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

export function rowCount(tasks: readonly Task[]): number {
  return tasks.reduce((sum, { rows }) => sum + rows.length, 0);
}
