// Who is measured of a built program: one variant for each distinct code, named by hashes and placed as files.
import { join } from 'node:path';
import type { FilesByHash } from '../bench/staged-program.ts';
import type { Contestant } from '../bench/stage.ts';
import type { BuiltVariant } from '../build/build-variant.ts';
import { placeExecutable, placeLibraries } from '../build/place-executable.ts';
import type { ArtifactCache } from '../cache/artifact-cache.ts';
import type { VariantToMeasure } from '../model/measuring-plan.ts';
import { codeOf } from '../model/variant-code.ts';
import { variantId } from '../model/variant.ts';
import type { AskingProgram } from './bitcode-variants.ts';
import { executableName } from './file-names.ts';

export interface LineUp {
  /** One for each distinct code, the baseline's first. */
  readonly variants: readonly VariantToMeasure[];
  readonly files: FilesByHash;
  /** The first, where its libraries lie beside it; absent where nothing was built. */
  readonly baseline?: Contestant;
}

/** @param folder absolute path, for the files; made where it is missing */
export async function lineUp(
  { program, variants, bitcode }: AskingProgram,
  cache: ArtifactCache,
  folder: string,
): Promise<LineUp> {
  const planned: VariantToMeasure[] = [];
  const files = new Map<string, string>();
  const idOf = new Map<string, string>();
  let baseline: Contestant | undefined;
  const place = async (built: BuiltVariant): Promise<void> => {
    const code = codeOf(built.variant);
    if (built.executable === undefined || code === undefined || idOf.has(code)) return;
    const place = join(folder, String(planned.length));
    const path = join(place, executableName(program));
    const { hash } = built.executable.file;
    await placeExecutable(cache, built.executable, path);
    await placeLibraries(cache, built, place);
    const libraries = built.shared.map(({ name, file }) => ({ name, hash: file.hash }));
    const { target, flavour, layout } = built.variant;
    const identity = { target, flavour, layout };
    idOf.set(code, variantId(identity));
    planned.push({ ...identity, executable: hash, libraries });
    const placed = libraries.map(({ name, ...each }) => ({
      ...each,
      name,
      path: join(place, name),
    }));
    for (const each of [{ hash, path }, ...placed])
      if (!files.has(each.hash)) files.set(each.hash, each.path);
    baseline ??= { ...identity, executable: path, libraries: placed };
  };
  for (const built of [...variants, ...bitcode]) await place(built);
  const bitcodeIds = new Map(
    bitcode.map(({ variant }) => [variant.target, idOf.get(codeOf(variant) ?? '')] as const),
  );
  const withBitcode = planned.map((own, index): VariantToMeasure => {
    const isFirst = planned.findIndex(({ target }) => target === own.target) === index;
    const id = isFirst ? bitcodeIds.get(own.target) : undefined;
    return id === undefined || id === variantId(own) ? own : { ...own, bitcode: id };
  });
  return {
    ...{ variants: withBitcode, files },
    ...(baseline === undefined ? {} : { baseline }),
  };
}
