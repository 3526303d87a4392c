// Builds alone: a project's programs for its targets, whatever this host makes of them, with nothing measured and no run kept.
import { FailureError } from '../model/failure.ts';
import type { Host } from '../model/host.ts';
import type { ProfileRequest } from '../model/request.ts';
import type { ProgramResult, Warning } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';
import type { AskingProgram } from './bitcode-variants.ts';
import { buildPrograms, inWorkshop, type MoreFacts, type Workshop } from './build-programs.ts';
import { INTERRUPTED_WHILE_BUILDING } from './messages/runs.ts';
import type { ProfileContext } from './profile-context.ts';
import { planBuild } from './profile-plan.ts';

export interface BuildOutcome {
  readonly toolchain: Toolchain;
  readonly host: Host;
  readonly baseline: string;
  readonly targets: readonly Target[];
  readonly programs: readonly ProgramResult[];
  readonly warnings: readonly Warning[];
  readonly bitcodeOnly: boolean;
}

/** What a built program is built with. */
export interface Site {
  readonly targets: readonly Target[];
  /** Absolute path of the project's folder. */
  readonly directory: string;
  readonly workshop: Workshop;
}

/**
 * @param asBuilt how each target is built, whatever this host makes of it.
 * @param each is handed every built program; what it returns is added to the program's result, and to the warnings.
 * @throws {FailureError} usage, config, project, toolchain, target, cache and disk failures; `interrupted`.
 */
export async function buildEach(
  request: ProfileRequest,
  asBuilt: (target: Target) => Target,
  context: ProfileContext,
  each: (built: AskingProgram, site: Site) => Promise<MoreFacts>,
): Promise<BuildOutcome> {
  const { signal, onEvent } = context;
  const plan = await planBuild(request, context);
  const { toolchain, host, project, bitcodeOnly } = plan;
  const targets = plan.targets.map(asBuilt);
  const programs: ProgramResult[] = [];
  const warnings: Warning[] = [...project.warnings];
  try {
    await inWorkshop(plan, signal, (workshop) =>
      buildPrograms(
        plan,
        targets,
        workshop,
        {
          onWarning: (warning) => warnings.push(warning),
          onBuilt: (built) => each(built, { targets, directory: project.directory, workshop }),
          onResult: (_, result) => programs.push(result),
        },
        { onEvent },
      ),
    );
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new FailureError(
      { code: 'interrupted', message: INTERRUPTED_WHILE_BUILDING },
      { cause: error },
    );
  }
  const baseline = targets[0]?.name ?? '';
  return { toolchain, host, baseline, targets, programs, warnings, bitcodeOnly };
}
