// A program of a measuring plan on this host: its variants as files, its places as absolute paths.
import { join, resolve } from 'node:path';
import type { MeasuringPlan, ProgramToMeasure, VariantToMeasure } from '../model/measuring-plan.ts';
import { variantId, type VariantIdentity } from '../model/variant.ts';
import type { MeasureRequest } from './measure.ts';
import type { Contestant } from './stage.ts';

/** Absolute paths of files by the SHA-256 of what is in them. */
export type FilesByHash = ReadonlyMap<string, string>;

export interface StagedProgram extends Pick<
  MeasureRequest,
  'stageFolder' | 'executableName' | 'home'
> {
  readonly name: string;
  readonly contestants: readonly Contestant[];
  readonly bitcodeOf: ReadonlyMap<VariantIdentity, VariantIdentity>;
}

/** @param stageFolder absolute path of a folder for its stage */
export function stagedProgram(
  { name, executableName, home, variants }: ProgramToMeasure,
  { folder }: Pick<MeasuringPlan, 'folder'>,
  files: FilesByHash,
  stageFolder: string,
): StagedProgram {
  // What nobody handed in is told, with its hash, where it is to be staged.
  const pathOf = (hash: string): string => files.get(hash) ?? join(stageFolder, hash);
  const contestants = variants.map((variant) => contestantOf(variant, pathOf));
  return {
    ...{ name, executableName, stageFolder, contestants },
    ...(home === undefined
      ? {}
      : { home: { path: resolve(folder, home.path), root: resolve(folder, home.root) } }),
    bitcodeOf: bitcodeOf(variants),
  };
}

/** By a target's own variant, the one that is its code from shared IR. */
export function bitcodeOf(
  variants: readonly VariantToMeasure[],
): ReadonlyMap<VariantIdentity, VariantIdentity> {
  const byId = new Map(variants.map((variant) => [variantId(variant), variant]));
  return new Map(
    variants.flatMap((own) => {
      const bitcode = byId.get(own.bitcode ?? '');
      return bitcode === undefined ? [] : [[own, bitcode]];
    }),
  );
}

function contestantOf(
  { target, flavour, layout, executable, libraries }: VariantToMeasure,
  pathOf: (hash: string) => string,
): Contestant {
  return {
    ...{ target, flavour, layout },
    executable: pathOf(executable),
    libraries: libraries.map(({ name, hash }) => ({ name, path: pathOf(hash) })),
  };
}
