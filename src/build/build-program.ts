// Program x targets -> variants: each unit's front end once, code generation for each target, links, identical ones found.
import { failureOf, type Failure } from '../model/failure.ts';
import type { Program, Unit } from '../model/program.ts';
import type { BuildFacts, Variant } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import { ownFrontEnds, programFacts } from './build-facts.ts';
import { BuildProgress, type BuildStep } from './build-progress.ts';
import { buildVariant, type BuiltVariant } from './build-variant.ts';
import { Builder, type BuilderOptions } from './builder.ts';
import { compileUnit, type FailedUnit } from './compile-unit.ts';
import { keepHeapSmall } from './small-heap.ts';
import type { TargetAttributes } from '../toolchain/ir-attributes.ts';
import { targetMacros } from '../toolchain/target-macros.ts';
import { TargetWords } from './target-words.ts';

export interface BuildOptions extends BuilderOptions {
  /** What the front end writes on a function that asks for nothing, given a unit's flags. */
  readonly unitDefault: (unit: Unit) => Promise<TargetAttributes>;
  /**
   * Generates every target's code from one IR, also of units that look at the target (`#ifdef __AVX2__`): what those
   * get who ship bitcode, not what `-march=<target>` in the user's own build gives.
   */
  readonly bitcodeOnly?: boolean;
  readonly onStep?: (step: BuildStep) => void;
  /** Each target's variant as soon as it is built, before identical ones are found. */
  readonly onVariant?: (variant: Variant) => void;
}

export interface BuiltProgram {
  readonly program: Program;
  readonly facts: BuildFacts;
  /** In the order of the targets. */
  readonly variants: readonly BuiltVariant[];
  /** Set where no target could be built, because a unit does not get through its front end. */
  readonly failure?: Failure;
}

/**
 * Builds one program for every target. Failures of units, targets and links are data in the result; others go on.
 * @throws {FailureError} where the machine fails (disk-full, folder-read-only, toolchain-broken), and the signal's
 * reason; no process is left then.
 */
export async function buildProgram(
  program: Program,
  targets: readonly Target[],
  options: BuildOptions,
): Promise<BuiltProgram> {
  const builder = await Builder.open(options);
  const started = performance.now();
  keepHeapSmall(program.units.length * targets.length);
  const progress = new BuildProgress(program, targets.length, options.onStep);
  // Nothing waits for all front ends: a core that finds no more of them starts generating code.
  const words = options.bitcodeOnly === true ? undefined : targetWords(builder, targets);
  const units = program.units.map((unit) =>
    compileUnit(builder, unit, options.unitDefault, progress, words),
  );
  const variants = targets.map(async (target, index) => {
    const built = await buildVariant(builder, program, { target, index }, units, progress);
    options.onVariant?.(built.variant);
    return built;
  });
  try {
    const built = await Promise.all(variants);
    const settled = await Promise.all(units);
    const failed = settled.filter((unit) => unit.kind === 'failed');
    const neutral = settled.flatMap((unit) => (unit.kind === 'neutral' ? [unit.neutral] : []));
    return {
      program,
      variants: withIdenticalFound(built),
      facts: {
        ...programFacts(program, neutral),
        ownFrontEnds: ownFrontEnds(built),
        wall: performance.now() - started,
        stepsRun: builder.counts.run,
        stepsCached: builder.counts.cached,
      },
      ...(failed.length === 0 ? {} : { failure: combined(program, failed) }),
    };
  } catch (error) {
    builder.abandon();
    await Promise.allSettled([...variants, ...units]);
    throw error;
  }
}

/** Asked once for all units, while their front ends run; no front end waits for it but at its end. */
function targetWords(builder: Builder, targets: readonly Target[]): Promise<TargetWords> {
  const words = targetMacros(builder.toolchain, targets, builder.signal).then(
    (macros) => new TargetWords(macros),
  );
  // Whoever needs it hears of its failure; a program without sources does not.
  words.catch(() => undefined);
  return words;
}

function withIdenticalFound(variants: readonly BuiltVariant[]): BuiltVariant[] {
  const first = new Map<string, string>();
  return variants.map((built) => {
    const { executableHash, target }: Variant = built.variant;
    if (executableHash === undefined) return built;
    const identicalTo = first.get(executableHash);
    if (identicalTo !== undefined) return { ...built, variant: { ...built.variant, identicalTo } };
    first.set(executableHash, target);
    return built;
  });
}

/** One failure for the program: the first, and how many more units have one of their own. */
function combined(program: Program, failed: readonly FailedUnit[]): Failure {
  const [first] = failed;
  if (first === undefined) return failureOf(new Error('a combined failure needs one failure'));
  if (failed.length === 1) return first.failure;
  const details = failed.map(({ failure }) =>
    `${failure.message}\n${failure.details ?? ''}`.trim(),
  );
  return {
    ...first.failure,
    message: `${program.name}: ${failed.length} of ${program.units.length} units do not compile; the first is ${first.unit.source}.`,
    details: details.join('\n\n'),
  };
}
