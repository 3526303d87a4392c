// What a build found out that does not depend on the target.
import { resolve } from 'node:path';
import type { PreparedProgram, RemovedFlag } from '../model/program.ts';
import type { BuildFacts, Unheeded } from '../model/run.ts';
import { ownCpuFlags } from '../toolchain/target-flags.ts';
import type { BuiltVariant } from './build-variant.ts';
import type { ObjectFacts } from './generate-code.ts';
import type { NeutralUnit } from './front-end.ts';

/** Places that a run keeps. */
const MOST_UNHEEDED = 200;
/** Sources that a run keeps. */
const MOST_MISFITS = 200;

/**
 * Everything but the time and the steps, which only the build itself knows.
 * @param asks whether sources get a front end of their own for a target that changes them
 */
export function programFacts(
  program: PreparedProgram,
  units: readonly NeutralUnit[],
  asks: boolean,
): Omit<BuildFacts, 'ownFrontEnds' | 'profileMisfits' | 'wall' | 'stepsRun' | 'stepsCached'> {
  return {
    pinnedFunctions: units
      .filter(({ unit }) => !asks || (unit.language !== 'c' && unit.language !== 'c++'))
      .reduce((sum, { facts }) => sum + facts.pinnedFunctions, 0),
    alreadyOptimised: sourcesWhere(units, (unit) => unit.facts.alreadyOptimised),
    neverOptimised: sourcesWhere(units, (unit) => unit.facts.neverOptimised),
    asksTarget: sourcesWhere(units, (unit) => unit.facts.asksTarget),
    unheeded: unheededIn(units),
    removedFlags: distinctFlags(removedFrom([program, ...(program.libraries ?? [])])),
  };
}

/** Units that look at the target, and for which targets that made another IR. */
export function ownFrontEnds(
  variants: readonly BuiltVariant[],
): NonNullable<BuildFacts['ownFrontEnds']> {
  // A unit can be in several libraries, and a source in several units.
  const bySource = new Map<string, Set<string>>();
  for (const { objects } of variants) {
    for (const { ir } of objects) {
      // A CPU of its own decides what a unit asks for, whatever the target.
      if (ir?.target === undefined || ir.forFlags || ownCpuFlags(ir.unit.flags).length > 0)
        continue;
      const targets = bySource.get(ir.unit.source) ?? new Set();
      bySource.set(ir.unit.source, targets.add(ir.target));
    }
  }
  return [...bySource].map(([source, targets]) => ({ source, targets: [...targets] }));
}

/** Sources that their profile does not fit: said by the front end of some kinds of profiles, by the optimiser of others. */
export function profileMisfits(
  variants: readonly BuiltVariant[],
): Pick<BuildFacts, 'profileMisfits'> {
  const bySource = new Map<string, Set<string>>();
  for (const { objects } of variants) {
    for (const { compiled, ir, object } of objects) {
      const ofObject = object?.object.facts as ObjectFacts | null | undefined;
      const texts = [...(ir?.facts.misfits ?? []), ...(ofObject?.misfits ?? [])];
      if (texts.length === 0) continue;
      const { source } = compiled.unit;
      bySource.set(source, new Set([...(bySource.get(source) ?? []), ...texts]));
    }
  }
  const found = [...bySource].map(([source, texts]) => ({ source, text: [...texts].join('; ') }));
  return found.length === 0 ? {} : { profileMisfits: found.slice(0, MOST_MISFITS) };
}

/** A header's own, which many units read, is one place. */
function unheededIn(units: readonly NeutralUnit[]): Unheeded[] {
  const all = units.flatMap(({ unit, facts }) =>
    facts.unheeded.map((each) => ({ ...each, file: resolve(unit.directory, each.file) })),
  );
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()].slice(
    0,
    MOST_UNHEEDED,
  );
}

function sourcesWhere(
  units: readonly NeutralUnit[],
  holds: (unit: NeutralUnit) => boolean,
): string[] {
  return units.filter(holds).map(({ unit }) => unit.source);
}

/** Without flags for a CPU that only link lines had, where code is compiled with them all the same: to a link they mean nothing. */
function removedFrom(
  parts: readonly (Pick<PreparedProgram, 'units'> & Partial<Pick<PreparedProgram, 'link'>>)[],
) {
  const kept = new Set(parts.flatMap(({ units }) => units.flatMap(({ flags }) => flags)));
  return parts.flatMap(({ units, link }) => [
    ...units.flatMap(({ removed }) => removed),
    ...(link?.removed ?? []).filter(({ flag, reason }) => reason !== 'target' || !kept.has(flag)),
  ]);
}

function distinctFlags(flags: readonly RemovedFlag[]): RemovedFlag[] {
  return [...new Map(flags.map((removed) => [removed.flag, removed])).values()];
}
