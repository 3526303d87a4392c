// Neutral IR (or assembly) to an object for one target.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { ArtifactCache, type Artifact } from '../cache/artifact-cache.ts';
import { FailureError, type Failure } from '../model/failure.ts';
import type { Unit } from '../model/program.ts';
import type { Target } from '../model/target.ts';
import type { ProcessResult } from '../process/run-process.ts';
import {
  assembleArgv,
  codegenArgv,
  DEPENDENCIES_WORD,
  IR_WORD,
  OBJECT_WORD,
} from '../toolchain/clang-compile.ts';
import { misfitsIn, sayMisfits } from '../toolchain/profile-misfits.ts';
import type { TargetAttributes } from '../toolchain/ir-attributes.ts';
import type { Builder } from './builder.ts';
import { compileInputs } from './compile-inputs.ts';
import { withDependencyFile } from './dependencies.ts';
import { withWholeIr, type NeutralUnit } from './front-end.ts';
import { intrinsicsFailure } from './lacking-intrinsics.ts';
import { takesInFiles as readsFiles } from './neutral-ir.ts';
import { withTargetFeatures } from './own-features.ts';
import { keepArtifact, cachedStep, type Made } from './cached-step.ts';
import { codegenFailure, compileFailure, isCrash } from './tool-failure.ts';

/** What generating code found out about a unit; kept beside its object in the cache, where it is anything. */
export interface ObjectFacts {
  /** Where the profile that it uses does not fit it. */
  readonly misfits: readonly string[];
}

export interface GeneratedObject {
  /** Its facts are `ObjectFacts` or nothing. */
  readonly object: Artifact;
  readonly argv: readonly string[];
}

/**
 * @param priority of waiting steps, the one with the highest goes first.
 * @throws {FailureError} compile-failed, bitcode-damaged.
 */
export async function generateCode(
  builder: Builder,
  neutral: NeutralUnit,
  target: Target,
  priority: number,
): Promise<GeneratedObject> {
  const { unit, ir } = neutral;
  const { takesInFiles } = neutral.facts;
  const words = { ir: IR_WORD, object: OBJECT_WORD };
  const argv = codegenArgv(builder.toolchain, unit, target, words, { takesInFiles });
  const attributes = neutral.facts.addsFeatures
    ? await builder.attributes.of(unit, target)
    : undefined;
  const key = ArtifactCache.key('object', [
    ...[builder.identity, argv, unit.directory, ir.hash],
    await builder.flagFiles(unit.flags, unit.directory),
    // `native` and a feature set that grew with an LLVM update have one name and several meanings.
    target.features,
    attributes ?? null,
  ]);
  const found = takesInFiles ? undefined : await builder.lookup(() => builder.cache.find(key));
  if (found !== undefined) {
    builder.counts.cached += 1;
    return { object: found, argv };
  }
  const readable = await withWholeIr(builder, neutral);
  // Made anew from the same files it is the same, unless one of them was written meanwhile.
  if (readable.ir.hash !== ir.hash) return generateCode(builder, readable, target, priority);
  const isBatched =
    attributes === undefined && !takesInFiles && sayMisfits(unit.flags).length === 0;
  const batched = isBatched
    ? await builder.codeBatches.object({
        ...{ ir: readable.ir, directory: unit.directory, priority },
        argv: (files) => codegenArgv(builder.toolchain, unit, target, files),
      })
    : undefined;
  if (batched !== undefined)
    return { object: await keepArtifact(builder, key, { content: batched, facts: null }), argv };
  const { content, stderr } = await withIrFile(builder, ir.path, attributes, (file) =>
    runForObject(builder, unit, priority, (object) => ({
      argv: codegenArgv(builder.toolchain, unit, target, { ir: file, object }, { takesInFiles }),
      failed: async (result) => {
        const words = result.stderr.replaceAll(file, IR_WORD);
        const failure = codegenFailure(unit, target.name, { ...result, stderr: words });
        if (!isCrash(words)) return failure;
        const { cpu } = neutral.facts;
        const place = { unit, target, ...(cpu === undefined ? {} : { cpu }) };
        return intrinsicsFailure(builder, place, await readFile(file), failure);
      },
    })),
  );
  const misfits = misfitsIn(stderr);
  const facts: ObjectFacts | null = misfits.length === 0 ? null : { misfits };
  return { object: await keepArtifact(builder, key, { content, facts }), argv };
}

/** @param attributes the target's, where functions add features to them: the file is one of this target's own then. */
async function withIrFile<T>(
  builder: Builder,
  neutral: string,
  attributes: TargetAttributes | undefined,
  use: (file: string) => Promise<T>,
): Promise<T> {
  if (attributes === undefined) return use(neutral);
  const file = builder.temporary('.ll');
  try {
    await writeFile(file, withTargetFeatures(await readFile(neutral), attributes));
    return await use(file);
  } finally {
    await rm(file, { force: true });
  }
}

/** @throws {FailureError} compile-failed. */
export async function assemble(
  builder: Builder,
  unit: Unit,
  target: Target,
  priority: number,
): Promise<GeneratedObject> {
  const words = { object: OBJECT_WORD, dependencies: DEPENDENCIES_WORD };
  const argv = assembleArgv(builder.toolchain, unit, target, words);
  const make = async (dependencies: string): Promise<Made> => {
    const { content } = await runForObject(builder, unit, priority, (object) => ({
      argv: assembleArgv(builder.toolchain, unit, target, { object, dependencies }),
      failed: (result) => compileFailure(unit, result, builder.toolchain.major),
    }));
    const listed = await compileInputs(builder, unit, dependencies, [unit.source]);
    // Nothing lists what `.incbin` and `.include` take in. A `.s` file takes in nothing else, and clang lists nothing for it.
    const isKnown = !(await anyTakesInFiles(listed.inputs ?? []));
    return { ...{ content, facts: null }, ...(isKnown ? listed : { inputs: undefined }) };
  };
  const { artifact: object } = await cachedStep(builder, {
    name: 'assembled',
    ingredients: [
      ...[unit.source, argv, unit.directory, target.features],
      await builder.flagFiles(unit.flags, unit.directory),
    ],
    make: () => withDependencyFile(builder, make),
  });
  return { object, argv };
}

/** A macro for `.incbin` may stand in a header. */
async function anyTakesInFiles(files: readonly string[]): Promise<boolean> {
  for (const file of files) if (readsFiles(await readFile(file))) return true;
  return false;
}

async function runForObject(
  builder: Builder,
  unit: Unit,
  priority: number,
  plan: (object: string) => {
    readonly argv: readonly string[];
    readonly failed: (result: ProcessResult) => Failure | Promise<Failure>;
  },
): Promise<{ readonly content: Buffer; readonly stderr: string }> {
  const object = builder.temporary('.o');
  const { argv, failed } = plan(object);
  try {
    const result = await builder.run(argv, unit.directory, priority, {
      step: 'code generation',
    });
    if (result.exitCode !== 0) throw new FailureError(await failed(result));
    return { content: await readFile(object), stderr: result.stderr };
  } finally {
    await rm(object, { force: true });
  }
}
