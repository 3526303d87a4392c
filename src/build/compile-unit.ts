// One unit made ready for code generation, whatever it was given as.
import { basename } from 'node:path';
import type { Failure } from '../model/failure.ts';
import type { Unit } from '../model/program.ts';
import type { BuildProgress } from './build-progress.ts';
import type { Builder } from './builder.ts';
import { neutralUnit, type NeutralUnit } from './front-end.ts';
import type { TargetAttributes } from '../toolchain/ir-attributes.ts';

export interface FailedUnit {
  readonly kind: 'failed';
  readonly unit: Unit;
  readonly failure: Failure;
}

export type CompiledUnit =
  | { readonly kind: 'neutral'; readonly unit: Unit; readonly neutral: NeutralUnit }
  /** Built once per target as it is. */
  | { readonly kind: 'assembly'; readonly unit: Unit }
  /** An object or archive of the user's: only linked. */
  | { readonly kind: 'given'; readonly unit: Unit };

/** @throws {FailureError} where the machine fails; what is wrong with the unit is a result. */
export async function compileUnit(
  builder: Builder,
  unit: Unit,
  unitDefault: (unit: Unit) => Promise<TargetAttributes>,
  progress: BuildProgress,
): Promise<CompiledUnit | FailedUnit> {
  if (unit.language === 'object') return { kind: 'given', unit };
  if (unit.language === 'assembly') return { kind: 'assembly', unit };
  try {
    const isSource = unit.language === 'c' || unit.language === 'c++';
    const neutral = await neutralUnit(
      builder,
      unit,
      isSource ? await unitDefault(unit) : undefined,
    );
    progress.step('front end', basename(unit.source));
    return { kind: 'neutral', unit, neutral };
  } catch (error) {
    return { kind: 'failed', unit, failure: builder.failureOfStep(error) };
  }
}
