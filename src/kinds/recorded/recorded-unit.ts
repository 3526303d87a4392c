// One recorded compile as a unit: cleaned like any other, and without what only the compiler takes that the build used.
import type { RemovedFlag, Unit } from '../../model/program.ts';
import { unitOf } from '../../flags/compile-entry.ts';
import type { EntryResult } from '../../flags/compile-entry.ts';
import type { ObjectFile } from './artifacts.ts';
import { searchDirectories } from './library-search.ts';
import type { RecordedStep } from './recorded-step.ts';
import { isClang } from '../../flags/tools.ts';

/** Profiles in GCC's own format, and warnings made errors: clang warns of other things than the compiler the code was written for. */
const GCC_OWN =
  /^(?:-Werror(?:=.*)?|-f(?:profile-(?:use|generate|dir|arcs|correction).*|auto-profile.*|branch-probabilities))$/u;

/** @param refused flags that clang was asked about and does not take */
export function recordedUnit(
  { entry }: ObjectFile,
  step: RecordedStep,
  refused: ReadonlySet<string>,
): EntryResult {
  const result = unitOf(entry);
  if (result.kind === 'skipped') return result;
  const { unit } = result;
  const parted = isClang(step)
    ? { kept: unit.flags, removed: [] }
    : withoutRefused(unit.flags, refused);
  return {
    kind: 'unit',
    unit: {
      ...unit,
      flags: [...parted.kept, ...searchFlags(step, unit)],
      removed: [...unit.removed, ...parted.removed],
    },
  };
}

/** Flags parted into those that clang takes and those that only GCC does. */
export function withoutRefused<Flag>(
  flags: readonly Flag[],
  refused: ReadonlySet<string>,
): { readonly kept: readonly Flag[]; readonly removed: readonly RemovedFlag[] } {
  const isRefused = (flag: Flag): boolean =>
    typeof flag === 'string' && (refused.has(flag) || GCC_OWN.test(flag));
  return {
    kept: flags.filter((flag) => !isRefused(flag)),
    removed: flags
      .filter(isRefused)
      .map((flag) => ({ flag: String(flag), reason: 'unsupported' as const })),
  };
}

/** What the build's environment told the compiler to search, as options. */
function searchFlags({ env }: RecordedStep, { language }: Unit): string[] {
  if (env === undefined) return [];
  const ofLanguage = language === 'c++' ? env['CPLUS_INCLUDE_PATH'] : env['C_INCLUDE_PATH'];
  return [
    ...searchDirectories(env['CPATH']).map((directory) => `-I${directory}`),
    ...searchDirectories(ofLanguage).flatMap((directory) => ['-isystem', directory]),
  ];
}
