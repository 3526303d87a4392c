// Who is measured of a built program, and where: one contestant for each distinct code, placed as files.
import { join } from 'node:path';
import type { MeasureRequest } from '../bench/measure.ts';
import type { Contestant } from '../bench/stage.ts';
import type { BuiltVariant } from '../build/build-variant.ts';
import { placeExecutable, placeLibraries } from '../build/place-executable.ts';
import type { ArtifactCache } from '../cache/artifact-cache.ts';
import type { Program } from '../model/program.ts';
import { codeOf } from '../model/variant-code.ts';
import { variantId, type VariantIdentity } from '../model/variant.ts';
import type { AskingProgram } from './bitcode-variants.ts';
import { executableName, homeOf } from './file-names.ts';

export interface PlaceContext {
  readonly cache: ArtifactCache;
  /** Absolute path of an existing folder for this profile's files. */
  readonly workFolder: string;
}

export type LineUp = Required<Pick<MeasureRequest, 'contestants' | 'bitcodeOf'>>;

/** One contestant for each distinct code, the baseline's first; and which is the code of a target's variant from shared IR, where it has one. */
export async function placeContestants(
  { program, variants, bitcode }: AskingProgram,
  programIndex: number,
  { cache, workFolder }: PlaceContext,
): Promise<LineUp> {
  const contestants: Contestant[] = [];
  const measured = new Map<string, VariantIdentity>();
  const place = async (built: BuiltVariant): Promise<void> => {
    const code = codeOf(built.variant);
    if (built.executable === undefined || code === undefined || measured.has(code)) return;
    const folder = join(workFolder, `program-${programIndex}`, String(contestants.length));
    const executable = join(folder, executableName(program));
    await placeExecutable(cache, built.executable, executable);
    const libraries = await placeLibraries(cache, built, folder);
    const { target, flavour, layout } = built.variant;
    contestants.push({ target, flavour, layout, executable, libraries });
    measured.set(code, { target, flavour, layout });
  };
  for (const built of [...variants, ...bitcode]) await place(built);
  const bitcodeOf = new Map<VariantIdentity, VariantIdentity>();
  for (const { variant } of bitcode) {
    const own = contestants.find(({ target }) => target === variant.target);
    const other = measured.get(codeOf(variant) ?? '');
    if (own !== undefined && other !== undefined && variantId(own) !== variantId(other))
      bitcodeOf.set(own, other);
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
