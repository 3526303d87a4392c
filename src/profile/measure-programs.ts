// Measures every benchmark of every built program, one after the other, within one budget of time.
import { join } from 'node:path';
import type { BuiltProgram } from '../build/build-program.ts';
import { FileHashes } from '../cache/file-hashes.ts';
import {
  harnessRows,
  type HarnessContext,
  type HarnessRows,
} from '../bench/harness/harness-rows.ts';
import { checkBenchmark, NOTHING_MEASURED, type CheckedBenchmark } from '../bench/measure.ts';
import type { Executor } from '../bench/executor.ts';
import type { OnProfileEvent, ProfileEvent } from '../model/event.ts';
import { failureOf, type Failure } from '../model/failure.ts';
import type { OwnProgram } from '../model/own-program.ts';
import type { Benchmark, Program } from '../model/program.ts';
import type { BenchmarkResult, RunSettings, Warning } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { FEWEST_ROUNDS } from '../stats/paired-speedup.ts';
import { leastRounds } from '../stats/stopping.ts';
import { relativeHalfWidth } from '../stats/verdict.ts';
import { benchmarkResult } from './benchmark-result.ts';
import type { AskingProgram } from './bitcode-variants.ts';
import { placeContestants, stageOf, type LineUp, type PlaceContext } from './line-up.ts';
import { budgetShare, leastSeconds, secondsToCome, type TimePlan } from './time-plan.ts';
import { holdAgainstOwn } from './own-program.ts';
import { writtenProgram } from './written-program.ts';

export interface MeasureContext extends PlaceContext {
  readonly executor: Executor;
  readonly settings: RunSettings;
  /** Whether retarget.json says what is measured, or could be written by `--save`. */
  readonly isConfigurable: boolean;
  readonly targets: readonly Target[];
  readonly signal: AbortSignal;
  readonly onEvent: OnProfileEvent;
  readonly toolchain: Toolchain;
  readonly onWarning: (warning: Warning) => void;
  /** Called before anything is measured, for each program that could be held against the project's own. */
  readonly onOwnProgram: (programIndex: number, own: OwnProgram) => void;
  /** Called with each benchmark's uncorrected result as soon as there is one. */
  readonly onResult: (programIndex: number, result: BenchmarkResult) => Promise<void>;
}

interface Task {
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

/** Stops early, without an error, when the signal is aborted: results so far have been handed out. */
export async function measurePrograms(
  programs: readonly (AskingProgram | undefined)[],
  context: MeasureContext,
): Promise<void> {
  const tasks = await findTasks(programs, context);
  const began = performance.now();
  const spent = (): number => (performance.now() - began) / 1000;
  const checked = await checkAhead(tasks, context);
  try {
    const plan: TimePlan = {
      leastRounds: leastRounds(comparisonsOf(tasks)),
      budget: context.settings.budget,
      // What its check leaves nothing to measure of takes no time; what was not checked yet may be known by its framework.
      roundSeconds: tasks.map((task, index) => {
        const found = checked.get(index);
        return found === undefined ? task.roundSeconds : (found.roundSeconds ?? 0);
      }),
    };
    announce(plan, tasks, context);
    const total = rowCount(tasks);
    let done = 0;
    for (const [index, task] of tasks.entries()) {
      if (context.signal.aborted) return;
      const { built, programIndex } = task;
      const before = spent();
      const measured = checked.get(index) ?? (await check(task, index, context));
      checked.set(index, measured);
      const budget = budgetShare(plan, index, spent());
      const toCome = (elapsed: number): number => secondsToCome(plan, index + 1, spent() + elapsed);
      const results = await measure(
        task,
        index,
        measured,
        { budget, toCome },
        comparisonsOf(tasks),
        context,
      );
      // A benchmark that never came to a round has nothing to keep, and no verdict.
      if (results.every(({ stopped, rounds }) => stopped === 'interrupted' && rounds === 0)) return;
      await measured.close();
      for (const [row, result] of results.entries()) {
        await context.onResult(programIndex, result);
        const program = built.program.name;
        if (results.length > 1) {
          const elapsed = row === 0 ? spent() - before : 0;
          const remainingInAll = toCome(0);
          context.onEvent({
            ...lastRound(program, result, context.settings, elapsed),
            remainingInAll,
          });
        }
        const { name } = result.benchmark;
        const finished = { program, benchmark: name, index: done, total };
        context.onEvent({ type: 'benchmark-finished', ...finished });
        done++;
      }
    }
  } finally {
    for (const each of checked.values()) await each.close();
  }
}

/** Where a row stood at the end, which was measured together with others under one name. */
function lastRound(
  program: string,
  { benchmark, rounds, comparisons }: BenchmarkResult,
  { precision }: RunSettings,
  elapsed: number,
): Omit<Extract<ProfileEvent, { type: 'round' }>, 'remainingInAll'> {
  const widths = comparisons.flatMap(({ speedup }) =>
    speedup === undefined ? [] : [relativeHalfWidth(speedup)],
  );
  const widest = widths.length === 0 ? Infinity : Math.max(...widths);
  return {
    type: 'round',
    ...{ program, benchmark: benchmark.name, rounds, comparisons, widest, precision, elapsed },
    remaining: 0,
  };
}

function rowCount(tasks: readonly Task[]): number {
  return tasks.reduce((sum, { rows }) => sum + rows.length, 0);
}

/** Part of the budget that may pass with checks before anything is measured. */
const AHEAD = 0.5;

/** Checks as many benchmarks as a part of the budget allows, by their index, so that what all will take is known before the first round. */
async function checkAhead(
  tasks: readonly Task[],
  context: MeasureContext,
): Promise<Map<number, CheckedBenchmark>> {
  const checked = new Map<number, CheckedBenchmark>();
  const began = performance.now();
  for (const [index, task] of tasks.entries()) {
    if (context.signal.aborted) break;
    if (performance.now() - began > 1000 * AHEAD * context.settings.budget) break;
    checked.set(index, await check(task, index, context));
  }
  return checked;
}

/** Says what is to be measured, how long that takes at least, and where that is longer than the budget. */
function announce(plan: TimePlan, tasks: readonly Task[], context: MeasureContext): void {
  const seconds = leastSeconds(plan);
  const { budget, leastRounds: rounds } = plan;
  context.onEvent({
    type: 'measuring-planned',
    ...{ benchmarks: rowCount(tasks), leastRounds: rounds, leastSeconds: seconds, budget },
  });
  if (seconds > budget) context.onWarning(overBudget(tasks, plan, seconds));
}

/** Everything to measure; programs that hold many benchmarks are asked for theirs. Nothing once the signal is aborted. */
async function findTasks(
  programs: readonly (AskingProgram | undefined)[],
  context: MeasureContext,
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
    const ways = found.rows.flatMap((row) => ('failure' in row ? [] : row.benchmark));
    await holdAgainstOwn(
      built,
      { contestant, benchmarks: ways, ...stage },
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

/** Rounds that any verdict needs are measured all the same: whoever waits should know. */
function overBudget(
  tasks: readonly Task[],
  { leastRounds: rounds, budget }: TimePlan,
  seconds: number,
): Warning {
  const each = tasks.length === 1 ? '' : ` of each of ${tasks.length} benchmarks`;
  const time = seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} minutes`;
  const fewer =
    tasks.length === 1
      ? ''
      : ', choose fewer benchmarks ("filter" beside "harness" in retarget.json)';
  return {
    code: 'many-benchmarks',
    message: `At least ${rounds} rounds${each} are measured, as fewer give no ${rounds > FEWEST_ROUNDS ? 'verdict' : 'interval'}. They take about ${time}, longer than the budget of ${Number(budget.toPrecision(3))} s. To be faster, give the benchmarks less work${fewer}, or compare fewer targets.`,
  };
}

/** Without its baseline a program has nothing that its other variants could be held against. */
function isComparable({ variants }: BuiltProgram, baseline: string | undefined): boolean {
  return variants.some(
    ({ variant, executable }) => variant.target === baseline && executable !== undefined,
  );
}

function namesOf({ built, rows }: Task): { program: string; benchmark: string } {
  const first = rows[0]?.name ?? '';
  const benchmark = rows.length === 1 ? first : `${first} and ${rows.length - 1} more`;
  return { program: built.program.name, benchmark };
}

/** Checks outputs; of what cannot be measured at all, nothing is run. */
async function check(
  task: Task,
  index: number,
  context: MeasureContext,
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
      reorders: reordersMath(built.program),
      written: context.isConfigurable ? undefined : writtenProgram(built.program),
    },
    {
      ...{ executor, signal },
      onCheck: (target) => {
        onEvent({ type: 'check-progress', ...namesOf(task), target });
      },
    },
  );
}

/** @param time seconds that it may take, and that those after it will, from some seconds after now on */
async function measure(
  task: Task,
  index: number,
  checked: CheckedBenchmark,
  time: { readonly budget: number; readonly toCome: (elapsed: number) => number },
  comparisons: number,
  context: MeasureContext,
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

/** How many contestants are held against a baseline, over all tasks. */
function comparisonsOf(tasks: readonly Pick<Task, 'lineUp' | 'rows'>[]): number {
  const counts = tasks.map(
    ({ lineUp, rows }) =>
      rows.length * (lineUp.contestants.filter(({ beside }) => beside !== true).length - 1),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Knuth's multiplicative step: neighbouring benchmarks get unrelated orders from one recorded seed. */
function benchmarkSeed(seed: number, index: number): number {
  return (seed + Math.imul(index, 0x9e3779b1)) >>> 0;
}
