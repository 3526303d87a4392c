// Measures every benchmark of every built program, one after the other, within one budget of time.
import { join } from 'node:path';
import type { BuiltProgram } from '../build/build-program.ts';
import { placeExecutable } from '../build/place-executable.ts';
import type { ArtifactCache } from '../cache/artifact-cache.ts';
import { FileHashes } from '../cache/file-hashes.ts';
import { measureBenchmark } from '../bench/measure.ts';
import type { Executor } from '../bench/executor.ts';
import type { Contestant } from '../bench/stage.ts';
import type { OnProfileEvent } from '../model/event.ts';
import type { Benchmark } from '../model/program.ts';
import type { BenchmarkResult, RunSettings } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import { benchmarkResult } from './benchmark-result.ts';
import { safeFileName } from './file-names.ts';

export interface MeasureContext {
  readonly executor: Executor;
  readonly cache: ArtifactCache;
  /** Absolute path of an existing folder for this profile's files. */
  readonly workFolder: string;
  readonly settings: RunSettings;
  readonly targets: readonly Target[];
  readonly signal: AbortSignal;
  readonly onEvent: OnProfileEvent;
  /** Called with each benchmark's uncorrected result as soon as there is one. */
  readonly onResult: (programIndex: number, result: BenchmarkResult) => Promise<void>;
}

interface Task {
  readonly programIndex: number;
  readonly built: BuiltProgram;
  readonly benchmark: Benchmark;
}

/** Stops early, without an error, when the signal is aborted: results so far have been handed out. */
export async function measurePrograms(
  programs: readonly BuiltProgram[],
  context: MeasureContext,
): Promise<void> {
  const baseline = context.targets[0]?.name;
  const tasks = programs.flatMap((built, programIndex) =>
    isComparable(built, baseline)
      ? built.program.benchmarks.map((benchmark) => ({ programIndex, built, benchmark }))
      : [],
  );
  const places = new Map<BuiltProgram, readonly Contestant[]>();
  let spent = 0;
  for (const [index, task] of tasks.entries()) {
    if (context.signal.aborted) return;
    const { built, benchmark, programIndex } = task;
    const contestants = places.get(built) ?? (await placeContestants(built, programIndex, context));
    places.set(built, contestants);
    const began = performance.now();
    // What earlier benchmarks did not need is shared out among those to come.
    const budget = Math.max(0, (context.settings.budget - spent) / (tasks.length - index));
    const result = await measure(task, contestants, index, budget, context);
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

/** Without its baseline a program has nothing that its other variants could be held against. */
function isComparable({ variants }: BuiltProgram, baseline: string | undefined): boolean {
  return variants.some(
    ({ variant, executable }) => variant.target === baseline && executable !== undefined,
  );
}

async function measure(
  { built, benchmark, programIndex }: Task,
  contestants: readonly Contestant[],
  index: number,
  budget: number,
  context: MeasureContext,
): Promise<BenchmarkResult> {
  const { executor, settings, signal, onEvent, targets } = context;
  const names = { program: built.program.name, benchmark: benchmark.name };
  const variants = built.variants.map(({ variant }) => variant);
  const seed = benchmarkSeed(settings.seed, index);
  const { precision } = settings;
  const { stdin } = benchmark;
  const inputHash = stdin === undefined ? undefined : await new FileHashes().of(stdin);
  const measurement = await measureBenchmark(
    {
      ...{ benchmark, contestants, precision, budget, seed },
      ...(settings.pin === undefined ? {} : { pin: settings.pin }),
      stageFolder: join(context.workFolder, `stage-${programIndex}`),
      executableName: safeFileName(built.program.name),
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
  return benchmarkResult(
    { benchmark, inputHash, seed, executor: executor.kind, measurement },
    targets,
    variants,
  );
}

/** One executable for each distinct variant, the baseline's first. */
async function placeContestants(
  { variants }: BuiltProgram,
  programIndex: number,
  { cache, workFolder }: MeasureContext,
): Promise<Contestant[]> {
  const contestants: Contestant[] = [];
  for (const { variant, executable } of variants) {
    if (executable === undefined || variant.identicalTo !== undefined) continue;
    const path = join(workFolder, `program-${programIndex}`, String(contestants.length));
    await placeExecutable(cache, executable, path);
    contestants.push({ target: variant.target, executable: path });
  }
  return contestants;
}

/** Knuth's multiplicative step: neighbouring benchmarks get unrelated orders from one recorded seed. */
function benchmarkSeed(seed: number, index: number): number {
  return (seed + Math.imul(index, 0x9e3779b1)) >>> 0;
}
