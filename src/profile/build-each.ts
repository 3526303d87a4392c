// Programs built one after the other, without measuring: what building variants and verifying them have in common.
import { buildProgram, type BuiltProgram } from '../build/build-program.ts';
import type { BuilderOptions } from '../build/builder.ts';
import { ArtifactCache } from '../cache/artifact-cache.ts';
import { trimCache } from '../cache/cache-use.ts';
import { FailureError } from '../model/failure.ts';
import type { Host } from '../model/host.ts';
import type { ProgramResult, Warning } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { loadProject } from '../project/load-project.ts';
import { buildWarnings } from './build-warnings.ts';
import { chooseTargets } from './choose-targets.ts';
import { adviseProgram } from './config-advice.ts';
import { preparedProgram } from './prepared-program.ts';
import type { ProfileContext } from './profile-context.ts';
import { loadOptions } from './profile-plan.ts';
import { programResult, unpreparedResult } from './program-result.ts';
import { surveyHost } from './survey-host.ts';
import { unitDefaults } from './unit-defaults.ts';
import { makeWorkFolder } from './work-folder.ts';

export interface BuildEachRequest {
  readonly paths: readonly string[];
  /** Names of the programs that are meant; all that the project says without it. */
  readonly programs?: readonly string[];
  /** Words for CMake where it configures a project that has no retarget.json. */
  readonly cmakeOptions?: readonly string[];
  readonly targets?: readonly string[];
  readonly baseline?: string;
  readonly toolchain?: string;
  /** Every target's code from one IR, also of units that look at the target. */
  readonly bitcodeOnly?: boolean;
}

export interface BuildEachOutcome {
  readonly toolchain: Toolchain;
  readonly host: Host;
  readonly baseline: string;
  readonly targets: readonly Target[];
  readonly programs: readonly ProgramResult[];
  readonly warnings: readonly Warning[];
  readonly bitcodeOnly: boolean;
}

/** What is made of a program once it is built. */
export interface Built {
  readonly built: BuiltProgram;
  readonly targets: readonly Target[];
  /** Absolute path of the project's folder. */
  readonly directory: string;
  readonly options: BuilderOptions;
}

/**
 * @param asBuilt how each target is built, whatever this host makes of it.
 * @param each may add to the program's result, and warnings.
 * @throws {FailureError} usage, config, project, toolchain, target, cache and disk failures; `interrupted`.
 */
export async function buildEach(
  request: BuildEachRequest,
  asBuilt: (target: Target) => Target,
  { signal, onEvent }: ProfileContext,
  each: (
    built: Built,
  ) => Promise<Partial<ProgramResult> & { readonly warnings?: readonly Warning[] }>,
): Promise<BuildEachOutcome> {
  const [path = '.', ...inputs] = request.paths;
  const project = await loadProject(path, loadOptions(inputs, request));
  const survey = await surveyHost(request.toolchain, signal);
  const choice = {
    baseline: request.baseline ?? project.baseline,
    targets: request.targets ?? project.targets,
    described: project.describedTargets,
    placeOf: project.placeOfTarget,
  };
  const chosen = await chooseTargets(choice, { ...survey, signal });
  const targets = chosen.map(asBuilt);
  const { toolchain, host } = survey;
  const cache = new ArtifactCache();
  const work = await makeWorkFolder();
  const options = { toolchain, cache, workFolder: work.path, signal };
  const bitcodeOnly = request.bitcodeOnly ?? false;
  const programs: ProgramResult[] = [];
  const warnings: Warning[] = [...project.warnings];
  try {
    for (const planned of project.programs) {
      const prepared = await preparedProgram(planned, toolchain, { signal, onEvent });
      if ('failure' in prepared) {
        const unprepared = unpreparedResult(planned.name, prepared.failure);
        const result = adviseProgram(unprepared, project);
        programs.push(result);
        onEvent({ type: 'program-built', program: result });
        continue;
      }
      const { program } = prepared;
      warnings.push(...prepared.warnings);
      const built = await buildProgram(program, targets, {
        ...options,
        unitDefault: unitDefaults(toolchain, signal),
        bitcodeOnly,
        onStep: (step) => {
          onEvent({ type: 'build-progress', program: program.name, ...step });
        },
      });
      const more = await each({ built, targets, directory: project.directory, options });
      const { warnings: found = [], ...facts } = more;
      const result = adviseProgram({ ...programResult(built), ...facts }, project);
      programs.push(result);
      warnings.push(...buildWarnings(built), ...found);
      onEvent({ type: 'program-built', program: result });
    }
    await trimCache(cache).catch(() => undefined);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new FailureError(
      { code: 'interrupted', message: 'Interrupted while building.' },
      { cause: error },
    );
  } finally {
    await work.remove();
  }
  const baseline = targets[0]?.name ?? '';
  return { toolchain, host, baseline, targets, programs, warnings, bitcodeOnly };
}
