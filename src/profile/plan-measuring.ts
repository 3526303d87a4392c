// From built programs to a plan of what is measured: variants by hash, one benchmark for each way to run them, with its rows.
import { join, relative } from 'node:path';
import type { HarnessContext } from '../bench/harness/ask-harness.ts';
import { harnessRows } from '../bench/harness/harness-rows.ts';
import type { HarnessRow, HarnessRows } from '../bench/harness/output-rows.ts';
import type { Executor } from '../bench/executor.ts';
import { withinFolder, withPaths } from '../bench/plan-paths.ts';
import type { FilesByHash } from '../bench/staged-program.ts';
import type { BuiltProgram } from '../build/build-program.ts';
import { failureOf } from '../model/failure-of.ts';
import type {
  MeasuringPlan,
  BenchmarkToMeasure,
  ProgramToMeasure,
} from '../model/measuring-plan.ts';
import type { OwnProgram } from '../model/own-program.ts';
import type { Benchmark, PreparedProgram } from '../model/program.ts';
import type { Warning } from '../model/run.ts';
import { compared } from '../model/variant.ts';
import type { AskingProgram } from './bitcode-variants.ts';
import type { Workshop } from './build-programs.ts';
import { chosenRows, onlyMeant } from './chosen-benchmarks.ts';
import { homeOf } from './file-names.ts';
import { lineUp } from './line-up.ts';
import { holdAgainstOwn } from './own-program.ts';
import type { ProfileContext } from './profile-context.ts';
import type { ProfilePlan } from './profile-plan.ts';

export interface PlanningContext {
  readonly workshop: Workshop;
  readonly executor: Executor;
  readonly onEvent: ProfileContext['onEvent'];
  readonly onWarning: (warning: Warning) => void;
  /** Called for each program that could be held against the project's own. */
  readonly onOwnProgram: (programIndex: number, own: OwnProgram) => void;
}

export interface PlannedMeasuring {
  readonly plan: MeasuringPlan;
  readonly files: FilesByHash;
}

/**
 * Runs the baselines alone: those that hold many benchmarks are asked for theirs.
 * @throws {FailureError} cache and disk failures; the signal's reason once aborted
 */
export async function planMeasuring(
  { project, run, benchmarks: asked }: ProfilePlan,
  built: readonly (AskingProgram | undefined)[],
  context: PlanningContext,
): Promise<PlannedMeasuring> {
  const { precision, budget, pin, seed } = run.settings;
  const folder = project.directory;
  const isConfigurable = project.configFile !== undefined || project.offered === true;
  const files = new Map<string, string>();
  const programs: ProgramToMeasure[] = [];
  let benchmarks = 0;
  for (const [index, { name }] of project.programs.entries()) {
    const one = built[index];
    const found = await foundIn(one, index, { run, asked }, context);
    context.workshop.signal.throwIfAborted();
    if (one === undefined || found === undefined) {
      programs.push({ name, executableName: name, variants: [], benchmarks: [] });
      continue;
    }
    const { program } = one;
    const { executableName, home } = homeOf(program);
    const written = isConfigurable ? undefined : writtenProgram(program);
    for (const [hash, path] of found.files) if (!files.has(hash)) files.set(hash, path);
    programs.push({
      ...{ name: program.name, executableName, variants: found.variants },
      home: { path: withinFolder(folder, home.path), root: withinFolder(folder, home.root) },
      ...(reordersMath(program) ? { reorders: true } : {}),
      ...(written === undefined ? {} : { written }),
      benchmarks: plannedBenchmarks(found.rows, folder).map((planned) => ({
        ...planned,
        seed: benchmarkSeed(seed, benchmarks++),
      })),
    });
  }
  const meant = onlyMeant(programs, asked);
  return {
    plan: {
      ...{ folder, precision, budget, comparisons: comparisonsOf(meant), programs: meant },
      ...(pin === undefined ? {} : { pin }),
    },
    files,
  };
}

interface Found extends Pick<ProgramToMeasure, 'variants'> {
  readonly files: FilesByHash;
  readonly rows: readonly HarnessRow[];
}

/** Nothing of a program without its baseline, which its other variants could be held against. */
async function foundIn(
  built: AskingProgram | undefined,
  index: number,
  { run, asked }: { readonly run: ProfilePlan['run']; readonly asked: ProfilePlan['benchmarks'] },
  { workshop, executor, onEvent, onWarning, onOwnProgram }: PlanningContext,
): Promise<Found | undefined> {
  if (built === undefined || !isComparable(built, run.targets[0]?.name)) return undefined;
  const { settings, targets } = run;
  const { workFolder, cache, toolchain, signal } = workshop;
  const { program } = built;
  const { variants, files, baseline } = await lineUp(
    built,
    cache,
    join(workFolder, `program-${index}`),
  );
  if (baseline === undefined) return undefined;
  const place = { stageFolder: join(workFolder, `stage-${index}`), ...homeOf(program) };
  const listed = await rowsOf(program, { contestant: baseline, executor, signal, ...place });
  if (listed === undefined) return undefined;
  const found = { ...listed, rows: chosenRows(listed.rows, asked) };
  for (const warning of found.warnings) onWarning({ ...warning, program: program.name });
  const ways = found.rows.flatMap((row) =>
    'failure' in row ? [] : (row.sharing ?? row.benchmark),
  );
  await holdAgainstOwn(
    built,
    { contestant: baseline, benchmarks: [...new Set(ways)], ...place },
    {
      ...{ executor, settings, targets, signal, toolchain, cache, onEvent, onWarning },
      workFolder: join(workFolder, `own-${index}`),
      onOwnProgram: (own) => onOwnProgram(index, own),
    },
  );
  return { variants, files, rows: found.rows };
}

/** Nothing once the signal is aborted. What is wrong with the machine fails the program's benchmarks. */
async function rowsOf(
  program: BuiltProgram['program'],
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

function isComparable({ variants }: BuiltProgram, baseline: string | undefined): boolean {
  return variants.some(
    ({ variant, executable }) => variant.target === baseline && executable !== undefined,
  );
}

/** One for each execution; rows that one execution gives together, behind each other, are its own. */
function plannedBenchmarks(
  rows: readonly HarnessRow[],
  folder: string,
): Omit<BenchmarkToMeasure, 'seed'>[] {
  const portable = (benchmark: Benchmark): Benchmark =>
    withPaths(benchmark, (path) => withinFolder(folder, path));
  const planned: { readonly executed: Benchmark; readonly own: HarnessRow[] }[] = [];
  for (const row of rows) {
    const sharing = 'sharing' in row ? row.sharing : undefined;
    const last = planned.at(-1);
    if (sharing !== undefined && last?.executed === sharing) last.own.push(row);
    else planned.push({ executed: sharing ?? row.benchmark, own: [row] });
  }
  return planned.map(({ executed, own }) => {
    const [first] = own;
    const shares = first !== undefined && first.benchmark !== executed;
    return {
      benchmark: portable(executed),
      ...(shares ? { rows: own.map(({ benchmark }) => portable(benchmark)) } : {}),
      ...(first !== undefined && 'failure' in first ? { failure: first.failure } : {}),
      ...(first !== undefined && 'seconds' in first ? { seconds: first.seconds } : {}),
    };
  });
}

/** How many variants are held against a baseline, over all rows. */
function comparisonsOf(programs: readonly ProgramToMeasure[]): number {
  const counts = programs.flatMap(({ variants, benchmarks }) =>
    benchmarks.map(({ rows }) => (rows?.length ?? 1) * (compared(variants).length - 1)),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Knuth's multiplicative step: neighbouring benchmarks get unrelated orders from one recorded seed. */
function benchmarkSeed(seed: number, index: number): number {
  return (seed + Math.imul(index, 0x9e3779b1)) >>> 0;
}

/** Any unit's flags end up with -ffast-math, or with the part of it that reorders. */
function reordersMath({ units, libraries = [] }: PreparedProgram): boolean {
  const all = [units, ...libraries.map((library) => library.units)].flat();
  return all.some(({ flags }) => {
    const last = flags.findLast((flag) =>
      /^-(?:Ofast|f(?:no-)?(?:fast-math|unsafe-math-optimizations|associative-math))$/u.test(flag),
    );
    return last !== undefined && /^-(?:Ofast|f(?!no-).*)$/u.test(last);
  });
}

/**
 * A program that was given as files, as a retarget.json beside them would name it: for advice that can be pasted. Nothing for programs that a build tool knows, or that one list of flags does not describe.
 */
function writtenProgram(program: PreparedProgram): object | undefined {
  const { directory, units, link, flagsFrom, libraries = [] } = program;
  const [first] = units;
  if (first === undefined || flagsFrom !== undefined) return undefined;
  if (libraries.length > 0) return undefined;
  const flags = JSON.stringify(first.flags);
  if (units.some((unit) => JSON.stringify(unit.flags) !== flags)) return undefined;
  const files = units.map(({ source }) => relative(directory, source));
  const areBitcode = units.every(({ language }) => language === 'bitcode' || language === 'ir');
  const words = link.flags.filter((word) => typeof word === 'string');
  return {
    ...(areBitcode ? { bitcode: files } : { sources: files }),
    ...(first.flags.length === 0 ? {} : { flags: first.flags }),
    ...(words.length === 0 ? {} : { link: words }),
  };
}
