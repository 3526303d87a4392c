// One unit compiled for one target as its user would: from source to object in one step, past everything that retargeting does.
import { readFile, rm } from 'node:fs/promises';
import { FailureError } from '../../model/failure.ts';
import type { Target } from '../../model/target.ts';
import type { Uncompared } from '../../model/verification.ts';
import { DEPENDENCIES_WORD, directArgv, OBJECT_WORD } from '../../toolchain/clang-compile.ts';
import type { Builder } from '../builder.ts';
import { compileInputs } from '../compile-inputs.ts';
import { withDependencyFile } from '../dependencies.ts';
import type { NeutralUnit } from '../front-end.ts';
import {
  changedSince,
  findCached,
  keepCached,
  type Made,
  type CachedResult,
} from '../cached-step.ts';
import { compileFailure } from '../tool-failure.ts';

/** Every other step comes first: nothing waits for these. */
export const DIRECT_PRIORITY = -2_000_000_000;

export interface DirectObject extends CachedResult {
  /** Whether it was compiled before, from the same inputs by the same command. */
  readonly isRemembered: boolean;
}

export interface DirectCompile {
  /** Whole, with words for temporary files. */
  readonly argv: readonly string[];
  /** @throws {FailureError} compile-failed, and where the machine fails. */
  readonly make: () => Promise<DirectObject | NoDirect>;
  /**
   * Whether it was made from what the retargeted object was made from, and no file was saved in between.
   * @param object nothing where it did not compile.
   * @param startedAt when the build began, in milliseconds since 1970.
   */
  readonly isSettled: (object: DirectObject | undefined, startedAt: number) => Promise<boolean>;
}

/** Why there is nothing to compare with. */
export type NoDirect = Pick<Uncompared, 'reason' | 'detail'>;

/** Of a source that clang compiles. @param neutral what the retargeted object was made from */
export function directClang(builder: Builder, neutral: NeutralUnit, target: Target): DirectCompile {
  const { unit, facts } = neutral;
  const words = { object: OBJECT_WORD, dependencies: DEPENDENCIES_WORD };
  let argv: readonly string[] | undefined;
  // Of many units, few are compared: the others' commands are not made.
  const argvOf = (): readonly string[] =>
    (argv ??= directArgv(builder.toolchain, unit, target, words));
  return {
    get argv() {
      return argvOf();
    },
    make: async () => {
      const step = {
        name: 'direct-object',
        ingredients: [
          ...[unit.source, argvOf(), unit.directory, target.features],
          await builder.flagFiles(unit.flags, unit.directory),
        ],
      };
      const found = facts.takesInFiles ? undefined : await findCached(builder, step);
      if (found !== undefined) return { ...found, isRemembered: true };
      const made = await withDependencyFile(builder, async (dependencies): Promise<Made> => {
        const content = await compiled(builder, neutral, target, dependencies);
        const inputs = await compileInputs(builder, unit, dependencies);
        return { content, facts: null, ...(facts.takesInFiles ? { inputs: undefined } : inputs) };
      });
      return { ...(await keepCached(builder, step, made)), isRemembered: false };
    },
    // What was saved since may have been read in two states.
    isSettled: async (object, startedAt) => {
      const files = [object, neutral].flatMap((made) => made?.inputs?.files ?? []);
      return !(await changedSince(startedAt, [unit.source, ...files]));
    },
  };
}

async function compiled(
  builder: Builder,
  { unit }: NeutralUnit,
  target: Target,
  dependencies: string,
): Promise<Buffer> {
  const object = builder.temporary('.o');
  try {
    const argv = directArgv(builder.toolchain, unit, target, { object, dependencies });
    const result = await builder.run(argv, unit.directory, DIRECT_PRIORITY, { mayCrash: true });
    if (result.exitCode !== 0) throw new FailureError(compileFailure(unit, result));
    return await readFile(object);
  } finally {
    await rm(object, { force: true });
  }
}
