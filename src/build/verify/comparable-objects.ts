// Which objects of a build have a direct command to be held against, and why the others have none.
import type { Artifact } from '../../cache/artifact-cache.ts';
import type { Target } from '../../model/target.ts';
import type { Uncompared } from '../../model/verification.ts';
import type { BuiltProgram } from '../build-program.ts';
import { unitKey } from '../build-units.ts';
import type { Builder } from '../builder.ts';
import { isSource } from '../compile-unit.ts';
import type { UnitObject } from '../target-object.ts';
import { directClang, type DirectCompile } from './direct-object.ts';
import type { Candidate } from './sample.ts';

/** One unit's object for one target. */
export interface Comparable extends Candidate {
  readonly source: string;
  readonly library?: string;
  /** As it was built. */
  readonly object: Artifact;
  readonly direct: DirectCompile;
}

export interface ComparableObjects {
  readonly comparable: readonly Comparable[];
  readonly uncompared: readonly Uncompared[];
}

/** Each object once, also where several libraries hold it. */
export function comparableObjects(
  builder: Builder,
  { program, variants }: BuiltProgram,
  targets: readonly Target[],
): ComparableObjects {
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
      const { source } = built.compiled.unit;
      const direct = directOf(builder, built, target);
      if ('reason' in direct) {
        const isRust = direct.reason === 'bitcode' && program.flagsFrom === 'cargo';
        const reason = isRust ? 'unrecorded' : direct.reason;
        uncompared.push({ reason, objects: 1, sources: [source] });
        continue;
      }
      const { library } = built;
      comparable.push({
        ...{ unit, source, target: target.name, ...direct },
        ...(library === undefined ? {} : { library }),
      });
    }
  }
  return { comparable, uncompared };
}

type Direct =
  Pick<Comparable, 'object' | 'direct' | 'size'> | Pick<Uncompared, 'reason' | 'detail'>;

function directOf(builder: Builder, { compiled, ir, object }: UnitObject, target: Target): Direct {
  if (compiled.kind === 'assembly') return { reason: 'assembly' };
  if (object === undefined || ir === undefined) return { reason: 'object' };
  if (!isSource(compiled.unit)) return { reason: 'bitcode' };
  const direct = directClang(builder, ir, target);
  return { object: object.object, size: ir.ir.size, direct };
}
