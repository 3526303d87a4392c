// One unit made ready for code generation, whatever it was given as.
import { basename } from 'node:path';
import { FailureError, type Failure } from '../model/failure.ts';
import type { Unit } from '../model/program.ts';
import type { Target } from '../model/target.ts';
import type { BuildProgress } from './build-progress.ts';
import type { Builder } from './builder.ts';
import { flaggedIr } from './flagged-ir.ts';
import { neutralUnit, rememberRefusal, targetUnit, type NeutralUnit } from './front-end.ts';
import { withHeaderText } from './header-text.ts';
import { TargetText, type TargetQuestions } from './target-text.ts';
import { isSameForEveryCpu, refusedFailure } from './tool-failure.ts';
import type { TargetAttributes } from '../toolchain/ir-attributes.ts';
import { ownCpuFlags } from '../toolchain/target-flags.ts';

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
  /** The default CPU does not compile it, and some targets do, each by a front end of its own. */
  | {
      readonly kind: 'own';
      readonly unit: Unit;
      /** Of the first target that compiles it. */
      readonly first: NeutralUnit;
      readonly irFor: (target: Target) => Promise<NeutralUnit>;
    }
  /** Built once per target as it is. */
  | { readonly kind: 'assembly'; readonly unit: Unit }
  /** An object or archive of the user's: only linked. */
  | { readonly kind: 'given'; readonly unit: Unit };

/** How code that looks at the target is found. */
export interface Asking {
  /** What such code could say. */
  readonly questions: Promise<TargetQuestions>;
  /** The baseline first. The progress counts a front end of each for each source. */
  readonly targets: readonly Target[];
}

/**
 * @param asking without it nothing is looked for, and every target's code comes from one IR.
 * @throws {FailureError} where the machine fails; what is wrong with the unit is a result.
 */
export async function compileUnit(
  builder: Builder,
  given: Unit,
  unitDefault: (unit: Unit) => Promise<TargetAttributes>,
  progress: BuildProgress,
  asking: Asking | undefined,
): Promise<CompiledUnit | FailedUnit> {
  if (given.language === 'object') return { kind: 'given', unit: given };
  if (given.language === 'assembly') return { kind: 'assembly', unit: given };
  const unit = await withHeaderText(given);
  const asks = isSource(unit) ? asking : undefined;
  try {
    const neutral = await progress.count('front end', basename(unit.source), async () =>
      neutralUnit(
        builder,
        unit,
        isSource(unit) ? await unitDefault(unit) : undefined,
        asks !== undefined,
      ),
    );
    const irFor =
      isSource(unit) && ownCpuFlags(unit.flags).length > 0
        ? ownCpuIr(builder, unit, progress, asks !== undefined)
        : asks === undefined
          ? (target: Target) => flaggedIr(builder, neutral, target)
          : irByTarget(builder, neutral, { ...asks, questions: await asks.questions }, progress);
    return { kind: 'neutral', unit, neutral, irFor };
  } catch (error) {
    const failure = builder.failureOfStep(error);
    if (asks === undefined) return { kind: 'failed', unit, failure };
    if (!isSameForEveryCpu(failure)) return ownUnit(builder, unit, failure, asks.targets, progress);
    progress.spare('front end', asks.targets.length);
    return { kind: 'failed', unit, failure };
  }
}

/** Of a unit that names a CPU for itself: what clang makes of both, with the CPU that it writes on each function. */
function ownCpuIr(
  builder: Builder,
  unit: Unit,
  progress: BuildProgress,
  counts: boolean,
): (target: Target) => Promise<NeutralUnit> {
  return (target) =>
    counts ? ownFrontEnd(builder, unit, target, progress) : targetUnit(builder, unit, target);
}

function irByTarget(
  builder: Builder,
  neutral: NeutralUnit,
  asking: { readonly questions: TargetQuestions; readonly targets: readonly Target[] },
  progress: BuildProgress,
): (target: Target) => Promise<NeutralUnit> {
  const { unit } = neutral;
  const text = new TargetText(builder, neutral, asking.questions);
  const irFor = async (target: Target): Promise<NeutralUnit> => {
    // Attributes that the target's flags put on functions are on no neutral IR.
    if ((await builder.effectOf(target)).kind !== 'features')
      return { ...(await ownFrontEnd(builder, unit, target, progress)), forFlags: true };
    const own = await text.dependsOn(target).catch((error: unknown) => {
      progress.spare('front end');
      throw error;
    });
    if (own) return ownFrontEnd(builder, unit, target, progress);
    progress.spare('front end');
    return neutral;
  };
  return (target) =>
    irFor(target).catch((error: unknown) => {
      throw refused(builder, error, unit, target, { baseline: asking.targets[0] });
    });
}

/**
 * A source that does not compile for the default CPU: as a build with `-march` does, each target tries by itself. Most such
 * sources are plainly wrong, though. So the target with the most features goes first: where it complains in the same
 * words, only those follow that have a feature which it lacks.
 * @param failure what the default CPU's compile said; the unit's where it compiles for no target
 */
async function ownUnit(
  builder: Builder,
  unit: Unit,
  failure: Failure,
  targets: readonly Target[],
  progress: BuildProgress,
): Promise<CompiledUnit | FailedUnit> {
  const [richest, ...others] = targets.toSorted((a, b) => b.features.length - a.features.length);
  if (richest === undefined) return { kind: 'failed', unit, failure };
  const pending = new Map([[richest.name, ownFrontEnd(builder, unit, richest, progress)]]);
  const details = await pending.get(richest.name)?.then(
    () => undefined,
    (error: unknown) => builder.failureOfStep(error).details,
  );
  const has = new Set(richest.features);
  const following =
    details !== undefined && details === failure.details
      ? others.filter(({ features }) => features.some((feature) => !has.has(feature)))
      : others;
  progress.spare('front end', others.length - following.length);
  for (const target of following)
    pending.set(target.name, ownFrontEnd(builder, unit, target, progress));
  const settled = await Promise.allSettled(targets.flatMap(({ name }) => pending.get(name) ?? []));
  for (const result of settled) {
    if (result.status === 'rejected') builder.failureOfStep(result.reason);
  }
  const compiled = settled.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  const [first] = compiled;
  if (first === undefined) return { kind: 'failed', unit, failure };
  await rememberRefusal(builder, compiled, failure);
  const compiles = targets.find(({ name }) => name === first.target);
  const irFor = async (target: Target): Promise<NeutralUnit> => {
    try {
      return await (pending.get(target.name) ?? targetUnit(builder, unit, target));
    } catch (error) {
      throw refused(builder, error, unit, target, { baseline: targets[0], compiles });
    }
  };
  return { kind: 'own', unit, first, irFor };
}

function ownFrontEnd(
  builder: Builder,
  unit: Unit,
  target: Target,
  progress: BuildProgress,
): Promise<NeutralUnit> {
  const item = `${basename(unit.source)} for ${target.name}`;
  return progress.count('front end', item, () => targetUnit(builder, unit, target));
}

/** A front end's failure for one target, said as such; the error itself where it is no compiler's. */
function refused(
  builder: Builder,
  error: unknown,
  unit: Unit,
  target: Target,
  others: { readonly baseline: Target | undefined; readonly compiles?: Target | undefined },
): unknown {
  const failure = builder.failureOfStep(error);
  return failure.code === 'compile-failed'
    ? new FailureError(refusedFailure(unit, failure, target, others), { cause: error })
    : error;
}

/** Whether it is compiled from source, and so may ask which CPU it is compiled for. */
export function isSource({ language }: Unit): boolean {
  return language === 'c' || language === 'c++';
}
