// Which objects of a build have a direct command to be held against, and why the others have none.
import type { Artifact } from '../../cache/artifact-cache.ts';
import type { Crate } from '../../model/program.ts';
import type { Target } from '../../model/target.ts';
import type { Uncompared } from '../../model/verification.ts';
import type { BuiltProgram } from '../build-program.ts';
import { unitKey } from '../build-units.ts';
import type { Builder } from '../builder.ts';
import { isSource } from '../compile-unit.ts';
import type { UnitObject } from '../target-object.ts';
import { directCrate } from './direct-crate.ts';
import { directClang, type DirectCompile, type NoDirect } from './direct-object.ts';
import type { ComparableObject } from './object-selection.ts';

/** One unit's object for one target. */
export interface Comparable extends ComparableObject {
  readonly source: string;
  readonly library?: string;
  /** Of Rust. */
  readonly crate?: Crate;
  /** As it was built. */
  readonly object: Artifact;
  readonly direct: DirectCompile;
}

export interface ComparableObjects {
  readonly comparable: readonly Comparable[];
  readonly uncompared: readonly Uncompared[];
}

/** Each object once, also where several libraries hold it. */
export async function comparableObjects(
  builder: Builder,
  { variants }: BuiltProgram,
  targets: readonly Target[],
): Promise<ComparableObjects> {
  const comparable: Comparable[] = [];
  const uncompared: Uncompared[] = [];
  for (const { variant, objects } of variants) {
    const target = targets.find(({ name }) => name === variant.target);
    if (target === undefined) continue;
    const seen = new Set<string>();
    for (const built of objects) {
      const unit = unitKey(built.compiled.unit);
      if (seen.has(unit)) continue;
      seen.add(unit);
      const { source, crate } = built.compiled.unit;
      const direct = await directOf(builder, built, target);
      if ('reason' in direct) {
        uncompared.push({ ...direct, objects: 1, sources: [crate?.name ?? source] });
        continue;
      }
      const { library } = built;
      comparable.push({
        ...{ unit, source, target: target.name, ...direct },
        ...(library === undefined ? {} : { library }),
        ...(crate === undefined ? {} : { crate }),
      });
    }
  }
  return { comparable, uncompared };
}

type Direct =
  (Pick<Comparable, 'object' | 'direct' | 'size'> & Partial<Pick<Comparable, 'source'>>) | NoDirect;

async function directOf(
  builder: Builder,
  { compiled, ir, object }: UnitObject,
  target: Target,
): Promise<Direct> {
  const { kind, unit } = compiled;
  if (kind === 'assembly') return { reason: 'assembly' };
  if (object === undefined || ir === undefined) return { reason: 'object' };
  const built = { object: object.object, size: ir.ir.size };
  if (unit.crate !== undefined) {
    const direct = await directCrate(builder, unit, target);
    return 'reason' in direct ? direct : { ...built, ...direct };
  }
  if (!isSource(unit)) return { reason: 'bitcode' };
  return { ...built, direct: directClang(builder, ir, target) };
}
