// Schema 2 names every variant by target, flavour and layout. In schema 1 a target's code from bitcode only was inside its
// variant, and its samples were an array of their own.
import * as z from 'zod';
import type { Sample, Variant } from '../model/run.ts';
import { variantId, variantOfTarget } from '../model/variant.ts';

const targeted = z.looseObject({ target: z.string() });
const sample = targeted.extend({ round: z.number(), position: z.number() });

/** No more of schema 1 than what moves. */
const before = z.looseObject({
  settings: z.looseObject({ bitcodeOnly: z.exactOptional(z.boolean()) }),
  programs: z.array(
    z.looseObject({
      variants: z.array(targeted.extend({ bitcodeOnly: z.exactOptional(z.looseObject({})) })),
      benchmarks: z.array(
        z.looseObject({
          samples: z.array(sample),
          bitcodeSamples: z.exactOptional(z.array(sample)),
        }),
      ),
    }),
  ),
});

/** Of what was measured, or built, beside the targets' own variants. */
const BITCODE = { bitcodeOnly: true };

/**
 * A document of schema 1 as one of schema 2; its `schema` is left to the caller.
 * @throws {z.ZodError} where it is no run.
 */
export function fromSchema1(document: object): object {
  const { programs, ...run } = before.parse(document);
  const { settings } = run;
  return {
    ...run,
    programs: programs.map(({ variants, benchmarks, ...program }) => {
      const split = variants.map(({ bitcodeOnly, target, ...variant }) => ({
        own: { ...variantOfTarget(target, settings), ...variant },
        bitcode: bitcodeOnly && {
          ...variantOfTarget(target, BITCODE),
          state: stateOf(bitcodeOnly),
          ...bitcodeOnly,
        },
      }));
      return {
        ...program,
        variants: [
          ...split.map(({ own }) => own),
          ...split.flatMap(({ bitcode }) => bitcode ?? []),
        ],
        benchmarks: benchmarks.map(({ samples, bitcodeSamples = [], ...result }) => ({
          ...result,
          samples: [
            ...samples.map((each) => ofVariant(each, settings)),
            ...bitcodeSamples.map((each) => ofVariant(each, BITCODE)),
          ].sort((a, b) => a.round - b.round || a.position - b.position),
        })),
      };
    }),
  };
}

function stateOf({ executableHash, failure }: Record<string, unknown>): Variant['state'] {
  if (executableHash !== undefined) return 'built';
  return failure === undefined ? 'not-built' : 'failed';
}

function ofVariant(
  { target, round, position, ...measured }: z.infer<typeof sample>,
  settings: Parameters<typeof variantOfTarget>[1],
): Pick<Sample, 'round' | 'position' | 'variant'> {
  const variant = variantId(variantOfTarget(target, settings));
  return { round, position, variant, ...measured };
}
