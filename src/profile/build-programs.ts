// Builds one program after the other for every target: the one loop of profiles, builds alone and verification.
import { buildProgram, type BuildOptions } from '../build/build-program.ts';
import type { BuilderOptions } from '../build/builder.ts';
import { ArtifactCache } from '../cache/artifact-cache.ts';
import { trimCache } from '../cache/cache-use.ts';
import type { ProgramResult, Variant, Warning } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import { withBitcodeVariants, type AskingProgram } from './bitcode-variants.ts';
import { buildWarnings } from './build-warnings.ts';
import { adviseProgram } from './config-advice.ts';
import { preparedProgram } from './prepared-program.ts';
import type { ProfileContext } from './profile-context.ts';
import type { BuildPlan } from './profile-plan.ts';
import { programResult, unpreparedResult } from './program-result.ts';
import { unitDefaults } from './unit-defaults.ts';
import { makeWorkFolder } from './work-folder.ts';

/** The cache and a work folder, which what is built needs as long as it is used. */
export type Workshop = BuilderOptions & { readonly signal: AbortSignal };

/**
 * @param work gets a workshop for what it builds and measures; its folder is removed behind it.
 * @throws {FailureError} folder-read-only or disk-full; what `work` throws
 */
export async function inWorkshop<T>(
  { toolchain }: Pick<BuildPlan, 'toolchain'>,
  signal: AbortSignal,
  work: (workshop: Workshop) => Promise<T>,
): Promise<T> {
  const folder = await makeWorkFolder();
  const cache = new ArtifactCache();
  try {
    const done = await work({ toolchain, cache, workFolder: folder.path, signal });
    // Only now: what is measured has been read out of it. A cache that stays too large fails nobody.
    await trimCache(cache).catch(() => undefined);
    return done;
  } finally {
    // What cannot be removed now is removed by a later run; it must not cost this one its end.
    await folder.remove().catch(() => undefined);
  }
}

/** What else is known of a built program, and to be warned of. */
export type MoreFacts = Partial<ProgramResult> & { readonly warnings?: readonly Warning[] };

/** Programs are told by their index in the project. */
export interface BuildListener {
  readonly onWarning: (warning: Warning) => void;
  /** A variant is built, before identical ones are found; again where it is linked anew. */
  readonly onVariant?: (index: number, variant: Variant) => void;
  /** Adds to a built program's result before anybody is told of it. */
  readonly onBuilt?: (built: AskingProgram) => Promise<MoreFacts>;
  readonly onResult: (index: number, result: ProgramResult) => void;
  /** A program is done, and everybody was told. */
  readonly onDone?: () => Promise<void>;
}

/**
 * @param targets those to build for, the baseline first
 * @returns one for each program of the plan; undefined for what its build tool did not prepare.
 * @throws {FailureError} toolchain, cache and disk failures; the signal's reason once aborted
 */
export async function buildPrograms(
  plan: BuildPlan,
  targets: readonly Target[],
  workshop: Workshop,
  listener: BuildListener,
  { onEvent }: Pick<ProfileContext, 'onEvent'>,
): Promise<(AskingProgram | undefined)[]> {
  const { project } = plan;
  const all: (AskingProgram | undefined)[] = [];
  for (const [index, planned] of project.programs.entries()) {
    const { toolchain, signal } = workshop;
    const prepared = await preparedProgram(planned, toolchain, { signal, onEvent });
    const tell = async (result: ProgramResult, warnings: readonly Warning[]): Promise<void> => {
      const advised = adviseProgram(result, project);
      listener.onResult(index, advised);
      for (const warning of warnings) listener.onWarning(warning);
      onEvent({ type: 'program-built', program: advised });
      await listener.onDone?.();
    };
    if ('failure' in prepared) {
      all.push(undefined);
      await tell(unpreparedResult(planned.name, prepared.failure), []);
      continue;
    }
    const { program, warnings } = prepared;
    for (const warning of warnings) listener.onWarning(warning);
    const options: BuildOptions = {
      ...workshop,
      unitDefault: unitDefaults(toolchain, signal),
      bitcodeOnly: plan.bitcodeOnly,
      onStep: (step) => {
        onEvent({ type: 'build-progress', program: program.name, ...step });
      },
    };
    const whole = await buildProgram(program, targets, {
      ...options,
      onVariant: (variant) => listener.onVariant?.(index, variant),
    });
    const built = plan.asksShare
      ? await withBitcodeVariants(whole, targets, plan.targets[0]?.name ?? '', options)
      : { ...whole, bitcode: [] };
    all.push(built);
    const { warnings: found = [], ...facts } = (await listener.onBuilt?.(built)) ?? {};
    await tell({ ...programResult(built), ...facts }, [...buildWarnings(built), ...found]);
  }
  return all;
}
