// One unit for one target: the object that code generation made of it, or that was given, and what is kept of where it came from.
import { basename } from 'node:path';
import type { Unit } from '../model/program.ts';
import type { BuiltUnit } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import type { BuildProgress } from './build-progress.ts';
import type { Builder } from './builder.ts';
import type { CompiledUnit, FailedUnit } from './compile-unit.ts';
import type { NeutralUnit } from './front-end.ts';
import { assemble, generateCode, type GeneratedObject } from './generate-code.ts';
import type { LinkInput } from './link-program.ts';

export interface TargetObject {
  readonly compiled: CompiledUnit;
  /** What code was generated from; absent for assembly and what was given as an object. */
  readonly ir?: NeutralUnit;
  /** Absent for objects and archives of the user's, which have only a hash. */
  readonly object?: GeneratedObject;
  readonly givenHash?: string;
}

export interface UnitObject extends TargetObject {
  /** The library of the project that it is a part of; absent for the program's own. */
  readonly library?: string;
}

/** Targets are this far apart in priority: links of the first start while code for the last is generated. */
const TARGET_DISTANCE = 100_000_000;

/** @returns the unit itself where it did not get through its front end. */
export async function targetObject(
  builder: Builder,
  pending: Promise<CompiledUnit | FailedUnit>,
  place: { readonly target: Target; readonly index: number },
  progress: BuildProgress,
): Promise<TargetObject | FailedUnit> {
  const compiled = await pending;
  if (compiled.kind === 'given') {
    const givenHash = await builder.lookup(() => builder.hashes.of(compiled.unit.source));
    return { compiled, givenHash: givenHash ?? '' };
  }
  if (compiled.kind === 'failed') {
    progress.spare('code generation');
    return compiled;
  }
  const item = `${basename(compiled.unit.source)} for ${place.target.name}`;
  return progress.count('code generation', item, async () => {
    // Largest units first, so that at the end no core idles while another works on a long one.
    const size = sizeOf(compiled);
    const priority = Math.min(size, TARGET_DISTANCE) - place.index * TARGET_DISTANCE;
    if (compiled.kind === 'assembly') {
      return {
        compiled,
        object: await assemble(builder, compiled.unit, place.target, priority),
      };
    }
    const ir = await compiled.irFor(place.target);
    return { compiled, ir, object: await generateCode(builder, ir, place.target, priority) };
  });
}

function sizeOf(compiled: CompiledUnit): number {
  if (compiled.kind === 'neutral') return compiled.neutral.ir.size;
  return compiled.kind === 'own' ? compiled.first.ir.size : 0;
}

export function linkInput({ compiled, object }: TargetObject): LinkInput {
  const { source }: Unit = compiled.unit;
  return object === undefined
    ? { path: source, word: source }
    : { path: object.object.path, hash: object.object.hash, word: `${source}.o` };
}

export function memberInput(object: TargetObject): LinkInput {
  const { givenHash } = object;
  return { ...linkInput(object), ...(givenHash === undefined ? {} : { hash: givenHash }) };
}

export function builtUnit({
  compiled,
  ir,
  object,
  givenHash = '',
  library,
}: UnitObject): BuiltUnit {
  return {
    source: compiled.unit.source,
    irHash: ir?.ir.hash ?? '',
    objectHash: object?.object.hash ?? givenHash,
    frontEndArgv: ir?.argv ?? [],
    codegenArgv: object?.argv ?? [],
    ...(library === undefined ? {} : { library }),
  };
}
