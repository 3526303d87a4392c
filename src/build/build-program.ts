// Program x targets -> variants: each unit's front end once, code generation for each target, links, identical ones found.
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { failureOf, FailureError, type Failure } from '../model/failure.ts';
import type { Program, RemovedFlag, Unit } from '../model/program.ts';
import type { BuildFacts, BuiltUnit, Variant } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import { Builder, type BuilderOptions } from './builder.ts';
import { neutralUnit, type NeutralUnit } from './front-end.ts';
import { assemble, generateCode, type ObjectFile } from './generate-code.ts';
import { linkProgram, type Executable, type LinkInput } from './link-program.ts';
import type { TargetAttributes } from './neutral-ir.ts';

export interface BuildStep {
  readonly step: 'front end' | 'code generation' | 'link';
  /** Base name of the source, with the target from code generation on. */
  readonly item: string;
  readonly done: number;
  readonly total: number;
}

export interface BuildOptions extends BuilderOptions {
  /** What the front end writes on a function that asks for nothing, given a unit's flags. */
  readonly unitDefault: (unit: Unit) => Promise<TargetAttributes>;
  readonly onStep?: (step: BuildStep) => void;
}

export interface BuiltVariant {
  readonly variant: Variant;
  /** Present where it was built. */
  readonly executable?: Executable;
  readonly objects: readonly { readonly unit: Unit; readonly object: ObjectFile }[];
}

export interface BuiltProgram {
  readonly program: Program;
  readonly facts: BuildFacts;
  /** In the order of the targets. */
  readonly variants: readonly BuiltVariant[];
  /** Set where no target could be built, because a unit does not get through its front end. */
  readonly failure?: Failure;
}

type CompiledUnit =
  | { readonly kind: 'neutral'; readonly unit: Unit; readonly neutral: NeutralUnit }
  | { readonly kind: 'assembly' | 'given'; readonly unit: Unit };

/**
 * Builds one program for every target. Failures of units, targets and links are data in the result; others go on.
 * @throws {FailureError} where the machine fails (disk-full, folder-read-only, toolchain-broken), and the signal's reason.
 */
export async function buildProgram(
  program: Program,
  targets: readonly Target[],
  options: BuildOptions,
): Promise<BuiltProgram> {
  const builder = new Builder(options);
  const started = performance.now();
  const progress = new Progress(program, targets, options.onStep);
  const units = await compileUnits(builder, program, options, progress);
  const failures = units.filter((unit) => 'failure' in unit);
  const compiled = units.filter((unit) => !('failure' in unit));
  const variants =
    failures.length > 0
      ? targets.map((target) => notBuilt(target))
      : await buildVariants(builder, program, targets, compiled, progress);
  return {
    program,
    variants: withIdenticalFound(variants),
    facts: buildFacts(builder, program, compiled, performance.now() - started),
    ...(failures.length === 0 ? {} : { failure: combined(program, failures) }),
  };
}

/** Writes an executable out of the cache, checked against its hash, and makes it executable. */
export async function placeExecutable(
  builder: Pick<Builder, 'cache'>,
  executable: Executable,
  path: string,
): Promise<void> {
  const content = await builder.cache.read(executable.file);
  if (content === undefined) {
    throw new FailureError({
      code: 'internal',
      message: `The cached executable ${executable.file.path} was damaged; it has been removed.`,
      hint: 'Run the same command again: it will be built anew.',
    });
  }
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
  await chmod(path, 0o755);
}

async function compileUnits(
  builder: Builder,
  program: Program,
  options: BuildOptions,
  progress: Progress,
): Promise<(CompiledUnit | { readonly unit: Unit; readonly failure: Failure })[]> {
  return Promise.all(
    program.units.map(async (unit) => {
      if (unit.language === 'object') return { kind: 'given' as const, unit };
      if (unit.language === 'assembly') return { kind: 'assembly' as const, unit };
      try {
        const isSource = unit.language === 'c' || unit.language === 'c++';
        const unitDefault = isSource ? await options.unitDefault(unit) : undefined;
        const neutral = await neutralUnit(builder, unit, unitDefault);
        progress.step('front end', basename(unit.source));
        return { kind: 'neutral' as const, unit, neutral };
      } catch (error) {
        return { unit, failure: unitFailure(builder, error) };
      }
    }),
  );
}

async function buildVariants(
  builder: Builder,
  program: Program,
  targets: readonly Target[],
  units: readonly CompiledUnit[],
  progress: Progress,
): Promise<BuiltVariant[]> {
  // Target by target, so that links start early; within a target the largest units first, so that no core idles
  // at the end behind one long compile.
  const bySize = [...units].sort((a, b) => irSize(b) - irSize(a));
  const rank = new Map(bySize.map((unit, index) => [unit.unit, index]));
  return Promise.all(
    targets.map(async (target, targetIndex) => {
      const objects: { unit: Unit; object: ObjectFile }[] = [];
      const inputs: LinkInput[] = [];
      try {
        const results = await settledObjects(
          units.map(async (compiled) => {
            const { unit } = compiled;
            if (compiled.kind === 'given') return { unit };
            const priority = -(targetIndex * units.length + (rank.get(unit) ?? 0));
            const object =
              compiled.kind === 'neutral'
                ? await generateCode(builder, compiled.neutral, target, priority)
                : await assemble(builder, unit, target, priority);
            progress.step('code generation', `${basename(unit.source)} for ${target.name}`);
            return { unit, object };
          }),
        );
        for (const { unit, object } of results) {
          inputs.push(linkInput(unit, object));
          if (object !== undefined) objects.push({ unit, object });
        }
        const executable = await linkProgram(builder, program, inputs);
        progress.step('link', `${program.name} for ${target.name}`);
        return { variant: builtVariant(target, units, objects, executable), executable, objects };
      } catch (error) {
        const failure = unitFailure(builder, error);
        return {
          variant: { target: target.name, state: 'failed', units: [], linkArgv: [], failure },
          objects,
        };
      }
    }),
  );
}

/** All results, or the first failure once every step has ended: none may be left running behind a failed variant. */
async function settledObjects<T>(steps: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(steps);
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

function linkInput(unit: Unit, object: ObjectFile | undefined): LinkInput {
  return object === undefined
    ? { path: unit.source, word: unit.source }
    : { path: object.object.path, hash: object.object.hash, word: `${unit.source}.o` };
}

function builtVariant(
  target: Target,
  units: readonly CompiledUnit[],
  objects: readonly { unit: Unit; object: ObjectFile }[],
  executable: Executable,
): Variant {
  const byUnit = new Map(objects.map(({ unit, object }) => [unit, object]));
  return {
    target: target.name,
    state: 'built',
    units: units.map((compiled) => builtUnit(compiled, byUnit.get(compiled.unit))),
    linkArgv: executable.argv,
    executableHash: executable.file.hash,
    executableSize: executable.file.size,
  };
}

function builtUnit(compiled: CompiledUnit, object: ObjectFile | undefined): BuiltUnit {
  const neutral = compiled.kind === 'neutral' ? compiled.neutral : undefined;
  return {
    source: compiled.unit.source,
    irHash: neutral?.ir.hash ?? '',
    objectHash: object?.object.hash ?? '',
    frontEndArgv: neutral?.argv ?? [],
    codegenArgv: object?.argv ?? [],
  };
}

function withIdenticalFound(variants: readonly BuiltVariant[]): BuiltVariant[] {
  const first = new Map<string, string>();
  return variants.map((built) => {
    const { executableHash, target } = built.variant;
    if (executableHash === undefined) return built;
    const identicalTo = first.get(executableHash);
    if (identicalTo !== undefined) return { ...built, variant: { ...built.variant, identicalTo } };
    first.set(executableHash, target);
    return built;
  });
}

function buildFacts(
  builder: Builder,
  program: Program,
  units: readonly CompiledUnit[],
  wall: number,
): BuildFacts {
  const neutral = units.flatMap((unit) => (unit.kind === 'neutral' ? [unit.neutral] : []));
  return {
    pinnedFunctions: neutral.reduce((sum, unit) => sum + unit.facts.pinnedFunctions, 0),
    alreadyOptimised: sourcesWhere(neutral, (unit) => unit.facts.alreadyOptimised),
    neverOptimised: sourcesWhere(neutral, (unit) => unit.facts.neverOptimised),
    removedFlags: distinctFlags([
      ...program.units.flatMap((unit) => unit.removed),
      ...program.link.removed,
    ]),
    wall,
    stepsRun: builder.counts.run,
    stepsCached: builder.counts.cached,
  };
}

function sourcesWhere(
  units: readonly NeutralUnit[],
  holds: (unit: NeutralUnit) => boolean,
): string[] {
  return units.filter(holds).map(({ unit }) => unit.source);
}

function distinctFlags(flags: readonly RemovedFlag[]): RemovedFlag[] {
  return [...new Map(flags.map((removed) => [removed.flag, removed])).values()];
}

/** A failure of this unit or target; what concerns the whole machine, and an abort, is thrown on. */
function unitFailure(builder: Builder, error: unknown): Failure {
  builder.signal?.throwIfAborted();
  const failure = failureOf(error);
  if (MACHINE_FAILURES.has(failure.code)) throw error;
  return failure;
}

const MACHINE_FAILURES = new Set(['disk-full', 'folder-read-only', 'toolchain-broken', 'internal']);

/** One failure for the program: the first, and how many more units have one of their own. */
function combined(
  program: Program,
  failures: readonly { readonly unit: Unit; readonly failure: Failure }[],
): Failure {
  const [first] = failures;
  if (first === undefined) throw new Error('a combined failure needs one failure');
  if (failures.length === 1) return first.failure;
  const details = failures.map(({ failure }) =>
    `${failure.message}\n${failure.details ?? ''}`.trim(),
  );
  return {
    ...first.failure,
    message: `${program.name}: ${failures.length} of ${program.units.length} units do not compile; the first is ${first.unit.source}.`,
    details: details.join('\n\n'),
  };
}

function notBuilt(target: Target): BuiltVariant {
  return {
    variant: { target: target.name, state: 'not-built', units: [], linkArgv: [] },
    objects: [],
  };
}

function irSize(unit: CompiledUnit): number {
  return unit.kind === 'neutral' ? unit.neutral.ir.size : 0;
}

/** Counts steps done, of all that a whole build has. */
class Progress {
  #done = 0;
  readonly #total: number;
  readonly #onStep: BuildOptions['onStep'];

  constructor(program: Program, targets: readonly Target[], onStep: BuildOptions['onStep']) {
    const frontEnds = program.units.filter(
      ({ language }) => !['assembly', 'object'].includes(language),
    );
    const compiled = program.units.filter(({ language }) => language !== 'object');
    this.#total = frontEnds.length + targets.length * (compiled.length + 1);
    this.#onStep = onStep;
  }

  step(step: BuildStep['step'], item: string): void {
    this.#done += 1;
    this.#onStep?.({ step, item, done: this.#done, total: this.#total });
  }
}
