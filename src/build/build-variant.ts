// One program for one target: objects of all its units, then the link.
import { basename } from 'node:path';
import type { Program, Unit } from '../model/program.ts';
import type { BuiltUnit, Variant } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import type { BuildProgress } from './build-progress.ts';
import type { Builder } from './builder.ts';
import type { CompiledUnit, FailedUnit } from './compile-unit.ts';
import type { NeutralUnit } from './front-end.ts';
import { assemble, generateCode, type ObjectFile } from './generate-code.ts';
import { linkProgram, type Executable, type LinkInput } from './link-program.ts';

export interface UnitObject {
  readonly compiled: CompiledUnit;
  /** What code was generated from; absent for assembly and what was given as an object. */
  readonly ir?: NeutralUnit;
  /** Absent for objects and archives of the user's, which have only a hash. */
  readonly object?: ObjectFile;
  readonly givenHash?: string;
}

export interface BuiltVariant {
  readonly variant: Variant;
  /** Present where it was built. */
  readonly executable?: Executable;
  readonly objects: readonly UnitObject[];
}

/** Targets are this far apart in priority: links of the first start while code for the last is generated. */
const TARGET_DISTANCE = 100_000_000;

/** @throws {FailureError} where the machine fails; what is wrong with a unit or the link is a result. */
export async function buildVariant(
  builder: Builder,
  program: Program,
  place: { readonly target: Target; readonly index: number },
  units: readonly Promise<CompiledUnit | FailedUnit>[],
  progress: BuildProgress,
): Promise<BuiltVariant> {
  const { target } = place;
  // Every step is waited for, failed or not: none may be left running behind a failed variant.
  const settled = await Promise.allSettled(
    units.map(async (pending) => {
      const unit = await pending;
      return unit.kind === 'failed' ? unit : unitObject(builder, unit, place, progress);
    }),
  );
  try {
    const results = settled.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    });
    const objects = results.flatMap((result) => ('compiled' in result ? [result] : []));
    if (objects.length < results.length) return notBuilt(target);
    const executable = await linkProgram(builder, program, objects.map(linkInput));
    progress.step('link', `${program.name} for ${target.name}`);
    return { variant: builtVariant(target, objects, executable), executable, objects };
  } catch (error) {
    const failure = builder.failureOfStep(error);
    return { variant: { ...notBuilt(target).variant, state: 'failed', failure }, objects: [] };
  }
}

async function unitObject(
  builder: Builder,
  compiled: CompiledUnit,
  place: { readonly target: Target; readonly index: number },
  progress: BuildProgress,
): Promise<UnitObject> {
  if (compiled.kind === 'given') {
    return { compiled, givenHash: (await builder.hashes.of(compiled.unit.source)) ?? '' };
  }
  // Largest units first, so that at the end no core idles while another works on a long one.
  const size = compiled.kind === 'neutral' ? compiled.neutral.ir.size : 0;
  const priority = Math.min(size, TARGET_DISTANCE) - place.index * TARGET_DISTANCE;
  const ir = compiled.kind === 'neutral' ? await compiled.irFor(place.target) : undefined;
  const object =
    ir === undefined
      ? await assemble(builder, compiled.unit, place.target, priority)
      : await generateCode(builder, ir, place.target, priority);
  progress.step('code generation', `${basename(compiled.unit.source)} for ${place.target.name}`);
  return { compiled, object, ...(ir === undefined ? {} : { ir }) };
}

function linkInput({ compiled, object }: UnitObject): LinkInput {
  const { source }: Unit = compiled.unit;
  return object === undefined
    ? { path: source, word: source }
    : { path: object.object.path, hash: object.object.hash, word: `${source}.o` };
}

function builtVariant(
  target: Target,
  objects: readonly UnitObject[],
  executable: Executable,
): Variant {
  return {
    target: target.name,
    state: 'built',
    units: objects.map(builtUnit),
    linkArgv: executable.argv,
    executableHash: executable.file.hash,
    executableSize: executable.file.size,
  };
}

function builtUnit({ compiled, ir, object, givenHash = '' }: UnitObject): BuiltUnit {
  return {
    source: compiled.unit.source,
    irHash: ir?.ir.hash ?? '',
    objectHash: object?.object.hash ?? givenHash,
    frontEndArgv: ir?.argv ?? [],
    codegenArgv: object?.argv ?? [],
  };
}

function notBuilt(target: Target): BuiltVariant {
  return {
    variant: { target: target.name, state: 'not-built', units: [], linkArgv: [] },
    objects: [],
  };
}
