// One unit to neutral IR: clang's front end for sources, llvm-dis for bitcode, the file itself for IR text.
import { readFile, rm } from 'node:fs/promises';
import { FailureError } from '../model/failure.ts';
import type { Unit } from '../model/program.ts';
import type { Target } from '../model/target.ts';
import type { Artifact } from '../cache/artifact-cache.ts';
import { DEPENDENCIES_WORD, frontEndArgv, IR_WORD } from '../toolchain/clang-compile.ts';
import { bitcodeFailure, disassembleArgv } from '../toolchain/llvm-dis.ts';
import { FRONT_END_PRIORITY, type Builder } from './builder.ts';
import { takeDependencies } from './dependencies.ts';
import type { TargetAttributes } from '../toolchain/ir-attributes.ts';
import { includesBinary, neutraliseIr } from './neutral-ir.ts';
import { recordedStep, type Made, type Recorded } from './recorded-step.ts';
import { compileFailure } from './tool-failure.ts';

/** What the front end found out about a unit; kept beside its IR in the cache. */
export interface NeutralFacts {
  readonly pinnedFunctions: number;
  readonly alreadyOptimised: boolean;
  readonly neverOptimised: boolean;
  readonly asksTarget: boolean;
  /** Its inline assembly takes in files that nothing lists: its objects are made anew each time. */
  readonly includesBinary: boolean;
}

export interface NeutralUnit {
  readonly unit: Unit;
  readonly ir: Artifact;
  readonly facts: NeutralFacts;
  /** Whole, with words for temporary files. */
  readonly argv: readonly string[];
  /** Every file that was read; absent where that is not known. */
  readonly inputs?: Recorded['inputs'];
  /** Set where the front end was told a target: this IR is for that one alone. */
  readonly target?: string;
}

/** Raised when neutral IR of the same input changes, so that older artifacts are not used. */
const NEUTRAL_IR_VERSION = 3;

/**
 * @param unitDefault what the front end writes on a function that asks for nothing; only for sources.
 * @throws {FailureError} compile-failed, bitcode-damaged, bitcode-too-new, input-missing.
 */
export async function neutralUnit(
  builder: Builder,
  unit: Unit,
  unitDefault: TargetAttributes | undefined,
): Promise<NeutralUnit> {
  const argv = argvOf(builder, unit, { ir: IR_WORD, dependencies: DEPENDENCIES_WORD });
  const { artifact: ir, inputs } = await recordedStep(builder, {
    name: 'neutral-ir',
    ingredients: [
      ...[NEUTRAL_IR_VERSION, unit.source, argv, unit.directory, unitDefault ?? null],
      await builder.flagFiles(unit.flags, unit.directory),
    ],
    make: () => makeNeutralIr(builder, unit, unitDefault),
  });
  const facts = ir.facts as NeutralFacts;
  return { unit, ir, facts, argv, ...(inputs === undefined ? {} : { inputs }) };
}

/**
 * The front end of a unit that looks at the target, told the target: its IR keeps the CPU that it was made for.
 * @throws {FailureError} compile-failed.
 */
export async function targetUnit(
  builder: Builder,
  neutral: NeutralUnit,
  target: Target,
): Promise<NeutralUnit> {
  const { unit } = neutral;
  const words = { ir: IR_WORD, dependencies: DEPENDENCIES_WORD };
  const argv = frontEndArgv(builder.toolchain, unit, target, words);
  const { artifact: ir } = await recordedStep(builder, {
    name: 'target-ir',
    ingredients: [
      ...[NEUTRAL_IR_VERSION, unit.source, argv, unit.directory, target.features],
      await builder.flagFiles(unit.flags, unit.directory),
    ],
    make: async () => {
      const files = { ir: builder.temporary('.ll'), dependencies: builder.temporary('.d') };
      const text = await runFrontEnd(
        builder,
        unit,
        frontEndArgv(builder.toolchain, unit, target, files),
        files.ir,
      );
      return {
        content: text,
        facts: { ...neutral.facts, includesBinary: includesBinary(text) },
        inputs: await takeDependencies(files.dependencies, unit.directory),
      };
    },
  });
  return { unit, ir, facts: ir.facts as NeutralFacts, argv, target: target.name };
}

async function makeNeutralIr(
  builder: Builder,
  unit: Unit,
  unitDefault: TargetAttributes | undefined,
): Promise<Made> {
  if (unit.language === 'ir') {
    return { ...neutral(await readSource(unit), undefined), inputs: [unit.source] };
  }
  const files = { ir: builder.temporary('.ll'), dependencies: builder.temporary('.d') };
  const text = await runFrontEnd(builder, unit, argvOf(builder, unit, files), files.ir);
  return unit.language === 'bitcode'
    ? { ...neutral(text, undefined), inputs: [unit.source] }
    : {
        ...neutral(text, unitDefault),
        inputs: await takeDependencies(files.dependencies, unit.directory),
      };
}

/** @returns the IR that it wrote into `file`, which is removed. */
async function runFrontEnd(
  builder: Builder,
  unit: Unit,
  argv: readonly string[],
  file: string,
): Promise<Buffer> {
  try {
    const result = await builder.run(argv, unit.directory, FRONT_END_PRIORITY, {
      // Damaged bitcode can take its reader with it.
      mayCrash: unit.language === 'bitcode',
    });
    if (result.exitCode !== 0) {
      throw new FailureError(
        unit.language === 'bitcode'
          ? bitcodeFailure(builder.toolchain, unit.source, result.stderr)
          : compileFailure(unit, result),
      );
    }
    return await readFile(file);
  } finally {
    await rm(file, { force: true });
  }
}

function neutral(
  text: Buffer,
  unitDefault: TargetAttributes | undefined,
): { content: Buffer; facts: NeutralFacts } {
  const ir = neutraliseIr(text, unitDefault);
  const { pinnedFunctions, neverOptimised, asksTarget } = ir;
  // Our own front end never optimises, whatever its IR looks like (thunks are called by `tail call` from the start).
  const alreadyOptimised = unitDefault === undefined && ir.alreadyOptimised;
  return {
    content: ir.text,
    facts: {
      ...{ pinnedFunctions, alreadyOptimised, neverOptimised, asksTarget },
      includesBinary: includesBinary(text),
    },
  };
}

function argvOf(
  builder: Builder,
  unit: Unit,
  files: { readonly ir: string; readonly dependencies: string },
): string[] {
  if (unit.language === 'ir') return [];
  if (unit.language === 'bitcode') return disassembleArgv(builder.toolchain, unit.source, files.ir);
  return frontEndArgv(builder.toolchain, unit, undefined, files);
}

async function readSource(unit: Unit): Promise<Buffer> {
  try {
    return await readFile(unit.source);
  } catch (error) {
    throw new FailureError(
      {
        code: 'input-missing',
        message: `${unit.source} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`,
        hint: 'Check the path, and that the file is readable.',
        place: { file: unit.source },
      },
      { cause: error },
    );
  }
}
