// Everything that is known before anything is built: project, decisions, toolchain, host, targets; and the run that begins with it.
import { randomBytes } from 'node:crypto';
import { FailureError } from '../model/failure.ts';
import type { ProfileRequest } from '../model/request.ts';
import { RUN_SCHEMA, type Run, type RunSettings } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import { VERSION } from '../model/version.ts';
import type { Project } from '../project/project.ts';
import { loadProject } from '../project/load-project.ts';
import { newRunId } from '../store/run-id.ts';
import { cannotRun } from './benchmark-result.ts';
import { checkPin } from './check-pin.ts';
import { chooseTargets } from './choose-targets.ts';
import { confirmRecord, type ConfirmRecord } from './confirm-record.ts';
import { withArguments } from './given-arguments.ts';
import { withWay } from './given-way.ts';
import { decide, type Decisions } from './precedence.ts';
import type { ProfileContext } from './profile-context.ts';
import { surveyHost, type Survey } from './survey-host.ts';
import { baselineNotMeasured } from './messages/runs.ts';
import { sourceState } from './source-state.ts';

/** What is to be built. */
export interface BuildPlan extends Survey {
  readonly project: Project;
  readonly decisions: Decisions;
  /** The baseline first. */
  readonly targets: readonly Target[];
  /** Every target's code from one IR, also of units that look at the target. */
  readonly bitcodeOnly: boolean;
  /** Whether code from shared IR is built beside, to measure what units that look at the target bring. */
  readonly asksShare: boolean;
}

export interface ProfilePlan extends BuildPlan {
  /** The run before anything happened. */
  readonly run: Run;
  /** Names of the benchmarks that are to be measured; all without it. */
  readonly benchmarks?: readonly string[];
}

/** @throws {FailureError} usage, config, project, toolchain and target failures; `untrusted`. */
export async function planBuild(
  request: ProfileRequest,
  { signal, confirmRecord }: PlanContext,
): Promise<BuildPlan> {
  const said = await readProject(request, confirmRecord);
  return { ...(await surveyed(request, said, signal)), asksShare: false };
}

/** @throws {FailureError} as `planBuild`; `target-cannot-run` where this host cannot run the baseline. */
export async function planProfile(
  request: ProfileRequest,
  { signal, confirmRecord }: PlanContext,
): Promise<ProfilePlan> {
  const said = await readProject(request, confirmRecord);
  await checkPin(said.decisions.pin, said.project);
  const plan = await surveyed(request, said, signal);
  assertBaselineRuns(plan.targets[0]);
  const asksShare = request.bitcodeOnly !== true && request.askingShare !== false;
  const source = await sourceState(plan.project.directory, signal);
  const named = {
    ...(request.name === undefined ? {} : { name: request.name }),
    ...(source === undefined ? {} : { source }),
  };
  const { benchmarks } = request;
  return {
    ...{ ...plan, asksShare },
    ...(benchmarks === undefined ? {} : { benchmarks }),
    run: { ...runBefore(plan, settingsOf(request, plan.decisions)), ...named },
  };
}

type PlanContext = Pick<ProfileContext, 'signal' | 'confirmRecord'>;

type ReadProject = Pick<BuildPlan, 'project' | 'decisions'>;

/** The project is read first: what is wrong with it needs no toolchain to be told. */
async function readProject(request: ProfileRequest, confirm?: ConfirmRecord): Promise<ReadProject> {
  const { paths, programs, cmakeOptions, alone } = request;
  const [path = '.', ...inputs] = paths;
  const loaded = await loadProject(path, {
    inputs,
    ...(programs === undefined ? {} : { programs }),
    ...(cmakeOptions === undefined ? {} : { cmakeOptions }),
    ...(alone === undefined ? {} : { alone }),
  });
  await confirmRecord(loaded, request, confirm);
  const project = await withWay(withArguments(loaded, request.arguments), request.way);
  return { project, decisions: decide(request, project) };
}

async function surveyed(
  { toolchain, bitcodeOnly = false }: ProfileRequest,
  { project, decisions }: ReadProject,
  signal: AbortSignal,
): Promise<Omit<BuildPlan, 'asksShare'>> {
  const survey = await surveyHost(toolchain, signal);
  const targets = await chooseTargets(decisions, project, survey, signal);
  return { ...survey, project, decisions, targets, bitcodeOnly };
}

function runBefore(plan: Omit<BuildPlan, 'asksShare'>, settings: RunSettings): Run {
  const { project, host, toolchain, targets, levels } = plan;
  const startedAt = new Date();
  return {
    schema: RUN_SCHEMA,
    id: newRunId(startedAt),
    state: 'running',
    startedAt: startedAt.toISOString(),
    tool: VERSION,
    project: project.directory,
    ...{ host, toolchain, targets, levels, settings },
    baseline: targets[0]?.name ?? '',
    programs: project.programs.map(({ name }) => ({
      name,
      variants: [],
      benchmarks: [],
      overall: [],
    })),
    warnings: project.warnings,
  };
}

function settingsOf(
  { seed, bitcodeOnly }: ProfileRequest,
  { precision, budget, pin }: Decisions,
): RunSettings {
  return {
    precision: precision.value,
    budget: budget.value,
    seed: seed ?? randomBytes(4).readUInt32LE(),
    ...(pin === undefined ? {} : { pin: pin.value }),
    ...(bitcodeOnly === true ? { bitcodeOnly: true } : {}),
  };
}

function assertBaselineRuns(baseline: Target | undefined): void {
  if (baseline?.fit.kind !== 'cannot-run') return;
  const { message } = cannotRun(baseline.name, baseline.fit.missing);
  throw new FailureError({
    code: 'target-cannot-run',
    ...baselineNotMeasured({ message }),
  });
}
