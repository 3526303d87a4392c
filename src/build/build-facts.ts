// What a build found out that does not depend on the target.
import type { Program, RemovedFlag } from '../model/program.ts';
import type { BuildFacts } from '../model/run.ts';
import type { BuiltVariant } from './build-variant.ts';
import type { NeutralUnit } from './front-end.ts';

/** Everything but the time and the steps, which only the build itself knows. */
export function programFacts(
  program: Program,
  units: readonly NeutralUnit[],
): Omit<BuildFacts, 'ownFrontEnds' | 'wall' | 'stepsRun' | 'stepsCached'> {
  return {
    pinnedFunctions: units.reduce((sum, unit) => sum + unit.facts.pinnedFunctions, 0),
    alreadyOptimised: sourcesWhere(units, (unit) => unit.facts.alreadyOptimised),
    neverOptimised: sourcesWhere(units, (unit) => unit.facts.neverOptimised),
    asksTarget: sourcesWhere(units, (unit) => unit.facts.asksTarget),
    removedFlags: distinctFlags([
      ...program.units.flatMap((unit) => unit.removed),
      ...program.link.removed,
    ]),
  };
}

/** Units that look at the target, and for which targets that made another IR. */
export function ownFrontEnds(
  variants: readonly BuiltVariant[],
): NonNullable<BuildFacts['ownFrontEnds']> {
  const bySource = new Map<string, string[]>();
  for (const { objects } of variants) {
    for (const { ir } of objects) {
      if (ir?.target === undefined) continue;
      const targets = bySource.get(ir.unit.source) ?? [];
      bySource.set(ir.unit.source, [...targets, ir.target]);
    }
  }
  return [...bySource].map(([source, targets]) => ({ source, targets }));
}

function sourcesWhere(
  units: readonly NeutralUnit[],
  holds: (unit: NeutralUnit) => boolean,
): string[] {
  return units.filter(holds).map(({ unit }) => unit.source);
}

function distinctFlags(flags: readonly RemovedFlag[]): RemovedFlag[] {
  return [...new Map(flags.map((removed) => [removed.flag, removed])).values()];
}
