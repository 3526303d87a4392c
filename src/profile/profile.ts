// The use case: programs and targets in, a stream of events while it goes on, a run at the end. What every face calls.
import { measurePlan } from '../bench/measure-plan.ts';
import { openExecutor } from '../bench/open-executor.ts';
import { FailureError, type Failure } from '../model/failure.ts';
import { failureOf } from '../model/failure-of.ts';
import type { ProfileRequest } from '../model/request.ts';
import type { ProgramResult, Run, Warning } from '../model/run.ts';
import { DepartureListings } from '../store/departure-listings.ts';
import { openStore } from '../store/run-store.ts';
import { benchmarkResult } from './benchmark-result.ts';
import type { AskingProgram } from './bitcode-variants.ts';
import { buildPrograms, inWorkshop, type Workshop } from './build-programs.ts';
import { targetWarnings } from './build-warnings.ts';
import { adviseBenchmark } from './config-advice.ts';
import { judgeRun, undecidedWarning } from './judge-run.ts';
import { lockMachine, type MachineLock } from './machine-lock.ts';
import { INTERRUPTED_BEFORE_RUN } from './messages/runs.ts';
import { planMeasuring } from './plan-measuring.ts';
import type { ProfileContext } from './profile-context.ts';
import { planProfile, type ProfilePlan } from './profile-plan.ts';
import { RunRecorder } from './run-recorder.ts';
import { verificationWarnings, verifiedProgram } from './verified-program.ts';

/**
 * Profiles. What goes wrong with one program, target or benchmark is in the run. An abort after the start gives
 * the interrupted run with everything finished so far.
 * @throws {FailureError} where there is no run at all: usage, configuration, toolchain, unknown targets, and
 * `interrupted` before the start.
 */
export async function profile(request: ProfileRequest, context: ProfileContext): Promise<Run> {
  const { signal, onEvent } = context;
  try {
    const plan = await planProfile(request, context);
    const lock = await lockMachine(plan.project.directory, signal, (message) => {
      onEvent({ type: 'waiting', message });
    });
    try {
      const recorder = await startRun(plan, context);
      return await carryOut(plan, recorder, lock, context);
    } finally {
      await lock.release();
    }
  } catch (error) {
    if (signal.aborted)
      throw new FailureError(
        { code: 'interrupted', message: INTERRUPTED_BEFORE_RUN },
        { cause: error },
      );
    throw error;
  }
}

async function startRun(plan: ProfilePlan, { onEvent }: ProfileContext): Promise<RunRecorder> {
  const store = openStore(plan.project.directory);
  const recorder = new RunRecorder(plan.run, store, onEvent);
  // A folder that cannot be cleaned cannot be saved to either: saving says it.
  await store.cleanUp().catch(() => undefined);
  await recorder.save();
  onEvent({ type: 'run-started', run: recorder.run });
  for (const warning of targetWarnings(plan.run.targets)) recorder.warn(warning);
  return recorder;
}

async function carryOut(
  plan: ProfilePlan,
  recorder: RunRecorder,
  lock: MachineLock,
  context: ProfileContext,
): Promise<Run> {
  let failure: Failure | undefined;
  try {
    await inWorkshop(plan, context.signal, async (workshop) => {
      const built = await buildAll(plan, recorder, workshop, context);
      await verifyAll(plan, recorder, workshop, built, context);
      await measureAll(plan, recorder, workshop, built, context);
    });
    for (const warning of undecidedWarning(recorder.run.programs)) recorder.warn(warning);
  } catch (error) {
    if (!context.signal.aborted) failure = failureOf(error);
  }
  for (const warning of lock.warnings()) recorder.warn(warning);
  recorder.update({
    state: context.signal.aborted ? 'interrupted' : failure === undefined ? 'finished' : 'failed',
    finishedAt: new Date().toISOString(),
    ...(failure === undefined ? {} : { failure }),
  });
  await recorder.save();
  context.onEvent({ type: 'run-finished', run: recorder.run });
  return recorder.run;
}

/** All programs are built before anything is measured: nothing compiles while anything is measured. */
async function buildAll(
  plan: ProfilePlan,
  recorder: RunRecorder,
  workshop: Workshop,
  context: ProfileContext,
): Promise<(AskingProgram | undefined)[]> {
  const targets = plan.targets.filter(({ fit }) => fit.kind !== 'cannot-run');
  return buildPrograms(
    plan,
    targets,
    workshop,
    {
      onWarning: (warning) => recorder.warn(warning),
      onVariant: (index, variant) => recorder.addVariant(index, variant),
      onResult: (index, result) => recorder.setProgram(index, result),
      onDone: () => recorder.save(),
    },
    context,
  );
}

/** Once all is built, and before anything is measured: nothing compiles while anything is measured. */
async function verifyAll(
  plan: ProfilePlan,
  recorder: RunRecorder,
  workshop: Workshop,
  built: readonly (AskingProgram | undefined)[],
  context: ProfileContext,
): Promise<void> {
  const { bitcodeOnly, targets, project, decisions } = plan;
  const { id, settings } = plan.run;
  const listings = new DepartureListings(project.directory, id);
  const { seed } = settings;
  const request = { choice: decisions.verify.value, seed, bitcodeOnly, listings };
  for (const [index, one] of built.entries()) {
    if (one === undefined) continue;
    const verification = await verifiedProgram(one, targets, request, workshop, context);
    const result = recorder.run.programs[index];
    if (verification === undefined || result === undefined) continue;
    recorder.setProgram(index, { ...result, verification });
    for (const warning of verificationWarnings(one.program.name, verification)) {
      recorder.warn(warning);
    }
    await recorder.save();
  }
}

async function measureAll(
  plan: ProfilePlan,
  recorder: RunRecorder,
  workshop: Workshop,
  built: readonly (AskingProgram | undefined)[],
  { signal, onEvent }: ProfileContext,
): Promise<void> {
  const { settings, targets } = plan.run;
  const executor = await openExecutor(plan.toolchain, { signal });
  const onWarning = (warning: Warning): void => recorder.warn(warning);
  try {
    if (executor.warning !== undefined) onWarning(executor.warning);
    const uncorrected: ProgramResult[] = [...recorder.run.programs];
    const measuring = await planMeasuring(plan, built, {
      ...{ workshop, executor, onEvent, onWarning },
      onOwnProgram: (index, ownProgram) => {
        const program = uncorrected[index];
        if (program === undefined) return;
        uncorrected[index] = { ...program, ownProgram };
        recorder.setProgram(index, uncorrected[index]);
      },
    });
    await measurePlan(measuring.plan, {
      ...{ executor, files: measuring.files, workFolder: workshop.workFolder },
      ...{ signal, onEvent, onWarning },
      onMeasured: async (index, measured) => {
        const program = uncorrected[index];
        if (program === undefined) return;
        const planned = measuring.plan.programs[index]?.variants ?? [];
        const variants = built[index]?.variants.map(({ variant }) => variant) ?? [];
        const { precision } = settings;
        const judged = benchmarkResult(measured, { targets, built: variants, planned, precision });
        const result = adviseBenchmark(judged, plan.project, program.name);
        uncorrected[index] = { ...program, benchmarks: [...program.benchmarks, result] };
        recorder.update({ programs: judgeRun(uncorrected, precision) });
        await recorder.save();
      },
    });
  } finally {
    await executor.close();
  }
}
