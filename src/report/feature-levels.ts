// A host's features by the psABI level that first asks for them.
import type { Host } from '../model/host.ts';
import type { Run } from '../model/run.ts';

export interface FeatureGroup {
  /** The level's name. */
  readonly name: string;
  /** Only what this level adds to the levels before it. */
  readonly present: readonly string[];
  readonly missing: readonly string[];
}

/** By level, each feature once, and those that no level asks for (all of them, off x86-64). */
export function featureLevels({
  host,
  levels,
}: {
  readonly host: Pick<Host, 'features'>;
  readonly levels: Run['levels'];
}): { readonly levels: FeatureGroup[]; readonly beyond: readonly string[] } {
  const here = new Set(host.features);
  const placed = new Set<string>();
  const groups = levels.map(({ name, features }): FeatureGroup => {
    // A level lists the lower ones' features again.
    const own = features.filter((feature) => !placed.has(feature));
    for (const feature of own) placed.add(feature);
    return {
      name,
      present: own.filter((feature) => here.has(feature)),
      missing: own.filter((feature) => !here.has(feature)),
    };
  });
  return { levels: groups, beyond: host.features.filter((feature) => !placed.has(feature)) };
}
