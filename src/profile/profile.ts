// The use case: programs and targets in, a stream of events while it goes on, a run at the end. What every face calls.
import { openExecutor } from '../bench/open-executor.ts';
import { buildProgram, type BuildOptions } from '../build/build-program.ts';
import { ArtifactCache } from '../cache/artifact-cache.ts';
import { trimCache } from '../cache/cache-use.ts';
import { failureOf, FailureError, type Failure } from '../model/failure.ts';
import type { BenchmarkResult, ProgramResult, Run } from '../model/run.ts';
import { DepartureListings } from '../store/departure-listings.ts';
import { openStore } from '../store/run-store.ts';
import { withBitcodeVariants, type AskingProgram } from './bitcode-variants.ts';
import { buildWarnings, targetWarnings } from './build-warnings.ts';
import { adviseBenchmark, adviseProgram } from './config-advice.ts';
import { judgeRun, undecidedWarning } from './judge-run.ts';
import { lockMachine, type MachineLock } from './machine-lock.ts';
import { measurePrograms } from './measure-programs.ts';
import { preparedProgram } from './prepared-program.ts';
import { programResult, unpreparedResult } from './program-result.ts';
import type { ProfileContext } from './profile-context.ts';
import { planProfile, type ProfilePlan, type ProfileRequest } from './profile-plan.ts';
import { RunRecorder } from './run-recorder.ts';
import { unitDefaults } from './unit-defaults.ts';
import { verificationWarnings, verifiedProgram } from './verified-program.ts';
import { makeWorkFolder, type WorkFolder } from './work-folder.ts';

export type { ProfileRequest, RequestDefaults } from './profile-plan.ts';

/**
 * Profiles. What goes wrong with one program, target or benchmark is in the run. An abort after the start gives
 * the interrupted run with everything finished so far.
 * @throws {FailureError} where there is no run at all: usage, configuration, toolchain, unknown targets, and
 * `interrupted` before the start.
 */
export async function profile(request: ProfileRequest, context: ProfileContext): Promise<Run> {
  const { signal, onEvent } = context;
  try {
    const plan = await planProfile(request, signal);
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
        { code: 'interrupted', message: 'Interrupted before a run began.' },
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
  let work: WorkFolder | undefined;
  let failure: Failure | undefined;
  try {
    work = await makeWorkFolder();
    const cache = new ArtifactCache();
    const built = await buildAll(plan, recorder, cache, work, context);
    await verifyAll(plan, recorder, cache, work, built, context);
    await measureAll(plan, recorder, cache, work, built, context);
    // Only now: what is measured has been read out of it. A cache that stays too large fails no run.
    await trimCache(cache).catch(() => undefined);
    for (const warning of undecidedWarning(recorder.run.programs)) recorder.warn(warning);
  } catch (error) {
    if (!context.signal.aborted) failure = failureOf(error);
  } finally {
    // What cannot be removed now is removed by a later run; it must not cost this one its end.
    await work?.remove().catch(() => undefined);
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

/**
 * All programs are built before anything is measured: nothing compiles while anything is measured.
 * @returns one for each program of the plan; undefined for what its build tool did not prepare.
 */
async function buildAll(
  plan: ProfilePlan,
  recorder: RunRecorder,
  cache: ArtifactCache,
  work: WorkFolder,
  { signal, onEvent }: ProfileContext,
): Promise<(AskingProgram | undefined)[]> {
  const targets = plan.run.targets.filter(({ fit }) => fit.kind !== 'cannot-run');
  const built: (AskingProgram | undefined)[] = [];
  for (const [index, planned] of plan.project.programs.entries()) {
    const { toolchain } = plan.run;
    const prepared = await preparedProgram(planned, toolchain, { signal, onEvent });
    if ('failure' in prepared) {
      built.push(undefined);
      const unprepared = unpreparedResult(planned.name, prepared.failure);
      const result = adviseProgram(unprepared, plan.project);
      recorder.setProgram(index, result);
      onEvent({ type: 'program-built', program: result });
      await recorder.save();
      continue;
    }
    const { program, warnings } = prepared;
    for (const warning of warnings) recorder.warn(warning);
    const options: BuildOptions = {
      ...{ toolchain, cache, workFolder: work.path, signal },
      unitDefault: unitDefaults(toolchain, signal),
      bitcodeOnly: plan.run.settings.bitcodeOnly ?? false,
      onStep: (step) => {
        onEvent({ type: 'build-progress', program: program.name, ...step });
      },
    };
    const whole = await buildProgram(program, targets, {
      ...options,
      onVariant: (variant) => {
        const others = (recorder.run.programs[index]?.variants ?? []).filter(
          ({ target }) => target !== variant.target,
        );
        const variants = [...others, variant];
        recorder.setProgram(index, { name: program.name, variants, benchmarks: [], overall: [] });
        recorder.saveSometimes();
      },
    });
    const one = plan.asksShare
      ? await withBitcodeVariants(whole, targets, plan.run.baseline, options)
      : { ...whole, bitcode: [] };
    built.push(one);
    const result = adviseProgram(programResult(one), plan.project);
    recorder.setProgram(index, result);
    for (const warning of buildWarnings(one)) recorder.warn(warning);
    onEvent({ type: 'program-built', program: result });
    await recorder.save();
  }
  return built;
}

/** Once all is built, and before anything is measured: nothing compiles while anything is measured. */
async function verifyAll(
  plan: ProfilePlan,
  recorder: RunRecorder,
  cache: ArtifactCache,
  work: WorkFolder,
  built: readonly (AskingProgram | undefined)[],
  context: ProfileContext,
): Promise<void> {
  const { toolchain, settings, targets, id } = plan.run;
  const { seed, bitcodeOnly = false } = settings;
  const listings = new DepartureListings(plan.project.directory, id);
  const request = { choice: plan.verify, seed, bitcodeOnly, listings };
  const options = { toolchain, cache, workFolder: work.path, signal: context.signal };
  for (const [index, one] of built.entries()) {
    if (one === undefined) continue;
    const verification = await verifiedProgram(one, targets, request, options, context);
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
  cache: ArtifactCache,
  work: WorkFolder,
  built: readonly (AskingProgram | undefined)[],
  { signal, onEvent }: ProfileContext,
): Promise<void> {
  const { toolchain, settings, targets } = plan.run;
  const executor = await openExecutor(toolchain, { signal });
  try {
    if (executor.warning !== undefined) recorder.warn(executor.warning);
    const uncorrected: ProgramResult[] = [...recorder.run.programs];
    const onResult = async (programIndex: number, result: BenchmarkResult): Promise<void> => {
      const program = uncorrected[programIndex];
      if (program === undefined) return;
      const advised = adviseBenchmark(result, plan.project, program.name);
      uncorrected[programIndex] = { ...program, benchmarks: [...program.benchmarks, advised] };
      recorder.update({ programs: judgeRun(uncorrected, settings.precision) });
      await recorder.save();
    };
    const workFolder = work.path;
    await measurePrograms(built, {
      onWarning: (warning) => recorder.warn(warning),
      onOwnProgram: (index, ownProgram) => {
        const program = uncorrected[index];
        if (program === undefined) return;
        uncorrected[index] = { ...program, ownProgram };
        recorder.setProgram(index, uncorrected[index]);
      },
      toolchain,
      executor,
      cache,
      workFolder,
      settings,
      isConfigurable: plan.project.configFile !== undefined || plan.project.offered === true,
      targets,
      signal,
      onEvent,
      onResult,
    });
  } finally {
    await executor.close();
  }
}
