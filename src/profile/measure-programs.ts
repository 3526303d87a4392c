// Measures every benchmark of every built program, one after the other, within one budget of time.
import type { CheckedBenchmark } from '../bench/measure.ts';
import type { ProfileEvent } from '../model/event.ts';
import type { BenchmarkResult, RunSettings, Warning } from '../model/run.ts';
import { FEWEST_ROUNDS } from '../stats/paired-speedup.ts';
import { leastRounds } from '../stats/stopping.ts';
import { relativeHalfWidth } from '../stats/verdict.ts';
import type { AskingProgram } from './bitcode-variants.ts';
import { comparisonsOf, findTasks, rowCount, type Task } from './find-tasks.ts';
import {
  checkTask,
  measureTask,
  type CheckTaskContext,
  type MeasureTaskContext,
} from './measure-task.ts';
import { ProgramStages } from './program-stages.ts';
import { budgetShare, leastSeconds, secondsToCome, type TimePlan } from './time-plan.ts';

export interface MeasureContext extends MeasureTaskContext {
  /** Called with each benchmark's uncorrected result as soon as there is one. */
  readonly onResult: (programIndex: number, result: BenchmarkResult) => Promise<void>;
}

/** Stops early, without an error, when the signal is aborted: results so far have been handed out. */
export async function measurePrograms(
  programs: readonly (AskingProgram | undefined)[],
  context: MeasureContext,
): Promise<void> {
  const tasks = await findTasks(programs, context);
  const began = performance.now();
  const spent = (): number => (performance.now() - began) / 1000;
  const stages = new ProgramStages(context);
  const checking = { ...context, stages };
  try {
    const checked = await checkAhead(tasks, checking);
    const plan: TimePlan = {
      leastRounds: leastRounds(comparisonsOf(tasks)),
      budget: context.settings.budget,
      benchmarks: tasks.map((task, index) => {
        const found = checked.get(index);
        return {
          // What its check leaves nothing to measure of takes no time.
          roundSeconds: (found === undefined ? task.roundSeconds : found.roundSeconds) ?? 0,
          checksToCome: (found === undefined ? 1 : 0) + (comparesOutput(task) ? 1 : 0),
        };
      }),
    };
    announce(plan, tasks, context);
    const total = rowCount(tasks);
    let done = 0;
    for (const [index, task] of tasks.entries()) {
      if (context.signal.aborted) return;
      const { built, programIndex } = task;
      const before = spent();
      const measured = checked.get(index) ?? (await checkTask(task, index, checking));
      const budget = budgetShare(plan, index, spent());
      const toCome = (elapsed: number): number => secondsToCome(plan, index + 1, spent() + elapsed);
      const results = await measureTask(
        task,
        index,
        measured,
        { budget, toCome },
        comparisonsOf(tasks),
        context,
      );
      // A benchmark that never came to a round has nothing to keep, and no verdict.
      if (results.every(({ stopped, rounds }) => stopped === 'interrupted' && rounds === 0)) return;
      if (tasks[index + 1]?.programIndex !== programIndex) await stages.clear(programIndex);
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
    await stages.clearAll();
  }
}

/** What is compared before the first round is compared behind the last, too. */
function comparesOutput({ benchmark }: Task): boolean {
  return benchmark.check.output !== 'exit-code';
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

/** Part of the budget that may pass with checks before anything is measured, where a round's time is known without them. */
const AHEAD = 0.5;

/**
 * Checks, by their index, all benchmarks whose round's time nothing else tells, so that what all will take is known before the
 * first round; the others as far as a part of the budget allows.
 */
async function checkAhead(
  tasks: readonly Task[],
  context: CheckTaskContext,
): Promise<Map<number, CheckedBenchmark>> {
  const checked = new Map<number, CheckedBenchmark>();
  const began = performance.now();
  const isLate = (): boolean => performance.now() - began > 1000 * AHEAD * context.settings.budget;
  for (const [index, task] of tasks.entries()) {
    if (context.signal.aborted) break;
    if (task.roundSeconds !== undefined && isLate()) continue;
    checked.set(index, await checkTask(task, index, context));
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
