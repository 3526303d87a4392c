// Schema 2 names every variant by target, flavour and layout. In schema 1 a target's code from bitcode only was inside its
// variant, and its samples were an array of their own. Warnings did not say which of them are alike.
import * as z from 'zod';
import type { Sample, Variant } from '../model/run.ts';
import { variantId, variantOfTarget } from '../model/variant.ts';

const targeted = z.looseObject({ target: z.string() });
const sample = targeted.extend({ round: z.number(), position: z.number() });

const warning = z.looseObject({ message: z.string(), target: z.exactOptional(z.string()) });
const warnings = z.exactOptional(z.array(warning));

/** No more of schema 1 than what moves. */
const before = z.looseObject({
  warnings,
  settings: z.looseObject({ bitcodeOnly: z.exactOptional(z.boolean()) }),
  programs: z.array(
    z.looseObject({
      variants: z.array(targeted.extend({ bitcodeOnly: z.exactOptional(z.looseObject({})) })),
      benchmarks: z.array(
        z.looseObject({
          warnings,
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
    ...(run.warnings === undefined ? {} : { warnings: run.warnings.map(withAlike) }),
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
          ...(result.warnings === undefined ? {} : { warnings: result.warnings.map(withAlike) }),
          samples: [
            ...samples.map((each) => ofVariant(each, settings)),
            ...bitcodeSamples.map((each) => ofVariant(each, BITCODE)),
          ].sort((a, b) => a.round - b.round || a.position - b.position),
        })),
      };
    }),
  };
}

/** What a later version says as it warns: this one's sentence without its numbers and the target it names. */
function withAlike(old: z.infer<typeof warning>): z.infer<typeof warning> & { alike: string } {
  const { message, target } = old;
  const unnamed = target === undefined ? message : message.replaceAll(target, '@');
  return { ...old, alike: unnamed.replace(/\d+(?:[.,]\d+)*/gu, '#') };
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
