// Holds the baseline's variant against the executable that the project's own build made: one execution of each, and what is in both.
import { dirname } from 'node:path';
import type { OwnProgram } from '../model/own-program.ts';
import type { Benchmark, OwnExecutable } from '../model/program.ts';
import { elfProgram, type ElfProgram } from '../binary/elf-program.ts';
import { atHome } from './at-home.ts';
import { environmentOf } from './benchmark-environment.ts';
import type { Executor } from './executor.ts';
import { isLoss, Launcher } from './launcher.ts';
import { loadedLibraries } from './loaded-libraries.ts';
import type { MeasureRequest } from './measure.ts';
import * as say from './messages/own-program.ts';
import { shownDifference } from './output-check.ts';
import {
  KEPT_OUTPUT,
  outputDifferences,
  outputsOf,
  type OutputDifferences,
  type Outputs,
} from './outputs.ts';
import {
  exportDifferences,
  libraryDifferences,
  tableDifferences,
  type Libraries,
} from './own-differences.ts';
import { isTolerated, toleranceOf, type Tolerance } from './own-tolerance.ts';
import { openStage, type Contestant, type Stage } from './stage.ts';

export interface OwnRequest extends Pick<
  MeasureRequest,
  'stageFolder' | 'executableName' | 'home' | 'pin'
> {
  /** The baseline's. */
  readonly contestant: Contestant;
  readonly own: Pick<OwnExecutable, 'path' | 'libraryFolders'>;
  /** How both are run. */
  readonly benchmarks: readonly Benchmark[];
  /** Absolute paths of folders whose libraries are the project's own. */
  readonly projectFolders: readonly string[];
  /** The project's own is built with flags for a CPU, which the variant is built without. */
  readonly targetFlags?: boolean;
  /** Seconds after which no further benchmark is run for it; one is in any case. */
  readonly allowance: number;
}

export interface OwnOptions {
  readonly executor: Executor;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs both as the baseline is run, and reads both files.
 * @throws the signal's reason, and {FailureError} where the variant cannot be staged or the executor broke.
 */
export async function compareWithOwn(
  request: OwnRequest,
  options: OwnOptions,
): Promise<OwnProgram> {
  const { contestant, own, stageFolder, executableName, home, benchmarks } = request;
  const stage = await openStage(stageFolder, executableName, [contestant], home);
  try {
    const [first] = benchmarks;
    const elf = [await elfProgram(own.path), await elfProgram(contestant.executable)] as const;
    const tolerance = toleranceOf(...elf, request.targetFlags === true);
    const sides = { stage, elf, tolerance };
    const files =
      first === undefined ? NOTHING : await compareFiles(request, sides, first, options);
    const runs = await compareRuns(request, sides, options);
    const differences = [...runs.differences, ...files.differences];
    const compared = [...runs.compared, ...files.compared];
    const same = compared.length === 0 ? 'not compared' : 'same';
    return {
      state: differences.length > 0 ? 'different' : same,
      path: own.path,
      compared,
      differences,
      ...(runs.notes.length === 0 ? {} : { notes: runs.notes }),
      ...(runs.reason === undefined ? {} : { reason: runs.reason }),
      benchmarks: runs.benchmarks,
    };
  } finally {
    await stage.clear();
  }
}

type Part = Pick<OwnProgram, 'compared' | 'differences'>;

interface Sides {
  readonly stage: Stage;
  /** Of the project's own, and of the variant; undefined for a file of another kind. */
  readonly elf: readonly [ElfProgram | undefined, ElfProgram | undefined];
  readonly tolerance: Tolerance;
}

const NOTHING: Part = { compared: [], differences: [] };

async function compareFiles(
  { contestant, own, projectFolders }: OwnRequest,
  { stage, elf: [left, right], tolerance }: Sides,
  benchmark: Benchmark,
  { signal }: OwnOptions,
): Promise<Part> {
  await stage.put(contestant);
  if (left === undefined || right === undefined) return NOTHING;
  const load = async (
    executable: string,
    { interpreter }: ElfProgram,
    way: Benchmark,
  ): Promise<Libraries | undefined> =>
    interpreter === undefined
      ? new Map<string, string>()
      : loadedLibraries({
          ...{ executable, interpreter, signal },
          ...{ env: environmentOf(way), directory: way.directory },
        });
  const ofOwn = await load(own.path, left, withFolders(benchmark, own));
  const ofVariant = await load(stage.path, right, benchmark);
  const grounds = {
    ...{ stageFolder: dirname(stage.path), projectFolders },
    otherCompiler: tolerance.otherCompiler,
    built: (contestant.libraries ?? []).map(({ name }) => name),
  };
  const listed = ofOwn !== undefined && ofVariant !== undefined;
  const areFound = listed && ![...ofOwn.values(), ...ofVariant.values()].includes(undefined);
  return {
    compared: [...(areFound ? (['libraries'] as const) : []), 'exported names', 'tables'],
    differences: [
      ...(listed ? await libraryDifferences({ own: ofOwn, variant: ofVariant }, grounds) : []),
      ...(await exportDifferences(left, right, ofOwn ?? new Map<string, string>())),
      ...tableDifferences(left, right),
    ],
  };
}

async function compareRuns(
  request: OwnRequest,
  sides: Sides,
  options: OwnOptions,
): Promise<
  Part & { readonly notes: string[]; readonly reason?: string; readonly benchmarks: number }
> {
  const differences: string[] = [];
  const notes: string[] = [];
  const compared = new Set<Part['compared'][number]>();
  let reason: string | undefined;
  let benchmarks = 0;
  const began = performance.now();
  for (const benchmark of request.benchmarks) {
    if (benchmarks > 0 && performance.now() - began > request.allowance * 1000) break;
    const result = await compareRun(request, sides, benchmark, options);
    benchmarks += 1;
    if ('reason' in result) {
      reason ??= result.reason;
      continue;
    }
    for (const what of result.compared) compared.add(what);
    differences.push(...result.differences);
    notes.push(...(result.notes ?? []));
  }
  const why = reason === undefined ? {} : { reason };
  return { differences, notes, compared: [...compared], benchmarks, ...why };
}

async function compareRun(
  { contestant, own, pin }: OwnRequest,
  { stage, tolerance }: Sides,
  benchmark: Benchmark,
  { executor, signal }: OwnOptions,
): Promise<(Part & Pick<OwnProgram, 'notes'>) | { readonly reason: string }> {
  const named = { baseline: contestant, pin, signal };
  const onStage = new Launcher(benchmark, stage, executor, named);
  const there = { path: own.path, isSurrounded: true, put: settled, clear: settled };
  const asItIs = new Launcher(withFolders(benchmark, own), there, executor, named);
  const launch = {
    variant: contestant,
    padding: 0,
    capture: 'both',
    keep: KEPT_OUTPUT,
  } as const;
  const run = async (launcher: Launcher): Promise<Tried> => {
    const outcome = await launcher.outcome(launch).catch((error: unknown) => {
      if (isLoss(error)) return undefined;
      throw error;
    });
    if (outcome === undefined) return { because: { why: 'lost' } };
    if (outcome.state === 'not-started') {
      return { because: { why: 'not-started', error: outcome.error } };
    }
    const { end, stdout } = outcome;
    if (end.kind === 'timeout') return { because: { why: 'timeout' } };
    const left = await outputsOf(benchmark, contestant.target, stdout, launcher.before);
    return 'failure' in left
      ? { end, outputs: { stdout, files: new Map() } }
      : { end, outputs: left.outputs };
  };

  // Why the variant does not run is told where variants are checked.
  const variant = await run(onStage);
  if ('because' in variant) return { reason: say.notTried({ which: 'variant', ...variant }) };
  const project = await run(asItIs);
  if ('because' in project) return { reason: say.notTried({ which: 'own', ...project }) };
  const both = [
    [onStage, variant],
    [asItIs, project],
  ] as const;
  if (!isSameEnd(project.end, variant.end)) {
    for (const [launcher, before] of both) {
      const again = await run(launcher);
      if ('because' in again || !isSameEnd(again.end, before.end)) {
        return { reason: say.behaviorChanges() };
      }
    }
    return {
      compared: ['exit code'],
      differences: [
        say.endsOtherwise({ benchmark: benchmark.name, own: project.end, variant: variant.end }),
      ],
    };
  }
  if (!isDone(project.end, benchmark)) {
    return { reason: say.bothEndBadly(project) };
  }
  if (benchmark.check.output === 'exit-code') return { compared: ['exit code'], differences: [] };

  const normal = (outputs: Outputs): Outputs => ({
    ...outputs,
    stdout: atHome(outputs.stdout, stage.path, own.path),
  });
  const differs = (one: Outputs, other: Outputs): OutputDifferences | undefined =>
    outputDifferences(benchmark, normal(one), normal(other));
  const found = differs(project.outputs, variant.outputs);
  const compared = ['output', 'exit code'] as const;
  if (found === undefined) return { compared, differences: [] };
  for (const [launcher, before] of both) {
    const again = await run(launcher);
    if ('because' in again || differs(before.outputs, again.outputs) !== undefined) {
      return { reason: say.behaviorChanges() };
    }
  }
  const facts = differenceFacts(benchmark, found);
  const isLetPass = isTolerated(
    ...([benchmark, normal(project.outputs), normal(variant.outputs)] as const),
    tolerance,
  );
  return isLetPass
    ? { compared, differences: [], notes: [say.printsOtherwiseBecause({ ...facts, ...tolerance })] }
    : { compared, differences: [say.printsOtherwise(facts)] };
}

type Tried =
  { readonly end: say.OwnEnd; readonly outputs: Outputs } | { readonly because: say.NotTried };

function differenceFacts({ name }: Benchmark, found: OutputDifferences): say.OutputFacts {
  const { line, left, right } = shownDifference(found);
  return {
    ...{ benchmark: name, file: found.file },
    line: line === undefined ? undefined : { number: line, own: left, variant: right },
  };
}

/** What dies before its work, as for lack of a library, says nothing of it. */
function isDone(end: say.OwnEnd, { check: { output, succeeds } }: Benchmark): boolean {
  const allowsAny = output === 'exit-code' && succeeds !== true;
  return end.kind === 'exit' && (end.code === 0 || allowsAny);
}

function isSameEnd(one: say.OwnEnd, other: say.OwnEnd): boolean {
  return one.kind === 'exit'
    ? other.kind === 'exit' && one.code === other.code
    : other.kind === 'signal' && one.signal === other.signal;
}

/** With the folders that the project's own way to start it tells the loader of. */
function withFolders(
  benchmark: Benchmark,
  { libraryFolders = [] }: Pick<OwnExecutable, 'libraryFolders'>,
): Benchmark {
  if (libraryFolders.length === 0) return benchmark;
  const named = { name: 'LD_LIBRARY_PATH', operation: 'path_list_prepend' } as const;
  const change = { ...named, value: libraryFolders.join(':') };
  return { ...benchmark, envChanges: [...(benchmark.envChanges ?? []), change] };
}

function settled(): Promise<void> {
  return Promise.resolve();
}
