// What is said of units that do not compile, or for which no code can be generated.
import type { FailureWords } from '../../model/failure.ts';
import type { Remedy } from '../../model/remedy.ts';
import { listText } from '../../text/list-text.ts';
import { plural } from '../../text/plural.ts';

/** Names before the rest is only counted. */
const SHOWN = 4;
const OTHER_BASELINE: Remedy = { kind: 'set', what: 'baseline' };
const OTHER_TARGETS: Remedy = { kind: 'set', what: 'targets' };

/** Where the compiler's first error is: `file` where that is not the unit's source. */
export interface ErrorPlace {
  readonly file?: string;
  readonly line?: number;
}

function at({ file, line }: ErrorPlace): string {
  if (line === undefined) return '';
  return file === undefined ? ` (line ${line})` : ` (${file}:${line})`;
}

export function notCompiled(facts: {
  readonly source: string;
  readonly place: ErrorPlace;
}): FailureWords {
  return {
    message: `${facts.source} does not compile${at(facts.place)}.`,
    hint: 'Fix what the compiler reports, in the source or in its compiler flags.',
  };
}

/** @param compiles the name of a target for which it does compile */
export function notCompiledFor(facts: {
  readonly source: string;
  readonly place: ErrorPlace;
  readonly target: string;
  readonly compiles: string | undefined;
}): string {
  const { source, place, target, compiles } = facts;
  const but = compiles === undefined ? '' : `, but it does for ${compiles}`;
  return `${source} does not compile for ${target}${at(place)}${but}.`;
}

export function failsForCpu(facts: {
  readonly target: string;
  readonly isBaseline: boolean;
}): Advice {
  const { target, isBaseline } = facts;
  return {
    hint: `A direct build for ${target} fails in the same way. Fix what the compiler reports, or choose ${isBaseline ? 'another baseline' : 'other targets'}.`,
    remedies: [isBaseline ? OTHER_BASELINE : OTHER_TARGETS],
  };
}

type Advice = Omit<FailureWords, 'message'>;

/** @param compiles the name of a target for which the unit does compile */
export function baselineLacks({ compiles }: { readonly compiles: string }): Advice {
  return {
    hint: `The CPU of the baseline lacks what the code needs. Choose another baseline, such as ${compiles}.`,
    remedies: [{ kind: 'set', what: 'baseline', value: compiles }],
  };
}

export function targetLacks(): Advice {
  return {
    hint: 'This CPU lacks what the code needs. Remove the target.',
    remedies: [OTHER_TARGETS],
  };
}

export function headerMissing({ header }: { readonly header: string }): Advice {
  return {
    hint: `Add the folder that contains ${header} to "flags" in retarget.json, such as ["-O2", "-Iinclude"]. If the project's own build generates the header, run that build first.`,
    configurable: true,
  };
}

export function precompiledHeader(): Advice {
  return {
    hint: "The precompiled header was created for another CPU or by another compiler, and the original header is not next to it. Disable precompiled headers in the project's build.",
  };
}

/** Intrinsics of a CPU that no target is. */
export function featureMissing({ feature }: { readonly feature: string }): Advice {
  return {
    hint: `Choose a baseline and targets that have ${feature}. None of the CPUs it was compiled for has it.`,
    remedies: [OTHER_BASELINE, OTHER_TARGETS],
  };
}

/** @param targets those of the flags that choose a CPU or its features */
export function flagsRemoved(facts: {
  readonly flags: readonly string[];
  readonly targets: readonly string[];
}): string {
  const { flags, targets } = facts;
  const removed = `Removed, because each target sets them or Retarget cannot keep them: ${flags.join(' ')}.`;
  if (targets.length === 0) return removed;
  return `${removed} Code that uses intrinsics of ${targets.join(' ')} needs a baseline and targets with ${plural(targets.length, 'that feature', 'those features')}. Functions with their own features, such as __attribute__((target("avx2"))), compile for every target.`;
}

export function noCodeGenerated(facts: {
  readonly source: string;
  readonly target: string;
}): FailureWords {
  return {
    message: `${facts.source} compiles, but no code could be generated for ${facts.target}.`,
    hint: 'Remove this target, or fix what the compiler reports. Other targets may be unaffected.',
    remedies: [OTHER_TARGETS],
  };
}

export function irUnreadable({ source }: { readonly source: string }): FailureWords {
  return {
    message: `${source} is not IR that this LLVM can read.`,
    hint: 'Create it again with this LLVM or an older one. The file may be truncated, or may have been written by a newer LLVM.',
  };
}

/**
 * @param features that the target lacks @param intrinsic one that needs them
 * @param madeFor the CPU that the bitcode was created for @param such a target that has the features
 */
export function intrinsicsLacking(facts: {
  readonly source: string;
  readonly target: string;
  readonly features: readonly string[];
  readonly intrinsic: string;
  readonly madeFor: string | undefined;
  readonly such: string | undefined;
}): FailureWords {
  const { source, target, madeFor, such } = facts;
  const features = listText(facts.features, SHOWN);
  const made = madeFor === undefined ? '' : `It was created for ${madeFor}. `;
  const example = such === undefined ? '' : `, such as ${such}`;
  return {
    message: `${source} uses ${features} intrinsics (such as ${facts.intrinsic}), which ${target} lacks. No code can be generated for it.`,
    hint: `${made}Choose a baseline and targets that have ${features}${example}.`,
    remedies: [
      such === undefined ? OTHER_BASELINE : { kind: 'set', what: 'baseline', value: such },
      OTHER_TARGETS,
    ],
  };
}

/** A target's flags change only what a front end makes. @param cpu of the target */
export function flagsNotFromIr(facts: {
  readonly source: string;
  readonly target: string;
  readonly flags: readonly string[];
  readonly cpu: string;
}): FailureWords {
  const { source, target, flags, cpu } = facts;
  const count = flags.length;
  return {
    message: `${source} cannot be built for ${target}: ${flags.join(' ')} ${plural(count, 'takes', 'take')} effect when a source is compiled to IR, and this file is already IR.`,
    hint: `Remove the ${plural(count, 'flag', 'flags')} from this target, or compare ${cpu} without ${plural(count, 'it', 'them')}. Flags for CPU features, -mtune and -mprefer-vector-width also work for IR.`,
    remedies: [OTHER_TARGETS],
  };
}

/** @param foreign @param triple machines */
export function foreignBitcode(facts: {
  readonly source: string;
  readonly foreign: string;
  readonly triple: string;
}): FailureWords {
  const { source, foreign, triple } = facts;
  return {
    message: `${source} is for ${foreign}, but code is generated for ${triple} here.`,
    hint: `Create it again for this machine (clang's default, or --target=${triple}), or profile it on a machine of that kind.`,
  };
}

/** @param code the system's, such as `EACCES` */
export function sourceUnreadable(facts: {
  readonly source: string;
  readonly code: string | undefined;
}): FailureWords {
  return {
    message: `${facts.source} cannot be read (${facts.code ?? 'unknown error'}).`,
    hint: 'Check the path, and that the file is readable.',
  };
}

/** @param first the source of the first unit that fails */
export function unitsNotCompiled(facts: {
  readonly program: string;
  readonly failed: number;
  readonly units: number;
  readonly first: string;
}): string {
  const { program, failed, units, first } = facts;
  return `${program}: ${failed} of ${units} units do not compile. The first is ${first}.`;
}

/** In a list of failed units. */
export function moreUnitsFail({ count }: { readonly count: number }): string {
  return `[${count} more ${plural(count, 'unit does', 'units do')} not compile]`;
}

/** Stands above the steps that the compiler reports. */
export const COMPILER_CRASHED = 'The compiler crashed:';

/** Stands behind a tool's words. */
export function moreCharacters({ count }: { readonly count: number }): string {
  return `[${count} more ${plural(count, 'character', 'characters')}]`;
}

/** What a crate asks that makes its code differ from a direct build's. */
export type CrateAsks = 'condition' | 'detection';

export function crateAsks(facts: { readonly crate: string; readonly asks: CrateAsks }): string {
  const { crate, asks } = facts;
  return asks === 'condition'
    ? `The crate ${crate} uses cfg(target_feature). It is built once, for rustc's baseline, while a direct build uses the target's features.`
    : `The crate ${crate} detects CPU features at run time (such as is_x86_feature_detected!). A direct build omits the check if the target has the feature.`;
}

/** @param rustc @param clang versions of LLVM */
export function otherLlvmThanRustc(facts: {
  readonly rustc: string;
  readonly clang: string;
}): string {
  return `rustc uses LLVM ${facts.rustc}, but the measured code is generated by LLVM ${facts.clang}, so code can differ for that reason too.`;
}
