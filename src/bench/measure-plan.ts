// Measures what a plan says, one benchmark after the other, within one budget of time. It knows the plan, and files by their hashes.
import { join } from 'node:path';
import type { OnProfileEvent, ProfileEvent } from '../model/event.ts';
import type { MeasuredBenchmark, MeasuringPlan } from '../model/measuring-plan.ts';
import type { Warning } from '../model/run.ts';
import { FEWEST_ROUNDS } from '../stats/paired-speedup.ts';
import { leastRounds } from '../stats/stopping.ts';
import { relativeHalfWidth } from '../stats/verdict.ts';
import type { Executor } from './executor.ts';
import { judgeSamples } from './judge.ts';
import type { CheckedBenchmark } from './measure.ts';
import { checkTask, measureTask, tasksOf, type Task, type TaskContext } from './benchmark-task.ts';
import { ProgramStages } from './program-stages.ts';
import { stagedProgram, type FilesByHash } from './staged-program.ts';
import { budgetShare, leastSeconds, secondsToCome, type TimePlan } from './time-plan.ts';
import { manyBenchmarks } from './messages/samples.ts';

export interface PlanOptions {
  readonly executor: Executor;
  /** Executables and libraries of the plan's variants. */
  readonly files: FilesByHash;
  /** Absolute path of a folder for what is run, on the files' file system where possible. */
  readonly workFolder: string;
  readonly signal: AbortSignal;
  readonly onEvent: OnProfileEvent;
  readonly onWarning: (warning: Warning) => void;
  /** Called with each row as soon as it is measured; programs are counted as in the plan. */
  readonly onMeasured: (programIndex: number, measured: MeasuredBenchmark) => Promise<void>;
}

/** Stops early, without an error, when the signal is aborted: what was measured so far has been handed out. */
export async function measurePlan(plan: MeasuringPlan, options: PlanOptions): Promise<void> {
  const { executor, files, workFolder, signal, onEvent } = options;
  const programs = plan.programs.map((program, index) =>
    stagedProgram(program, plan, files, join(workFolder, `stage-${index}`)),
  );
  const tasks = tasksOf(plan, programs);
  const began = performance.now();
  const spent = (): number => (performance.now() - began) / 1000;
  const stages = new ProgramStages();
  const { precision, pin, comparisons } = plan;
  const context: TaskContext = {
    ...{ executor, stages, signal, onEvent, precision },
    ...(pin === undefined ? {} : { pin }),
  };
  try {
    const checked = await checkAhead(tasks, plan, context);
    const time: TimePlan = {
      leastRounds: leastRounds(comparisons),
      budget: plan.budget,
      benchmarks: tasks.map((task, index) => {
        const found = checked.get(index);
        return {
          // What its check leaves nothing to measure of takes no time.
          roundSeconds: (found === undefined ? roundSeconds(task) : found.roundSeconds) ?? 0,
          checksToCome: (found === undefined ? 1 : 0) + (comparesOutput(task) ? 1 : 0),
        };
      }),
    };
    announce(time, tasks, options);
    const total = rowCount(tasks);
    let done = 0;
    for (const [index, task] of tasks.entries()) {
      if (signal.aborted) return;
      const { program, programIndex } = task;
      const before = spent();
      const ready = checked.get(index) ?? (await checkTask(task, context));
      const budget = budgetShare(time, index, spent());
      const toCome = (elapsed: number): number => secondsToCome(time, index + 1, spent() + elapsed);
      const rows = await measureTask(task, ready, { budget, toCome }, comparisons, context);
      // A benchmark that never came to a round has nothing to keep, and no verdict.
      if (rows.every(({ stopped, rounds }) => stopped === 'interrupted' && rounds === 0)) return;
      if (tasks[index + 1]?.program !== program) await stages.clear(program);
      for (const [at, row] of rows.entries()) {
        await options.onMeasured(programIndex, row);
        if (rows.length > 1) {
          const elapsed = at === 0 ? spent() - before : 0;
          onEvent({ ...lastRound(task, row, precision, elapsed), remainingInAll: toCome(0) });
        }
        const { name } = row.benchmark;
        const finished = { program: program.name, benchmark: name, index: done, total };
        onEvent({ type: 'benchmark-finished', ...finished });
        done++;
      }
    }
  } finally {
    await stages.clearAll();
  }
}

/** Seconds that one round takes at least, where that is known without any. */
function roundSeconds({ seconds, program }: Task): number | undefined {
  return seconds === undefined ? undefined : seconds * program.contestants.length;
}

function rowCount(tasks: readonly Task[]): number {
  return tasks.reduce((sum, { rows }) => sum + rows.length, 0);
}

/** What is compared before the first round is compared behind the last, too. */
function comparesOutput({ benchmark }: Task): boolean {
  return benchmark.check.output !== 'exit-code';
}

/** Where a row stood at the end, which was measured together with others under one name. */
function lastRound(
  { program }: Task,
  { failures, ...measured }: MeasuredBenchmark,
  precision: number,
  elapsed: number,
): Omit<Extract<ProfileEvent, { type: 'round' }>, 'remainingInAll'> {
  const { benchmark, rounds } = measured;
  const source = { ...measured, failures: new Map(Object.entries(failures)) };
  const { comparisons } = judgeSamples(source, benchmark.metric, { ...program, precision });
  const widths = comparisons.flatMap(({ speedup }) =>
    speedup === undefined ? [] : [relativeHalfWidth(speedup)],
  );
  const widest = widths.length === 0 ? Infinity : Math.max(...widths);
  return {
    type: 'round',
    ...{ program: program.name, benchmark: benchmark.name, rounds, comparisons, widest },
    ...{ precision, elapsed, remaining: 0 },
  };
}

/** Part of the budget that may pass with checks before anything is measured, where a round's time is known without them. */
const AHEAD = 0.5;

/**
 * Checks, by their index, all benchmarks whose round's time nothing else tells, so that what all will take is known before the
 * first round; the others as far as a part of the budget allows.
 */
async function checkAhead(
  tasks: readonly Task[],
  { budget }: MeasuringPlan,
  context: TaskContext,
): Promise<Map<number, CheckedBenchmark>> {
  const checked = new Map<number, CheckedBenchmark>();
  const began = performance.now();
  const isLate = (): boolean => performance.now() - began > 1000 * AHEAD * budget;
  for (const [index, task] of tasks.entries()) {
    if (context.signal.aborted) break;
    if (task.seconds !== undefined && isLate()) continue;
    checked.set(index, await checkTask(task, context));
  }
  return checked;
}

/** Says what is to be measured, how long that takes at least, and where that is longer than the budget. */
function announce(plan: TimePlan, tasks: readonly Task[], context: PlanOptions): void {
  const seconds = leastSeconds(plan);
  const { budget, leastRounds: rounds } = plan;
  context.onEvent({
    type: 'measuring-planned',
    ...{ benchmarks: rowCount(tasks), leastRounds: rounds, leastSeconds: seconds, budget },
  });
  if (seconds > budget) context.onWarning(overBudget(tasks, plan, seconds));
}

/** Rounds that any verdict needs are measured all the same: whoever waits should know. */
function overBudget(
  tasks: readonly Task[],
  { leastRounds: rounds, budget }: TimePlan,
  seconds: number,
): Warning {
  return {
    code: 'many-benchmarks',
    message: manyBenchmarks({
      ...{ rounds, seconds, budget, benchmarks: tasks.length },
      decides: rounds > FEWEST_ROUNDS,
    }),
    remedies: [{ kind: 'set', what: 'budget' }],
  };
}
