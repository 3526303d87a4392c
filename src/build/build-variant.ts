// One program for one target: objects of all units, the project's own libraries of them, then the link.
import type { Failure } from '../model/failure.ts';
import type { Library, PreparedProgram, Unit } from '../model/program.ts';
import type { Variant } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';
import type { VariantIdentity } from '../model/variant.ts';
import type { BuildProgress } from './build-progress.ts';
import { linksOf, unitKey } from './build-units.ts';
import { settledOrder } from './contested-names.ts';
import type { Builder } from './builder.ts';
import type { CompiledUnit, FailedUnit } from './compile-unit.ts';
import { assertNotReplaced, withLeftOut } from './left-out-units.ts';
import { link, type Linked } from './link-program.ts';
import type { LinkCandidate, ContestedName } from './settled-link.ts';
import {
  builtUnit,
  linkInput,
  memberInput,
  targetObject,
  type TargetObject,
  type UnitObject,
} from './target-object.ts';
import { linkFailure } from './tool-failure.ts';
import type { UncalledUnits } from './uncalled-units.ts';
import { VariantLibraries, type SharedLibrary } from './variant-libraries.ts';

export interface BuiltVariant {
  readonly variant: Variant;
  /** Present where it was built. */
  readonly executable?: Linked;
  /** The project's own, each to stand under its name beside the executable wherever that runs. */
  readonly shared: readonly SharedLibrary[];
  readonly objects: readonly UnitObject[];
  /** Units of inferred libraries that do not compile: what was linked, was linked without them. */
  readonly leftOut: readonly FailedUnit[];
  /** Of inferred libraries: what the order of their units decided. */
  readonly contested: readonly ContestedName[];
  readonly uncalled: readonly UncalledUnits[];
}

/**
 * One program has the same units for every target: where a unit compiles for some only, those it does not compile for fail,
 * as a build with `-march` would.
 */
export function withSameUnits(variants: readonly BuiltVariant[]): BuiltVariant[] {
  const built = variants.filter(({ variant }) => variant.state === 'built');
  const times = new Map<string, number>();
  for (const { unit } of built.flatMap(({ leftOut }) => leftOut)) {
    times.set(unitKey(unit), (times.get(unitKey(unit)) ?? 0) + 1);
  }
  return variants.map((each) => {
    const own = each.leftOut.find(({ unit }) => times.get(unitKey(unit)) !== built.length);
    return own === undefined ? each : failed(each.variant, own.failure);
  });
}

/** What all of a program's variants are made of. */
export interface VariantParts {
  /** By key, the program's and its libraries'. */
  readonly units: ReadonlyMap<string, Promise<CompiledUnit | FailedUnit>>;
  /** Keys of units that are left out where they do not compile. */
  readonly dispensable: ReadonlySet<string>;
}

export interface LinkedVariant {
  readonly built: BuiltVariant;
  /** Links the objects once more; absent where there are none. */
  readonly again?: (toolchain: Toolchain) => Promise<BuiltVariant>;
}

/**
 * @throws {FailureError} where the machine fails; what is wrong with a unit or a link is a result.
 */
export async function buildVariant(
  builder: Builder,
  program: PreparedProgram,
  place: {
    readonly target: Target;
    readonly variant: VariantIdentity;
    readonly index: number;
    readonly linker: Toolchain;
  },
  { units, dispensable }: VariantParts,
  progress: BuildProgress,
): Promise<LinkedVariant> {
  const { target, variant } = place;
  let linksLeft = linksOf(program);
  const onLinked = (name: string): void => {
    linksLeft -= 1;
    progress.step('link', `${name} for ${target.name}`);
  };
  // Every step is waited for, failed or not: none may be left running behind a failed variant.
  const settled = await Promise.allSettled(
    [...units.values()].map((pending) => targetObject(builder, pending, place, progress)),
  );
  const leftOut: FailedUnit[] = [];
  try {
    const objects = new Map<string, TargetObject>();
    for (const [at, [key, pending]] of [...units].entries()) {
      const result = settled[at];
      if (result === undefined) continue;
      if (result.status === 'rejected') {
        if (!dispensable.has(key)) throw result.reason;
        const failure = builder.failureOfStep(result.reason);
        leftOut.push({ kind: 'failed', unit: (await pending).unit, failure });
      } else if (!('kind' in result.value)) {
        objects.set(key, result.value);
      } else if (dispensable.has(key)) {
        leftOut.push(result.value);
      }
    }
    if (objects.size + leftOut.length < units.size) return { built: notBuilt(variant) };
    const linked = { builder, program, variant, objects, leftOut };
    return {
      built: await linkedOrFailed(linked, place.linker, onLinked),
      again: (toolchain) => linkedOrFailed(linked, toolchain),
    };
  } catch (error) {
    return { built: failed(variant, builder.failureOfStep(error)) };
  } finally {
    progress.spare('link', linksLeft);
  }
}

interface Linking {
  readonly builder: Builder;
  readonly program: PreparedProgram;
  readonly variant: VariantIdentity;
  readonly objects: ReadonlyMap<string, TargetObject>;
  readonly leftOut: readonly FailedUnit[];
}

async function linkedOrFailed(
  linking: Linking,
  toolchain: Toolchain,
  onLinked?: (name: string) => void,
): Promise<BuiltVariant> {
  const { builder, program, variant, objects, leftOut } = linking;
  try {
    const built = await linkVariant(linking, toolchain, onLinked).catch(async (error: unknown) => {
      throw await withLeftOut(error, program, leftOut);
    });
    const linked = [...objects.values()].map((object) => linkInput(object).path);
    await assertNotReplaced(program, leftOut, linked);
    return { ...built, leftOut };
  } catch (error) {
    return failed(variant, builder.failureOfStep(error));
  }
}

async function linkVariant(
  { builder, program, variant, objects }: Linking,
  toolchain: Toolchain,
  onLinked?: (name: string) => void,
): Promise<Omit<BuiltVariant, 'leftOut'>> {
  const objectsOf = (units: readonly Unit[]): TargetObject[] =>
    units.flatMap((unit) => objects.get(unitKey(unit)) ?? []);
  const libraries = new VariantLibraries(builder, program, toolchain);
  const inferred: InferredLink = { always: [], contested: [], uncalled: [] };
  try {
    for (const library of program.libraries ?? []) {
      const isShared = library.link !== undefined;
      const given = objectsOf(library.units);
      const members =
        library.inferred === true
          ? await settled(program, library, objectsOf(program.units), given, inferred)
          : given;
      // A linker lists a given object among what it read, but not as the member of an archive.
      await libraries.build(library, members.map(isShared ? linkInput : memberInput));
      if (isShared) onLinked?.(library.name);
    }
    const executable = await link(builder, {
      toolchain,
      line: { link: program.link },
      inputs: [...objectsOf(program.units), ...inferred.always].map(linkInput),
      libraries,
      failed: (result) => linkFailure(program, result, builder.toolchain.major),
    });
    onLinked?.(program.name);
    const all: UnitObject[] = [
      ...objectsOf(program.units),
      ...(program.libraries ?? []).flatMap(({ name, units }) =>
        objectsOf(units).map((object) => ({ ...object, library: name })),
      ),
    ];
    return {
      variant: {
        ...{ ...variant, state: 'built', units: all.map(builtUnit) },
        ...(program.libraries === undefined ? {} : { libraries: libraries.facts }),
        linkArgv: executable.argv,
        executableHash: executable.file.hash,
        executableSize: executable.file.size,
      },
      ...{ executable, objects: all, shared: libraries.shared },
      ...{ contested: inferred.contested, uncalled: inferred.uncalled },
    };
  } finally {
    await libraries.clear();
  }
}

/** What is found out of inferred libraries while a variant is linked. */
interface InferredLink {
  readonly contested: ContestedName[];
  readonly uncalled: UncalledUnits[];
  /** What is linked beside the program's own objects, whether or not these call it. */
  readonly always: TargetObject[];
}

/**
 * The objects of an inferred library in the order in which the linker has to see them.
 * @param inferred takes in what else is found out of them
 */
async function settled(
  program: PreparedProgram,
  library: Library,
  roots: readonly TargetObject[],
  members: readonly TargetObject[],
  inferred: InferredLink,
): Promise<TargetObject[]> {
  const candidate = (object: TargetObject): LinkCandidate => ({
    source: object.compiled.unit.source,
    path: linkInput(object).path,
  });
  const found = await settledOrder(program, library, roots.map(candidate), members.map(candidate));
  inferred.contested.push(...found.contested);
  inferred.uncalled.push(...found.uncalled);
  inferred.always.push(...found.always.flatMap((at) => members[at] ?? []));
  return found.order.flatMap((at) => members[at] ?? []);
}

function failed(identity: VariantIdentity, failure: Failure): BuiltVariant {
  const { variant, ...rest } = notBuilt(identity);
  return { ...rest, variant: { ...variant, state: 'failed', failure } };
}

function notBuilt({ target, flavour, layout }: VariantIdentity): BuiltVariant {
  return {
    variant: { ...{ target, flavour, layout }, state: 'not-built', units: [], linkArgv: [] },
    objects: [],
    shared: [],
    leftOut: [],
    contested: [],
    uncalled: [],
  };
}
