// Which features stand under which heading: each psABI level with what it adds to the one below it, and what targets add.
import type { Run } from '../src/model/run.ts';
import type { Target } from '../src/model/target.ts';

export interface FeatureGroup {
  readonly name: string;
  readonly present: readonly string[];
  readonly missing: readonly string[];
}

/** The host's features by level, and those that belong to none (all of them, off x86-64). */
export function featureLevels(run: Pick<Run, 'host' | 'levels'>): {
  levels: FeatureGroup[];
  beyond: string[];
} {
  const here = new Set(run.host.features);
  const placed = new Set<string>();
  const levels = run.levels.map(({ name, features }): FeatureGroup => {
    // A level lists the lower ones' features again.
    const own = features.filter((feature) => !placed.has(feature));
    for (const feature of own) placed.add(feature);
    return {
      name,
      present: own.filter((feature) => here.has(feature)),
      missing: own.filter((feature) => !here.has(feature)),
    };
  });
  return { levels, beyond: run.host.features.filter((feature) => !placed.has(feature)) };
}

/** What a target has beyond the baseline, and what of it this host lacks. */
export function targetNeeds(
  run: Pick<Run, 'targets' | 'baseline'>,
  target: Target,
): { added: readonly string[]; missing: readonly string[]; masked: readonly string[] } {
  const base = new Set(run.targets.find(({ name }) => name === run.baseline)?.features ?? []);
  const { fit } = target;
  return {
    added: target.features.filter((feature) => !base.has(feature)),
    missing: fit.kind === 'cannot-run' ? fit.missing : [],
    masked: fit.kind === 'runs' ? [] : fit.masked,
  };
}
