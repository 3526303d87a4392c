// Who is measured of a built program, and where: one contestant for each distinct code, placed as files.
import { join } from 'node:path';
import type { MeasureRequest } from '../bench/measure.ts';
import type { Contestant } from '../bench/stage.ts';
import type { BuiltVariant } from '../build/build-variant.ts';
import { placeExecutable, placeLibraries } from '../build/place-executable.ts';
import type { ArtifactCache } from '../cache/artifact-cache.ts';
import type { Program } from '../model/program.ts';
import { codeOf } from '../model/variant-code.ts';
import { bitcodeName } from './benchmark-result.ts';
import type { AskingProgram } from './bitcode-variants.ts';
import { executableName, homeOf } from './file-names.ts';

export interface PlaceContext {
  readonly cache: ArtifactCache;
  /** Absolute path of an existing folder for this profile's files. */
  readonly workFolder: string;
}

export type LineUp = Required<Pick<MeasureRequest, 'contestants' | 'bitcodeOf'>>;

/** One contestant for each distinct code, the baseline's first; and for each target that has one, which is its code from shared IR. */
export async function placeContestants(
  { program, variants, bitcode }: AskingProgram,
  programIndex: number,
  { cache, workFolder }: PlaceContext,
): Promise<LineUp> {
  const contestants: Contestant[] = [];
  const nameOf = new Map<string, string>();
  const place = async (built: BuiltVariant, name: string, beside: boolean): Promise<void> => {
    const code = codeOf(built.variant);
    if (built.executable === undefined || code === undefined || nameOf.has(code)) return;
    const folder = join(workFolder, `program-${programIndex}`, String(contestants.length));
    const executable = join(folder, executableName(program));
    await placeExecutable(cache, built.executable, executable);
    const libraries = await placeLibraries(cache, built, folder);
    contestants.push({ target: name, executable, libraries, ...(beside ? { beside } : {}) });
    nameOf.set(code, name);
  };
  for (const built of variants) await place(built, built.variant.target, false);
  const bitcodeOf = new Map<string, string>();
  for (const built of bitcode) {
    const { target } = built.variant;
    await place(built, bitcodeName(target), true);
    const contestant = nameOf.get(codeOf(built.variant) ?? '');
    if (contestant !== undefined && contestant !== target) bitcodeOf.set(target, contestant);
  }
  return { contestants, bitcodeOf };
}

export function stageOf(
  program: Program,
  programIndex: number,
  { workFolder }: Pick<PlaceContext, 'workFolder'>,
): Pick<MeasureRequest, 'stageFolder' | 'executableName' | 'home'> {
  return { stageFolder: join(workFolder, `stage-${programIndex}`), ...homeOf(program) };
}
