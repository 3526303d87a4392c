// Variants only: builds for targets, this host's or not, and leaves objects and executables in a folder.
import { copyFile, mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { buildProgram, type BuiltProgram } from '../build/build-program.ts';
import type { BuiltVariant } from '../build/build-variant.ts';
import { placeExecutable, placeLibraries } from '../build/place-executable.ts';
import { ArtifactCache } from '../cache/artifact-cache.ts';
import { trimCache } from '../cache/cache-use.ts';
import { FailureError } from '../model/failure.ts';
import type { Host } from '../model/host.ts';
import type { Program, Unit } from '../model/program.ts';
import type { ProgramResult, Warning } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { loadProject } from '../project/load-project.ts';
import { buildWarnings } from './build-warnings.ts';
import { chooseTargets } from './choose-targets.ts';
import { adviseProgram } from './config-advice.ts';
import { executableName, safeFileName } from './file-names.ts';
import type { ProfileContext } from './profile.ts';
import { loadOptions } from './profile-plan.ts';
import { preparedProgram } from './prepared-program.ts';
import { programResult, unpreparedResult } from './program-result.ts';
import { surveyHost } from './survey-host.ts';
import { unitDefaults } from './unit-defaults.ts';
import { makeWorkFolder } from './work-folder.ts';

export interface BuildRequest {
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
  /** Absolute path; made where it is missing. Holds `<program>/<target>/` with objects and the executable. */
  readonly out: string;
}

export interface BuildOutcome {
  readonly toolchain: Toolchain;
  readonly host: Host;
  readonly baseline: string;
  readonly targets: readonly Target[];
  readonly programs: readonly ProgramResult[];
  readonly warnings: readonly Warning[];
  readonly bitcodeOnly: boolean;
  readonly out: string;
}

/**
 * Builds for every target asked for, also those that this host cannot run: what is built is for shipping, so no
 * feature is masked either.
 * @throws {FailureError} usage, config, project, toolchain, target, cache and disk failures; `interrupted`.
 */
export async function buildVariants(
  request: BuildRequest,
  { signal, onEvent }: ProfileContext,
): Promise<BuildOutcome> {
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
  const targets = chosen.map((target): Target => ({ ...target, fit: { kind: 'runs' } }));
  const cache = new ArtifactCache();
  const work = await makeWorkFolder();
  const programs: ProgramResult[] = [];
  const warnings: Warning[] = [...project.warnings];
  try {
    for (const planned of project.programs) {
      const prepared = await preparedProgram(planned, survey.toolchain, { signal, onEvent });
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
        ...{ toolchain: survey.toolchain, cache, workFolder: work.path, signal },
        unitDefault: unitDefaults(survey.toolchain, signal),
        bitcodeOnly: request.bitcodeOnly ?? false,
        onStep: (step) => {
          onEvent({ type: 'build-progress', program: program.name, ...step });
        },
      });
      await leaveInFolder(built, cache, request.out);
      const result = adviseProgram(programResult(built), project);
      programs.push(result);
      warnings.push(...buildWarnings(built));
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
  const { toolchain, host } = survey;
  const baseline = targets[0]?.name ?? '';
  const bitcodeOnly = request.bitcodeOnly ?? false;
  return { toolchain, host, baseline, targets, programs, warnings, bitcodeOnly, out: request.out };
}

async function leaveInFolder(
  { program, variants }: BuiltProgram,
  cache: ArtifactCache,
  out: string,
): Promise<void> {
  for (const variant of variants) {
    if (variant.executable === undefined) continue;
    const folder = join(out, safeFileName(program.name), safeFileName(variant.variant.target));
    try {
      await leaveObjects(program, variant, folder);
      await placeExecutable(cache, variant.executable, join(folder, executableName(program)));
      await placeLibraries(cache, variant, folder);
    } catch (error) {
      throw notWritten(folder, error);
    }
  }
}

async function leaveObjects(
  program: Program,
  { objects }: BuiltVariant,
  folder: string,
): Promise<void> {
  const taken = new Set<string>();
  for (const { compiled, object } of objects) {
    if (object === undefined) continue;
    const path = join(folder, objectName(program, compiled.unit, taken));
    await mkdir(folder, { recursive: true });
    await copyFile(object.object.path, path);
  }
}

/** File names end at 255 bytes on most systems; of a long path, its end says more. */
const LONGEST_OBJECT_NAME = 60;

/** The source's path within the project in one word, with `.o`; one source built twice gets a number. */
function objectName(program: Program, unit: Unit, taken: Set<string>): string {
  const parts = relative(program.directory, unit.source).split(/[/\\]/u);
  const whole = parts.map((part) => (part === '..' ? '_' : safeFileName(part))).join('_');
  const name = [...whole].slice(-LONGEST_OBJECT_NAME).join('');
  for (let copy = 1; ; copy++) {
    const candidate = `${name}${copy === 1 ? '' : `.${copy}`}.o`;
    if (taken.has(candidate)) continue;
    taken.add(candidate);
    return candidate;
  }
}

function notWritten(folder: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof FailureError || code === undefined) return error;
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return new FailureError(
    {
      code: full ? 'disk-full' : 'folder-read-only',
      message: `${folder} cannot be written${full ? ': the disk is full' : ''} (${code}).`,
      hint: 'Make room or make it writable, or choose another folder with --out.',
    },
    { cause: error },
  );
}
