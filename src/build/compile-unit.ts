// One unit made ready for code generation, whatever it was given as.
import { basename } from 'node:path';
import type { Failure } from '../model/failure.ts';
import type { Unit } from '../model/program.ts';
import type { Target } from '../model/target.ts';
import type { BuildProgress } from './build-progress.ts';
import type { Builder } from './builder.ts';
import { neutralUnit, targetUnit, type NeutralUnit } from './front-end.ts';
import { TargetText } from './target-text.ts';
import type { TargetWords } from './target-words.ts';
import type { TargetAttributes } from '../toolchain/ir-attributes.ts';

export interface FailedUnit {
  readonly kind: 'failed';
  readonly unit: Unit;
  readonly failure: Failure;
}

export type CompiledUnit =
  | {
      readonly kind: 'neutral';
      readonly unit: Unit;
      readonly neutral: NeutralUnit;
      /** The IR to generate a target's code from: its own where the unit looks at the target. */
      readonly irFor: (target: Target) => Promise<NeutralUnit>;
    }
  /** Built once per target as it is. */
  | { readonly kind: 'assembly'; readonly unit: Unit }
  /** An object or archive of the user's: only linked. */
  | { readonly kind: 'given'; readonly unit: Unit };

/**
 * @param targetWords what code that looks at the target could say; without it nothing is looked for, and every target's
 * code comes from one IR.
 * @throws {FailureError} where the machine fails; what is wrong with the unit is a result.
 */
export async function compileUnit(
  builder: Builder,
  unit: Unit,
  unitDefault: (unit: Unit) => Promise<TargetAttributes>,
  progress: BuildProgress,
  targetWords: Promise<TargetWords> | undefined,
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
    const irFor =
      targetWords === undefined
        ? () => Promise.resolve(neutral)
        : irByTarget(builder, neutral, await targetWords, progress);
    return { kind: 'neutral', unit, neutral, irFor };
  } catch (error) {
    return { kind: 'failed', unit, failure: builder.failureOfStep(error) };
  }
}

function irByTarget(
  builder: Builder,
  neutral: NeutralUnit,
  targetWords: TargetWords,
  progress: BuildProgress,
): (target: Target) => Promise<NeutralUnit> {
  const text = new TargetText(builder, neutral, targetWords);
  return async (target) => {
    if (!(await text.dependsOn(target))) return neutral;
    progress.more(1);
    const own = await targetUnit(builder, neutral, target);
    progress.step('front end', `${basename(neutral.unit.source)} for ${target.name}`);
    return own;
  };
}
