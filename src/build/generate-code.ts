// Neutral IR (or assembly) to an object for one target.
import { readFile, rm } from 'node:fs/promises';
import { ArtifactCache, type Artifact } from '../cache/artifact-cache.ts';
import { FailureError } from '../model/failure.ts';
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
import type { Builder } from './builder.ts';
import { takeDependencies } from './dependencies.ts';
import type { NeutralUnit } from './front-end.ts';
import { includesBinary } from './neutral-ir.ts';
import { keep, recordedStep, type Made } from './recorded-step.ts';
import { codegenFailure, compileFailure } from './tool-failure.ts';

export interface ObjectFile {
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
): Promise<ObjectFile> {
  const { unit, ir } = neutral;
  const argv = codegenArgv(builder.toolchain, unit, target, { ir: IR_WORD, object: OBJECT_WORD });
  const key = ArtifactCache.key('object', [
    ...[builder.identity, argv, unit.directory, ir.hash],
    await builder.flagFiles(unit.flags, unit.directory),
    // `native` and a feature set that grew with an LLVM update have one name and several meanings.
    target.features,
  ]);
  const found = neutral.facts.includesBinary
    ? undefined
    : await builder.lookup(() => builder.cache.find(key));
  if (found !== undefined) {
    builder.counts.cached += 1;
    return { object: found, argv };
  }
  const content = await runForObject(builder, unit, priority, (object) => ({
    argv: codegenArgv(builder.toolchain, unit, target, { ir: ir.path, object }),
    failed: (result) =>
      codegenFailure(unit, target.name, {
        ...result,
        stderr: result.stderr.replaceAll(ir.path, IR_WORD),
      }),
  }));
  return { object: await keep(builder, key, content, null), argv };
}

/** @throws {FailureError} compile-failed. */
export async function assemble(
  builder: Builder,
  unit: Unit,
  target: Target,
  priority: number,
): Promise<ObjectFile> {
  const words = { object: OBJECT_WORD, dependencies: DEPENDENCIES_WORD };
  const argv = assembleArgv(builder.toolchain, unit, target, words);
  const make = async (): Promise<Made> => {
    const dependencies = builder.temporary('.d');
    const content = await runForObject(builder, unit, priority, (object) => ({
      argv: assembleArgv(builder.toolchain, unit, target, { object, dependencies }),
      failed: (result) => compileFailure(unit, result),
    }));
    const listed = await takeDependencies(dependencies, unit.directory);
    const source = await readFile(unit.source);
    return {
      ...{ content, facts: null },
      // Nothing lists what `.incbin` takes in. A `.s` file includes nothing else, and clang lists nothing for it.
      inputs: includesBinary(source) ? undefined : (listed ?? [unit.source]),
    };
  };
  const { artifact: object } = await recordedStep(builder, {
    name: 'assembled',
    ingredients: [
      ...[unit.source, argv, unit.directory, target.features],
      await builder.flagFiles(unit.flags, unit.directory),
    ],
    make,
  });
  return { object, argv };
}

async function runForObject(
  builder: Builder,
  unit: Unit,
  priority: number,
  plan: (object: string) => {
    readonly argv: readonly string[];
    readonly failed: (result: ProcessResult) => FailureError['failure'];
  },
): Promise<Buffer> {
  const object = builder.temporary('.o');
  const { argv, failed } = plan(object);
  try {
    const result = await builder.run(argv, unit.directory, priority);
    if (result.exitCode !== 0) throw new FailureError(failed(result));
    return await readFile(object);
  } finally {
    await rm(object, { force: true });
  }
}
