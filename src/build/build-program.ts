// Program x targets -> variants: each unit's front end once, code generation for each target, links, identical ones found.
import type { Failure } from '../model/failure.ts';
import { failureOf } from '../model/failure-of.ts';
import type { PreparedProgram, Unit } from '../model/program.ts';
import type { BuildFacts, Variant } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import { codeOf } from '../model/variant-code.ts';
import { variantOfTarget } from '../model/variant.ts';
import { ownFrontEnds, profileMisfits, programFacts } from './build-facts.ts';
import type { StepKind } from './build-pace.ts';
import { BuildProgress, type BuildStep } from './build-progress.ts';
import { distinctUnits, linksOf } from './build-units.ts';
import {
  buildVariant,
  withSameUnits,
  type BuiltVariant,
  type LinkedVariant,
} from './build-variant.ts';
import { Builder, type BuilderOptions } from './builder.ts';
import { moreUnitsFail, unitsNotCompiled } from './messages/compiling.ts';
import { compileUnit, isSource, type FailedUnit } from './compile-unit.ts';
import { dispensableUnits, withoutUnits } from './left-out-units.ts';
import { keepHeapSmall } from './small-heap.ts';
import type { TargetAttributes } from '../toolchain/ir-attributes.ts';
import { targetMacros } from '../toolchain/target-macros.ts';
import { rewrittenHeaders, type RewrittenHeader } from './rewritten-headers.ts';
import { hasNoLinker, isRefused, linkersFor, ofOneLinker, type Linkers } from './one-linker.ts';
import type { TargetQuestions } from './target-text.ts';
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
  /** Each target's variant as soon as it is built, before identical ones are found; again where it is linked anew. */
  readonly onVariant?: (variant: Variant) => void;
}

export interface BuiltProgram {
  /** Without units that do not compile and that it may do without. */
  readonly program: PreparedProgram;
  readonly facts: BuildFacts;
  /** In the order of the targets. */
  readonly variants: readonly BuiltVariant[];
  /** Whether all targets' code could come from one IR: false where some unit compiles only for CPUs beyond the default one. */
  readonly hasSharedIr: boolean;
  /** The words of the linker that clang takes by itself, where it refuses what lld then linked. */
  readonly refusedByOwnLinker?: string;
  /** Milliseconds that its steps took, each by itself, but for those found in the cache. */
  readonly cost: number;
  /** When it began, in milliseconds since 1970. */
  readonly startedAt: number;
  /** Of a recorded build. */
  readonly rewritten: readonly RewrittenHeader[];
  /** Set where no target could be built, because a unit does not get through its front end. */
  readonly failure?: Failure;
}

/**
 * Builds one program for every target. Failures of units, targets and links are data in the result; others go on.
 * @throws {FailureError} where the machine fails (disk-full, folder-read-only, toolchain-broken), and the signal's
 * reason; no process is left then.
 */
export async function buildProgram(
  program: PreparedProgram,
  targets: readonly Target[],
  options: BuildOptions,
): Promise<BuiltProgram> {
  const builder = await Builder.open(options);
  const started = performance.now();
  // The links will ask; what goes wrong with it is theirs.
  void builder.ownLinker().catch(() => undefined);
  const distinct = distinctUnits(program);
  keepHeapSmall(distinct.size * targets.length);
  const asks = options.bitcodeOnly !== true;
  const steps = stepsOf(program, [...distinct.values()], targets.length, asks);
  const progress = new BuildProgress(steps, builder.pace, options.onStep);
  // Nothing waits for all front ends: a core that finds no more of them starts generating code.
  const asking = asks
    ? { questions: questionsOf(builder, targets, [...distinct.values()].filter(isSource)), targets }
    : undefined;
  const compiled = new Map(
    [...distinct].map(([key, unit]) => [
      key,
      compileUnit(builder, unit, options.unitDefault, progress, asking),
    ]),
  );
  const units = [...compiled.values()];
  const dispensable = dispensableUnits(program);
  const linkers = linkersFor(program, builder.toolchain);
  const parts = { units: compiled, dispensable };
  const variants = targets.map(async (target, index) => {
    const variant = variantOfTarget(target.name, options);
    const place = { target, variant, index, linker: linkers.first };
    const linked = await buildVariant(builder, program, place, parts, progress);
    options.onVariant?.(linked.built.variant);
    return linked;
  });
  try {
    const alike = await linkedAlike(await Promise.all(variants), linkers, options);
    const built = withSameUnits(alike.variants);
    const settled = await Promise.all(units);
    const uncompiled = new Map(
      [...distinct.keys()].flatMap((key, at) => {
        const unit = settled[at];
        return unit?.kind === 'failed' ? [[key, unit] as const] : [];
      }),
    );
    const failed = [...uncompiled].flatMap(([key, unit]) => (dispensable.has(key) ? [] : unit));
    const compiledUnits = settled.flatMap((unit) =>
      unit.kind === 'neutral' ? [unit.neutral] : unit.kind === 'own' ? [unit.first] : [],
    );
    return {
      program: withoutUnits(program, new Set(uncompiled.keys())),
      variants: withIdenticalFound(built),
      rewritten: await rewrittenHeaders(compiledUnits),
      ...{ cost: builder.pace.spent, startedAt: builder.startedAt },
      facts: {
        ...programFacts(program, compiledUnits, asks),
        ownFrontEnds: ownFrontEnds(built),
        ...profileMisfits(built),
        wall: performance.now() - started,
        stepsRun: builder.counts.run,
        stepsCached: builder.counts.cached,
      },
      ...(alike.refusedBy === undefined ? {} : { refusedByOwnLinker: alike.refusedBy }),
      hasSharedIr: !settled.some(({ kind }) => kind === 'own'),
      ...(failed.length === 0 ? {} : { failure: combined(program, distinct.size, failed) }),
    };
  } catch (error) {
    builder.abandon();
    await Promise.allSettled([...variants, ...units]);
    throw error;
  }
}

interface LinkedAlike {
  readonly variants: readonly BuiltVariant[];
  /** Where the project's own linker refuses what lld links: its words. */
  readonly refusedBy?: string;
}

/** All by the linker that clang takes by itself, or all by lld. */
async function linkedAlike(
  linked: readonly LinkedVariant[],
  { second }: Linkers,
  { onVariant }: BuildOptions,
): Promise<LinkedAlike> {
  const first = linked.map(({ built }) => built);
  if (second === undefined || !first.some(isRefused)) return { variants: first };
  // Every link is waited for, failed or not: none may be left running behind a build that ends.
  const settled = await Promise.allSettled(
    linked.map(({ built, again }) => again?.(second) ?? Promise.resolve(built)),
  );
  const again = settled.map((each): BuiltVariant => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
  const variants = ofOneLinker(first, again);
  for (const [at, each] of variants.entries()) if (each !== first[at]) onVariant?.(each.variant);
  const refused = variants === again ? first.find(isRefused) : undefined;
  const words = refused?.variant.failure?.details;
  return {
    variants,
    ...(refused === undefined || words === undefined || hasNoLinker(refused)
      ? {}
      : { refusedBy: words }),
  };
}

function stepsOf(
  program: PreparedProgram,
  units: readonly Unit[],
  targets: number,
  asks: boolean,
): Record<StepKind, number> {
  const compiled = units.filter(({ language }) => language !== 'object');
  const frontEnds = compiled.filter(({ language }) => language !== 'assembly').length;
  return {
    // Any source may turn out to need a front end of its own for any target.
    'front end': frontEnds + (asks ? compiled.filter(isSource).length * targets : 0),
    'code generation': compiled.length * targets,
    link: linksOf(program) * targets,
  };
}

/** Asked once for all units, while their front ends run; no front end waits for it but at its end. */
function questionsOf(
  builder: Builder,
  targets: readonly Target[],
  sources: readonly Unit[],
): Promise<TargetQuestions> {
  const questions = targetMacros(builder.toolchain, targets, sources, builder.signal).then(
    (macros) => ({ macros, words: new TargetWords(macros.names) }),
  );
  // Whoever needs it hears of its failure; a program without sources does not.
  questions.catch(() => undefined);
  return questions;
}

/** Characters of compilers' words, and of units' names, that a program's failure holds: a broken header breaks thousands. */
const MAX_DETAILS = 65_536;
const MAX_NAMES = 2 * MAX_DETAILS;

function withIdenticalFound(variants: readonly BuiltVariant[]): BuiltVariant[] {
  const first = new Map<string, string>();
  return variants.map((built) => {
    const code = codeOf(built.variant);
    if (code === undefined) return built;
    const identicalTo = first.get(code);
    if (identicalTo !== undefined) return { ...built, variant: { ...built.variant, identicalTo } };
    first.set(code, built.variant.target);
    return built;
  });
}

/** One failure for the program: the first, and how many more units have one of their own. */
function combined(program: PreparedProgram, units: number, failed: readonly FailedUnit[]): Failure {
  const [first] = failed;
  if (first === undefined) return failureOf(new Error('a combined failure needs one failure'));
  if (failed.length === 1) return first.failure;
  return {
    ...first.failure,
    message: unitsNotCompiled({
      ...{ program: program.name, failed: failed.length, units, first: first.unit.source },
    }),
    details: detailsOf(failed),
  };
}

/** Every failed unit by name; the compiler's words of as many as fit. */
function detailsOf(failed: readonly FailedUnit[]): string {
  const parts: string[] = [];
  let length = 0;
  for (const { failure } of failed) {
    const words = length < MAX_DETAILS ? (failure.details ?? '') : '';
    const part = `${failure.message}\n${words}`.trim();
    parts.push(part);
    length += part.length;
    if (length > MAX_NAMES) break;
  }
  const unnamed = failed.length - parts.length;
  return [...parts, ...(unnamed > 0 ? [moreUnitsFail({ count: unnamed })] : [])].join('\n\n');
}
