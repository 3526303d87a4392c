// CPU features that only some files are compiled with (`-mavx2` for the one kernel behind a check at run time) belong to
// those files, as in the user's own build; those that every file has are the project's choice of a CPU, which targets replace.
import type { RemovedFlag, Unit } from '../model/program.ts';

/** `-mavx2`, `-mno-sse4.1`; not `-march=`, `-mcpu=`, `-mtune=`. */
const FEATURE = /^-{1,2}m(?!arch|cpu|tune)[\w.+-]+$/u;

/** The feature flags taken out of a unit, in the user's order. */
export function removedFeatures({ removed }: Pick<Unit, 'removed'>): string[] {
  return removed.flatMap((each) => (isFeature(each) ? [each.flag] : []));
}

/** Gives units of one program the feature flags back that not all of them have. */
export function withOwnFeatures(units: readonly Unit[]): Unit[] {
  const sources = units.filter(({ language }) => language === 'c' || language === 'c++');
  const shared = new Set(
    removedFeatures(sources[0] ?? { removed: [] }).filter((flag) =>
      sources.every((unit) => removedFeatures(unit).includes(flag)),
    ),
  );
  return units.map((unit) => {
    const own = removedFeatures(unit).filter((flag) => !shared.has(flag));
    if (own.length === 0) return unit;
    return {
      ...unit,
      flags: [...unit.flags, ...own],
      removed: unit.removed.filter((each) => !isFeature(each) || shared.has(each.flag)),
    };
  });
}

function isFeature({ flag, reason }: RemovedFlag): boolean {
  return reason === 'target' && FEATURE.test(flag);
}
