// Measures every benchmark of every built program, one after the other, within one budget of time.
import { join } from 'node:path';
import type { BuiltProgram } from '../build/build-program.ts';
import type { BuiltVariant } from '../build/build-variant.ts';
import { placeExecutable, placeLibraries } from '../build/place-executable.ts';
import type { ArtifactCache } from '../cache/artifact-cache.ts';
import { FileHashes } from '../cache/file-hashes.ts';
import {
  harnessRows,
  type HarnessContext,
  type HarnessRows,
} from '../bench/harness/harness-rows.ts';
import { measureBenchmark, NOTHING_MEASURED, type MeasureRequest } from '../bench/measure.ts';
import type { Executor } from '../bench/executor.ts';
import type { Contestant } from '../bench/stage.ts';
import type { OnProfileEvent } from '../model/event.ts';
import { failureOf, type Failure } from '../model/failure.ts';
import type { Benchmark, Program } from '../model/program.ts';
import type { BenchmarkResult, RunSettings, Warning } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import { codeOf } from '../model/variant-code.ts';
import { FEWEST_ROUNDS } from '../stats/paired-speedup.ts';
import { leastRounds } from '../stats/stopping.ts';
import { benchmarkResult, bitcodeName } from './benchmark-result.ts';
import type { AskingProgram } from './bitcode-variants.ts';
import { executableName } from './file-names.ts';
import { writtenProgram } from './written-program.ts';

export interface MeasureContext {
  readonly executor: Executor;
  readonly cache: ArtifactCache;
  /** Absolute path of an existing folder for this profile's files. */
  readonly workFolder: string;
  readonly settings: RunSettings;
  /** Whether retarget.json says what is measured, or could be written by `--save`. */
  readonly isConfigurable: boolean;
  readonly targets: readonly Target[];
  readonly signal: AbortSignal;
  readonly onEvent: OnProfileEvent;
  readonly onWarning: (warning: Warning) => void;
  /** Called with each benchmark's uncorrected result as soon as there is one. */
  readonly onResult: (programIndex: number, result: BenchmarkResult) => Promise<void>;
}

interface Task {
  readonly programIndex: number;
  readonly built: AskingProgram;
  readonly lineUp: LineUp;
  readonly benchmark: Benchmark;
  /** Why it cannot be measured. */
  readonly failure?: Failure;
}

/** Stops early, without an error, when the signal is aborted: results so far have been handed out. */
export async function measurePrograms(
  programs: readonly (AskingProgram | undefined)[],
  context: MeasureContext,
): Promise<void> {
  const tasks = await findTasks(programs, context);
  const comparisons = comparisonsOf(tasks);
  let spent = 0;
  for (const [index, task] of tasks.entries()) {
    if (context.signal.aborted) return;
    const { built, benchmark, programIndex } = task;
    const began = performance.now();
    // What earlier benchmarks did not need is shared out among those to come.
    const budget = Math.max(0, (context.settings.budget - spent) / (tasks.length - index));
    const result = await measure(task, index, { budget, comparisons }, context);
    // A benchmark that never came to a round has nothing to keep, and no verdict.
    if (result.stopped === 'interrupted' && result.rounds === 0) return;
    await context.onResult(programIndex, result);
    spent += (performance.now() - began) / 1000;
    context.onEvent({
      type: 'benchmark-finished',
      ...{ program: built.program.name, benchmark: benchmark.name, index, total: tasks.length },
    });
  }
}

/** Everything to measure; programs that hold many benchmarks are asked for theirs. Nothing once the signal is aborted. */
async function findTasks(
  programs: readonly (AskingProgram | undefined)[],
  context: MeasureContext,
): Promise<Task[]> {
  const { executor, signal, settings } = context;
  const baseline = context.targets[0]?.name;
  const tasks: Task[] = [];
  /** Seconds of one round of everything. */
  let round = 0;
  let most: { readonly name: string; readonly rows: number } | undefined;
  for (const [programIndex, built] of programs.entries()) {
    if (built === undefined || !isComparable(built, baseline)) continue;
    const { name } = built.program;
    const lineUp = await placeContestants(built, programIndex, context);
    const [contestant] = lineUp.contestants;
    if (contestant === undefined) continue;
    const stage = stageOf(built.program, programIndex, context);
    const found = await rowsOf(built, { contestant, executor, signal, ...stage });
    if (found === undefined) return [];
    for (const warning of found.warnings) context.onWarning({ ...warning, program: name });
    for (const row of found.rows) {
      tasks.push({ programIndex, built, lineUp, ...row });
      const seconds = 'seconds' in row ? (row.seconds ?? 0) : 0;
      round += seconds * lineUp.contestants.length;
    }
    if (found.rows.length > (most?.rows ?? 0)) most = { name, rows: found.rows.length };
  }
  const rounds = leastRounds(comparisonsOf(tasks));
  // The check of outputs is as long as a round.
  const least = round * (rounds + 1);
  if (most !== undefined && least > settings.budget) {
    context.onWarning(manyBenchmarks(most, { rounds, seconds: least }, settings.budget));
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

function manyBenchmarks(
  { name, rows }: { readonly name: string; readonly rows: number },
  least: { readonly rounds: number; readonly seconds: number },
  budget: number,
): Warning {
  const { seconds } = least;
  const time = seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} minutes`;
  return {
    code: 'many-benchmarks',
    message: `Holds ${rows} benchmarks of its own: ${least.rounds} rounds of each for every target take about ${time}, longer than the budget of ${Math.round(budget)} s, and fewer give no ${least.rounds > FEWEST_ROUNDS ? 'verdict' : 'interval'}. Choose some of them with "harness" and "filter" under "benchmarks" in retarget.json, or raise the budget.`,
    program: name,
  };
}

/** Without its baseline a program has nothing that its other variants could be held against. */
function isComparable({ variants }: BuiltProgram, baseline: string | undefined): boolean {
  return variants.some(
    ({ variant, executable }) => variant.target === baseline && executable !== undefined,
  );
}

async function measure(
  { built, benchmark, programIndex, lineUp, failure }: Task,
  index: number,
  share: Pick<MeasureRequest, 'budget' | 'comparisons'>,
  context: MeasureContext,
): Promise<BenchmarkResult> {
  const { executor, settings, signal, onEvent, targets } = context;
  const names = { program: built.program.name, benchmark: benchmark.name };
  const variants = built.variants.map(({ variant }) => variant);
  const seed = benchmarkSeed(settings.seed, index);
  const measured = { benchmark, seed, executor: executor.kind } as const;
  if (failure !== undefined) {
    const measurement = { ...NOTHING_MEASURED, stopped: 'failed', failure } as const;
    const nothing = { ...measurement, warnings: [], failures: new Map<string, Failure>() };
    return benchmarkResult({ ...measured, measurement: nothing }, targets, variants);
  }
  const { precision } = settings;
  const { stdin } = benchmark;
  const inputHash = stdin === undefined ? undefined : await new FileHashes().of(stdin);
  const measurement = await measureBenchmark(
    {
      ...{ benchmark, precision, seed },
      ...share,
      ...lineUp,
      ...(settings.pin === undefined ? {} : { pin: settings.pin }),
      ...stageOf(built.program, programIndex, context),
      reorders: reordersMath(built.program),
      written: context.isConfigurable ? undefined : writtenProgram(built.program),
    },
    {
      ...{ executor, signal },
      onCheck: (target) => {
        onEvent({ type: 'check-progress', ...names, target });
      },
      onRound: (progress) => {
        onEvent({ type: 'round', ...names, ...progress, precision });
      },
    },
  );
  return benchmarkResult({ ...measured, inputHash, measurement }, targets, variants);
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

function stageOf(
  program: Program,
  programIndex: number,
  { workFolder }: MeasureContext,
): Pick<MeasureRequest, 'stageFolder' | 'executableName'> {
  return {
    stageFolder: join(workFolder, `stage-${programIndex}`),
    executableName: executableName(program),
  };
}

type LineUp = Required<Pick<MeasureRequest, 'contestants' | 'bitcodeOf'>>;

/** How many contestants are held against a baseline, over all tasks. */
function comparisonsOf(tasks: readonly Pick<Task, 'lineUp'>[]): number {
  const counts = tasks.map(
    ({ lineUp }) => lineUp.contestants.filter(({ beside }) => beside !== true).length - 1,
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** One contestant for each distinct code, the baseline's first; and for each target that has one, which is its code from shared IR. */
async function placeContestants(
  { program, variants, bitcode }: AskingProgram,
  programIndex: number,
  { cache, workFolder }: MeasureContext,
): Promise<LineUp> {
  const contestants: Contestant[] = [];
  const nameOf = new Map<string, string>();
  const place = async (built: BuiltVariant, name: string, beside: boolean): Promise<void> => {
    const code = codeOf(built.variant);
    if (built.executable === undefined || code === undefined || nameOf.has(code)) return;
    const folder = join(workFolder, `program-${programIndex}`, String(contestants.length));
    const executable = join(folder, executableName(program));
    await placeExecutable(cache, built.executable, executable);
    const libraries = await placeLibraries(cache, built, folder);
    contestants.push({ target: name, executable, libraries, ...(beside ? { beside } : {}) });
    nameOf.set(code, name);
  };
  for (const built of variants) await place(built, built.variant.target, false);
  const bitcodeOf = new Map<string, string>();
  for (const built of bitcode) {
    const { target } = built.variant;
    await place(built, bitcodeName(target), true);
    const contestant = nameOf.get(codeOf(built.variant) ?? '');
    if (contestant !== undefined && contestant !== target) bitcodeOf.set(target, contestant);
  }
  return { contestants, bitcodeOf };
}

/** Knuth's multiplicative step: neighbouring benchmarks get unrelated orders from one recorded seed. */
function benchmarkSeed(seed: number, index: number): number {
  return (seed + Math.imul(index, 0x9e3779b1)) >>> 0;
}
