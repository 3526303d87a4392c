// One unit to neutral IR: clang's front end for sources, llvm-dis for bitcode, the file itself for IR text.
import { readFile, rm } from 'node:fs/promises';
import { FailureError, type Failure } from '../model/failure.ts';
import type { Unit } from '../model/program.ts';
import type { Unheeded } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import type { Artifact } from '../cache/artifact-cache.ts';
import {
  DEPENDENCIES_WORD,
  frontEndArgv,
  IR_WORD,
  silencedArgv,
} from '../toolchain/clang-compile.ts';
import type { ProcessResult } from '../process/run-process.ts';
import { misfitsIn } from '../toolchain/profile-misfits.ts';
import { unheededIn } from '../toolchain/unheeded.ts';
import { foreignMachine, machineOf, tripleOf } from '../toolchain/ir-triple.ts';
import { bitcodeFailure, disassembleArgv } from '../toolchain/llvm-dis.ts';
import { FRONT_END_PRIORITY, type Builder } from './builder.ts';
import { compileInputs } from './compile-inputs.ts';
import { withDependencyFile } from './dependencies.ts';
import type { TargetAttributes } from '../toolchain/ir-attributes.ts';
import { withBlockNames } from './block-names.ts';
import { takesInFiles, isNeverOptimised, neutraliseIr } from './neutral-ir.ts';
import {
  findCached,
  keepCached,
  cachedStep,
  type Made,
  type CachedResult,
  type StepKey,
} from './cached-step.ts';
import { foreignBitcode, sourceUnreadable } from './messages/compiling.ts';
import { compileFailure } from './tool-failure.ts';

/** What the front end found out about a unit; kept beside its IR in the cache. */
export interface NeutralFacts {
  readonly pinnedFunctions: number;
  /** The target's features have to come in front of those that some functions add. */
  readonly addsFeatures: boolean;
  readonly alreadyOptimised: boolean;
  readonly neverOptimised: boolean;
  readonly asksTarget: boolean;
  /** Its inline assembly takes in files that nothing lists: its objects are made anew each time. */
  readonly takesInFiles: boolean;
  readonly unheeded: readonly Unheeded[];
  /** Where the profile that it uses does not fit it. */
  readonly misfits?: readonly string[];
  /** The CPU that bitcode or IR from elsewhere was made for, where its functions name one. */
  readonly cpu?: string;
}

export interface NeutralUnit {
  readonly unit: Unit;
  readonly ir: Artifact;
  readonly facts: NeutralFacts;
  /** Whole, with words for temporary files. */
  readonly argv: readonly string[];
  /** Every file that was read; absent where that is not known. */
  readonly inputs?: CachedResult['inputs'];
  /** Set where the front end was told a target: this IR is for that one alone. */
  readonly target?: string;
  /** Makes it anew where the cache no longer has its IR. */
  readonly again: () => Promise<NeutralUnit>;
  /** The target's own flags asked for that front end, whatever the source holds. */
  readonly forFlags?: true;
}

/** Raised when neutral IR of the same input changes, so that older artifacts are not used. */
const NEUTRAL_IR_VERSION = 11;

/**
 * @param unitDefault what the front end writes on a function that asks for nothing; only for sources.
 * @param recallsRefusal whether a source that the default CPU is known not to compile is refused without another try.
 * @throws {FailureError} compile-failed, bitcode-damaged, bitcode-foreign, bitcode-too-new, input-missing.
 */
export async function neutralUnit(
  builder: Builder,
  unit: Unit,
  unitDefault: TargetAttributes | undefined,
  recallsRefusal: boolean,
): Promise<NeutralUnit> {
  const argv = argvOf(builder, unit, { ir: IR_WORD, dependencies: DEPENDENCIES_WORD });
  const { artifact: ir, inputs } = await cachedStep(builder, {
    name: 'neutral-ir',
    checkedLater: true,
    ingredients: [
      ...[NEUTRAL_IR_VERSION, unit.source, argv, unit.directory, unitDefault ?? null],
      tripleOf(builder.toolchain.triple, unit.flags),
      await builder.flagFiles(unit.flags, unit.directory),
    ],
    make: async () => {
      const refusal = recallsRefusal ? await recalledRefusal(builder, unit) : undefined;
      if (refusal !== undefined) throw new FailureError(refusal);
      return makeNeutralIr(builder, unit, unitDefault);
    },
  });
  const facts = ir.facts as NeutralFacts;
  const again = (): Promise<NeutralUnit> => neutralUnit(builder, unit, unitDefault, recallsRefusal);
  return { unit, ir, facts, argv, again, ...(inputs === undefined ? {} : { inputs }) };
}

/** The same unit with IR that can be read: objects are found again by its hash alone, so few builds read it. */
export async function withWholeIr(builder: Builder, neutral: NeutralUnit): Promise<NeutralUnit> {
  const isWhole = await builder.lookup(() => builder.cache.isWhole(neutral.ir));
  return isWhole ? neutral : neutral.again();
}

/**
 * Remembers that the default CPU does not compile a source which targets do, so that the next build need not try. A compile that
 * fails lists no files: those that the targets' front ends read stand for them. Where another file would mend it
 * unseen, each target's code is still from a front end of its own, as `-march` gives it.
 */
export async function rememberRefusal(
  builder: Builder,
  compiled: readonly NeutralUnit[],
  refusal: Failure,
): Promise<void> {
  const [first] = compiled;
  const files = compiled.flatMap(({ inputs }) => inputs?.files ?? []);
  if (first === undefined || files.length === 0) return;
  const made = { content: Buffer.alloc(0), facts: refusal, inputs: [...new Set(files)] };
  await keepCached(builder, await refusalKey(builder, first.unit), made);
}

async function recalledRefusal(builder: Builder, unit: Unit): Promise<Failure | undefined> {
  const known = await findCached(builder, await refusalKey(builder, unit));
  return known?.artifact.facts as Failure | undefined;
}

async function refusalKey(builder: Builder, unit: Unit): Promise<StepKey> {
  const argv = argvOf(builder, unit, { ir: IR_WORD, dependencies: DEPENDENCIES_WORD });
  const files = await builder.flagFiles(unit.flags, unit.directory);
  return { name: 'refused', ingredients: [unit.source, argv, unit.directory, files] };
}

/**
 * The front end of a unit that looks at the target, told the target: its IR keeps the CPU that it was made for.
 * @throws {FailureError} compile-failed.
 */
export async function targetUnit(
  builder: Builder,
  unit: Unit,
  target: Target,
): Promise<NeutralUnit> {
  const words = { ir: IR_WORD, dependencies: DEPENDENCIES_WORD };
  const argv = frontEndArgv(builder.toolchain, unit, target, words);
  const { artifact: ir, inputs } = await cachedStep(builder, {
    name: 'target-ir',
    checkedLater: true,
    ingredients: [
      ...[NEUTRAL_IR_VERSION, unit.source, argv, unit.directory, target.features],
      await builder.flagFiles(unit.flags, unit.directory),
    ],
    make: () =>
      withDependencyFile(builder, async (dependencies) => {
        const files = { ir: builder.temporary('.ll'), dependencies };
        const own = frontEndArgv(builder.toolchain, unit, target, files);
        const made = await runFrontEnd(builder, unit, own, files.ir);
        const text = withBlockNames(made.text);
        return {
          content: text,
          facts: { ...targetFacts(text), ...made.said },
          ...(await compileInputs(builder, unit, dependencies)),
        };
      }),
  });
  const facts = ir.facts as NeutralFacts;
  return {
    unit,
    ir,
    facts,
    argv,
    target: target.name,
    again: () => targetUnit(builder, unit, target),
    ...(inputs === undefined ? {} : { inputs }),
  };
}

function targetFacts(text: Buffer): Omit<NeutralFacts, 'unheeded'> {
  return {
    ...{ pinnedFunctions: 0, addsFeatures: false, alreadyOptimised: false, asksTarget: true },
    neverOptimised: isNeverOptimised(text),
    takesInFiles: takesInFiles(text),
  };
}

async function makeNeutralIr(
  builder: Builder,
  unit: Unit,
  unitDefault: TargetAttributes | undefined,
): Promise<Made> {
  if (unit.language === 'ir') {
    return { ...given(builder, unit, await readSource(unit)), inputs: [unit.source] };
  }
  return withDependencyFile(builder, async (dependencies) => {
    const files = { ir: builder.temporary('.ll'), dependencies };
    const argv = argvOf(builder, unit, files);
    const { text, said } = await runFrontEnd(builder, unit, argv, files.ir);
    return unit.language === 'bitcode'
      ? { ...given(builder, unit, text), inputs: [unit.source] }
      : {
          ...neutral(text, unitDefault, said),
          ...(await compileInputs(builder, unit, dependencies)),
        };
  });
}

/** What clang warned of. */
type ClangRemarks = Pick<NeutralFacts, 'unheeded' | 'misfits'>;

/** @returns the IR that it wrote into `file`, which is removed. */
async function runFrontEnd(
  builder: Builder,
  unit: Unit,
  argv: readonly string[],
  file: string,
): Promise<{ readonly text: Buffer; readonly said: ClangRemarks }> {
  try {
    const run = (words: readonly string[]): Promise<ProcessResult> =>
      builder.run(words, unit.directory, FRONT_END_PRIORITY, {
        // Damaged bitcode can take its reader with it.
        mayCrash: unit.language === 'bitcode',
        step: 'front end',
      });
    let result = await run(argv);
    const { stderr: heard } = result;
    const silenced = result.exitCode === 0 ? undefined : silencedArgv(unit, argv);
    if (silenced !== undefined) result = await run(silenced);
    if (result.exitCode !== 0) {
      throw new FailureError(
        unit.language === 'bitcode'
          ? bitcodeFailure(builder.toolchain, unit.source, result.stderr)
          : compileFailure(unit, result, builder.toolchain.major),
      );
    }
    const misfits = misfitsIn(heard);
    const said = { unheeded: unheededIn(heard), ...(misfits.length === 0 ? {} : { misfits }) };
    return { text: await readFile(file), said };
  } finally {
    await rm(file, { force: true });
  }
}

/** Of bitcode and IR from elsewhere. @throws {FailureError} bitcode-foreign. */
function given(
  builder: Builder,
  { source, flags }: Unit,
  text: Buffer,
): ReturnType<typeof neutral> {
  const triple = tripleOf(builder.toolchain.triple, flags);
  const foreign = foreignMachine(machineOf(text), triple);
  if (foreign !== undefined) {
    throw new FailureError({
      code: 'bitcode-foreign',
      ...foreignBitcode({ source, foreign, triple }),
      place: { file: source },
    });
  }
  return neutral(text, undefined);
}

function neutral(
  text: Buffer,
  unitDefault: TargetAttributes | undefined,
  said: ClangRemarks = { unheeded: [] },
): { content: Buffer; facts: NeutralFacts } {
  const ir = neutraliseIr(withBlockNames(text), unitDefault);
  const { pinnedFunctions, addsFeatures, neverOptimised, asksTarget } = ir;
  const cpu = unitDefault === undefined ? ir.neutralised?.cpu : undefined;
  // Our own front end never optimises, whatever its IR looks like (thunks are called by `tail call` from the start).
  const alreadyOptimised = unitDefault === undefined && ir.alreadyOptimised;
  return {
    content: ir.text,
    facts: {
      ...{ pinnedFunctions, addsFeatures, alreadyOptimised, neverOptimised, asksTarget },
      ...{ takesInFiles: takesInFiles(text), ...said },
      ...(cpu === undefined ? {} : { cpu }),
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
        ...sourceUnreadable({
          source: unit.source,
          code: (error as NodeJS.ErrnoException).code,
        }),
        place: { file: unit.source },
      },
      { cause: error },
    );
  }
}
