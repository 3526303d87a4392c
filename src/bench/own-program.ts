// Holds the baseline's variant against the executable that the project's own build made: one execution of each, and what is in both.
import { basename, dirname } from 'node:path';
import type { OwnProgram } from '../model/own-program.ts';
import type { Benchmark, OwnExecutable } from '../model/program.ts';
import { visibleText } from '../text/visible-text.ts';
import { elfProgram, type ElfProgram } from '../toolchain/elf-program.ts';
import { environmentOf } from './benchmark-environment.ts';
import type { Captured, End, Executor } from './executor.ts';
import { Launcher } from './launcher.ts';
import { loadedLibraries } from './loaded-libraries.ts';
import type { MeasureRequest } from './measure.ts';
import { shownDifference } from './output-check.ts';
import {
  fileStates,
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
    const files =
      first === undefined ? NOTHING : await compareFiles(request, stage, first, options);
    const runs = await compareRuns(request, stage, options);
    const differences = [...runs.differences, ...files.differences];
    const compared = [...runs.compared, ...files.compared];
    const same = compared.length === 0 ? 'not compared' : 'same';
    return {
      state: differences.length > 0 ? 'different' : same,
      path: own.path,
      compared,
      differences,
      ...(runs.reason === undefined ? {} : { reason: runs.reason }),
      benchmarks: runs.benchmarks,
    };
  } finally {
    await stage.clear();
  }
}

type Part = Pick<OwnProgram, 'compared' | 'differences'>;

const NOTHING: Part = { compared: [], differences: [] };

async function compareFiles(
  { contestant, own, projectFolders }: OwnRequest,
  stage: Stage,
  benchmark: Benchmark,
  { signal }: OwnOptions,
): Promise<Part> {
  await stage.put(contestant.target);
  const [left, right] = [await elfProgram(own.path), await elfProgram(stage.path)];
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
    built: (contestant.libraries ?? []).map((path) => basename(path)),
  };
  const listed = ofOwn !== undefined && ofVariant !== undefined;
  return {
    compared: [...(listed ? (['libraries'] as const) : []), 'exported names', 'tables'],
    differences: [
      ...(listed ? await libraryDifferences({ own: ofOwn, variant: ofVariant }, grounds) : []),
      ...(await exportDifferences(left, right, ofOwn ?? new Map<string, string>())),
      ...tableDifferences(left, right),
    ],
  };
}

async function compareRuns(
  request: OwnRequest,
  stage: Stage,
  options: OwnOptions,
): Promise<Part & { readonly reason?: string; readonly benchmarks: number }> {
  const differences: string[] = [];
  const compared = new Set<Part['compared'][number]>();
  let reason: string | undefined;
  let benchmarks = 0;
  const began = performance.now();
  for (const benchmark of request.benchmarks) {
    if (benchmarks > 0 && performance.now() - began > request.allowance * 1000) break;
    const result = await compareRun(request, stage, benchmark, options);
    benchmarks += 1;
    if ('reason' in result) {
      reason ??= result.reason;
      continue;
    }
    for (const what of result.compared) compared.add(what);
    differences.push(...result.differences);
  }
  const why = reason === undefined ? {} : { reason };
  return { differences, compared: [...compared], benchmarks, ...why };
}

async function compareRun(
  { contestant, own, pin }: OwnRequest,
  stage: Stage,
  benchmark: Benchmark,
  { executor, signal }: OwnOptions,
): Promise<Part | { readonly reason: string }> {
  const named = { baseline: contestant.target, pin, signal };
  const onStage = new Launcher(benchmark, stage, executor, named);
  const there = { path: own.path, isSurrounded: true, put: settled, clear: settled };
  const asItIs = new Launcher(withFolders(benchmark, own), there, executor, named);
  const launch = {
    target: contestant.target,
    padding: 0,
    capture: 'both',
    keep: KEPT_OUTPUT,
  } as const;
  const run = async (launcher: Launcher): Promise<Tried> => {
    const before = await fileStates(benchmark);
    const outcome = await launcher.outcome(launch);
    if (outcome.state === 'not-started') {
      return { reason: `could not be started (${outcome.error})` };
    }
    const { end, stdout } = outcome;
    if (end.kind === 'timeout') return { reason: 'did not end in time' };
    const left = await outputsOf(benchmark, contestant.target, stdout, before);
    return 'failure' in left
      ? { end: endText(end), outputs: { stdout, files: new Map() } }
      : { end: endText(end), outputs: left.outputs };
  };

  // Why the variant does not run is told where variants are checked.
  const variant = await run(onStage);
  if ('reason' in variant) return { reason: `the variant ${variant.reason}` };
  const project = await run(asItIs);
  if ('reason' in project) return { reason: `it ${project.reason}` };
  const who = `with benchmark "${visibleText(benchmark.name)}"`;
  if (project.end !== variant.end) {
    const again = await run(onStage);
    if ('reason' in again || again.end !== variant.end) return { reason: CHANGES };
    return {
      compared: ['exit code'],
      differences: [
        `${who} the project's program ends with ${project.end}, the variant with ${variant.end}`,
      ],
    };
  }
  if (benchmark.check.output === 'exit-code') return { compared: ['exit code'], differences: [] };

  const normal = (outputs: Outputs): Outputs => ({
    ...outputs,
    stdout: atHome(outputs.stdout, stage.path, own.path),
  });
  const differs = (one: Outputs, other: Outputs): OutputDifferences | undefined =>
    outputDifferences(benchmark, normal(one), normal(other));
  const found = differs(project.outputs, variant.outputs);
  const both = ['output', 'exit code'] as const;
  if (found === undefined) return { compared: both, differences: [] };
  for (const [launcher, before] of [
    [onStage, variant],
    [asItIs, project],
  ] as const) {
    const again = await run(launcher);
    if ('reason' in again || differs(before.outputs, again.outputs) !== undefined) {
      return { reason: CHANGES };
    }
  }
  return { compared: both, differences: [`${who} ${differenceText(found)}`] };
}

type Tried =
  | { readonly end: string; readonly outputs: Outputs }
  /** Words behind its name. */
  | { readonly reason: string };

function differenceText(found: OutputDifferences): string {
  const { line, left, right } = shownDifference(found);
  const what = found.file === undefined ? 'the output' : visibleText(found.file);
  return line === undefined
    ? `${what} is another one`
    : `line ${line} of ${what} is ${lineText(left)} from the project's program, ${lineText(right)} from the variant`;
}

const CHANGES = 'what it does changes from one run to the next';

function endText(end: Exclude<End, { readonly kind: 'timeout' }>): string {
  return end.kind === 'exit' ? `exit code ${end.code}` : end.signal;
}

function lineText(line: string | undefined): string {
  return line === undefined ? '(not there)' : `"${line}"`;
}

/** Programs print where they are, each its own place, and when they were compiled, which variants say alike. */
function atHome(captured: Captured, from: string, to: string): Captured {
  const { bytes, total } = captured;
  if (total > bytes.length) return captured;
  const byByte = (text: string): string => Buffer.from(text).toString('latin1');
  const before = bytes.toString('latin1');
  const text = before
    .replaceAll(byByte(from), byByte(to))
    .replaceAll(byByte(dirname(from)), byByte(dirname(to)))
    .replaceAll(COMPILED_AT, '<time>');
  if (text === before) return captured;
  const replaced = Buffer.from(text, 'latin1');
  return { ...captured, bytes: replaced, total: replaced.length };
}

/** As `__DATE__` and `__TIME__` have it. */
const COMPILED_AT =
  /\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d{4}\b|\b\d\d:\d\d:\d\d\b/gu;

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
