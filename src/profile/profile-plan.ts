// Everything a profile needs to know before it starts: toolchain, project, host, targets, settings.
import { randomBytes } from 'node:crypto';
import { FailureError } from '../model/failure.ts';
import { RUN_SCHEMA, type Run, type RunSettings } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import type { Project } from '../project/project.ts';
import { loadProject } from '../project/load-project.ts';
import { newRunId } from '../store/run-id.ts';
import { cannotRun } from './benchmark-result.ts';
import { chooseTargets } from './choose-targets.ts';
import { surveyHost } from './survey-host.ts';
import { VERSION } from '../model/version.ts';

export interface ProfileRequest {
  /** A folder, a configuration, a source, or bitcode files; relative to the working directory or absolute. */
  readonly paths: readonly string[];
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
  const project = await loadProject(path, { inputs });
  const { toolchain, host, levels } = await surveyHost(request.toolchain, signal);
  const targets = await chooseTargets(
    {
      baseline: request.baseline ?? project.baseline ?? request.defaults?.baseline,
      targets: request.targets ?? project.targets ?? request.defaults?.targets,
      placeOf: project.placeOfTarget,
    },
    { toolchain, host, levels, signal },
  );
  const [baseline] = targets;
  assertBaselineRuns(baseline);
  const startedAt = new Date();
  return {
    project,
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

function settingsOf(request: ProfileRequest, project: Project): RunSettings {
  const { defaults } = request;
  const pin = request.pin ?? project.pin ?? defaults?.pin;
  return {
    precision: request.precision ?? project.precision ?? defaults?.precision ?? DEFAULT_PRECISION,
    budget: request.budget ?? project.budget ?? defaults?.budget ?? DEFAULT_BUDGET,
    seed: request.seed ?? randomBytes(4).readUInt32LE(),
    ...(pin === undefined ? {} : { pin }),
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
