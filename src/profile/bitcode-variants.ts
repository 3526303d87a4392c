// What a program would be without front ends of units' own: the same targets' code from the IR that all share, so that
// what code that looks at the target brings can be told apart.
import { buildProgram, type BuildOptions, type BuiltProgram } from '../build/build-program.ts';
import type { BuiltVariant } from '../build/build-variant.ts';
import type { BuiltUnit } from '../model/run.ts';
import type { Target } from '../model/target.ts';

export interface AskingProgram extends BuiltProgram {
  /**
   * Of targets but the baseline for which units got a front end of their own, whose code is no earlier target's; none where the
   * default CPU does not compile some unit. They name the units whose object differs from the target's own.
   */
  readonly bitcode: readonly BuiltVariant[];
}

/**
 * Builds them, mostly from the cache: only units that look at the target have code of their own to generate.
 * @throws {FailureError} as `buildProgram`.
 */
export async function withBitcodeVariants(
  built: BuiltProgram,
  targets: readonly Target[],
  baseline: string,
  options: Omit<BuildOptions, 'bitcodeOnly' | 'onVariant'>,
): Promise<AskingProgram> {
  const asking = new Set((built.facts.ownFrontEnds ?? []).flatMap((unit) => unit.targets));
  const concerned = targets.filter(({ name }) => {
    const variant = built.variants.find((each) => each.variant.target === name)?.variant;
    return (
      name !== baseline &&
      asking.has(name) &&
      variant?.state === 'built' &&
      variant.identicalTo === undefined
    );
  });
  if (concerned.length === 0 || !built.hasSharedIr) return { ...built, bitcode: [] };
  const { variants, facts } = await buildProgram(built.program, concerned, {
    ...options,
    bitcodeOnly: true,
  });
  return {
    ...built,
    facts: {
      ...built.facts,
      wall: built.facts.wall + facts.wall,
      stepsRun: built.facts.stepsRun + facts.stepsRun,
    },
    bitcode: variants.map((each) => {
      const own = built.variants.find(({ variant }) => variant.target === each.variant.target);
      const known = new Set(own?.variant.units.map(identityOf));
      const units = each.variant.units.filter((unit) => !known.has(identityOf(unit)));
      return { ...each, variant: { ...each.variant, units } };
    }),
  };
}

function identityOf({ source, library, objectHash }: BuiltUnit): string {
  return JSON.stringify([source, library, objectHash]);
}
