// Everything a profile needs to know before it starts: toolchain, project, host, targets, settings.
import { randomBytes } from 'node:crypto';
import { FailureError } from '../model/failure.ts';
import { RUN_SCHEMA, type Run, type RunSettings } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import type { VerifyChoice } from '../model/verification.ts';
import type { Project } from '../project/project.ts';
import { loadProject } from '../project/load-project.ts';
import type { LoadOptions } from '../project/load-project.ts';
import { newRunId } from '../store/run-id.ts';
import { cannotRun } from './benchmark-result.ts';
import { checkPin } from './check-pin.ts';
import { chooseTargets } from './choose-targets.ts';
import { withArguments } from './given-arguments.ts';
import { withWay, type GivenWay } from './given-way.ts';
import { surveyHost } from './survey-host.ts';
import { VERSION } from '../model/version.ts';

export interface ProfileRequest {
  /** A folder, a configuration, a source, or bitcode files; relative to the working directory or absolute. */
  readonly paths: readonly string[];
  /** Names of the programs that are meant; all that the project says without it. */
  readonly programs?: readonly string[];
  /** Words for CMake where it configures a project that has no retarget.json, such as `-DWITH_TESTS=OFF`. */
  readonly cmakeOptions?: readonly string[];
  /** Ways to run the one program, in place of the project's: arguments in one text each, quoted as on a command line. */
  readonly arguments?: readonly string[];
  /** How benchmarks are run, judged and checked, in place of what the project says. */
  readonly way?: GivenWay;
  /** Names; what the project says, or else the host's levels and `native`. */
  readonly targets?: readonly string[];
  readonly baseline?: string;
  /** Seconds of measuring for the whole run. */
  readonly budget?: number;
  /** Half-width of the relative interval to reach, such as 0.01. */
  readonly precision?: number;
  /** Core the benchmarks are pinned to. */
  readonly pin?: number;
  /** 32 bits, unsigned; random unless given. */
  readonly seed?: number;
  /** The user's own choice of LLVM. */
  readonly toolchain?: string;
  /** Every target's code from one IR, also of units that look at the target. */
  readonly bitcodeOnly?: boolean;
  /** Whether to measure what units that look at the target bring; done unless this is false. */
  readonly askingShare?: boolean;
  /** How many of the built objects are compared with direct builds; what the project says, or else a sample. */
  readonly verify?: VerifyChoice;
  /** What applies where neither the request nor the project says anything: a user's own settings. */
  readonly defaults?: RequestDefaults;
}

export type RequestDefaults = Pick<
  ProfileRequest,
  'targets' | 'baseline' | 'budget' | 'precision' | 'pin'
>;

export interface ProfilePlan {
  readonly project: Project;
  /** The run before anything happened. */
  readonly run: Run;
  /** Whether what units that look at the target bring is measured. */
  readonly asksShare: boolean;
  /** How many of the built objects are compared with direct builds. */
  readonly verify: VerifyChoice;
}

export const DEFAULT_PRECISION = 0.01;
export const DEFAULT_BUDGET = 60;

/** @throws {FailureError} usage, config, project, toolchain and target failures. */
export async function planProfile(
  request: ProfileRequest,
  signal: AbortSignal,
): Promise<ProfilePlan> {
  const [path = '.', ...inputs] = request.paths;
  // The project is read first: what is wrong with it needs no toolchain to be told.
  const loaded = await loadProject(path, loadOptions(inputs, request));
  const project = await withWay(withArguments(loaded, request.arguments), request.way);
  await checkPin(request.pin, project, request.defaults?.pin);
  const { toolchain, host, levels } = await surveyHost(request.toolchain, signal);
  const targets = await chooseTargets(
    {
      baseline: request.baseline ?? project.baseline ?? request.defaults?.baseline,
      targets: request.targets ?? project.targets ?? request.defaults?.targets,
      described: project.describedTargets,
      placeOf: project.placeOfTarget,
    },
    { toolchain, host, levels, signal },
  );
  const [baseline] = targets;
  assertBaselineRuns(baseline);
  const startedAt = new Date();
  return {
    project,
    verify: request.verify ?? project.verify ?? 'sample',
    asksShare: request.bitcodeOnly !== true && request.askingShare !== false,
    run: {
      schema: RUN_SCHEMA,
      id: newRunId(startedAt),
      state: 'running',
      startedAt: startedAt.toISOString(),
      tool: VERSION,
      project: project.directory,
      ...{ host, toolchain, targets, levels },
      settings: settingsOf(request, project),
      baseline: baseline?.name ?? '',
      programs: project.programs.map(({ name }) => ({
        name,
        variants: [],
        benchmarks: [],
        overall: [],
      })),
      warnings: project.warnings,
    },
  };
}

/** What of a request says which programs are meant, and how they are configured. */
export function loadOptions(
  inputs: readonly string[],
  { programs, cmakeOptions }: Pick<ProfileRequest, 'programs' | 'cmakeOptions'>,
): LoadOptions {
  return {
    inputs,
    ...(programs === undefined ? {} : { programs }),
    ...(cmakeOptions === undefined ? {} : { cmakeOptions }),
  };
}

function settingsOf(request: ProfileRequest, project: Project): RunSettings {
  const { defaults } = request;
  const pin = request.pin ?? project.pin ?? defaults?.pin;
  return {
    precision: request.precision ?? project.precision ?? defaults?.precision ?? DEFAULT_PRECISION,
    budget: request.budget ?? project.budget ?? defaults?.budget ?? DEFAULT_BUDGET,
    seed: request.seed ?? randomBytes(4).readUInt32LE(),
    ...(pin === undefined ? {} : { pin }),
    ...(request.bitcodeOnly === true ? { bitcodeOnly: true } : {}),
  };
}

function assertBaselineRuns(baseline: Target | undefined): void {
  if (baseline?.fit.kind !== 'cannot-run') return;
  const { message } = cannotRun(baseline.name, baseline.fit.missing);
  throw new FailureError({
    code: 'target-cannot-run',
    message: `The baseline cannot be measured. ${message}`,
    hint: 'Choose a baseline that this host runs with --baseline, or "baseline" in retarget.json.',
  });
}
