// What tells one variant of a program from another.

/** How a variant's code came about: as a build for its target makes it, or from bitcode only, which all targets share. */
export type Flavour = 'whole' | 'bitcode';

/** The layout that the user's linker makes. */
export const OWN_LAYOUT = 'own';

export interface VariantIdentity {
  /** The target's name. */
  readonly target: string;
  readonly flavour: Flavour;
  /** One order and alignment of its code and data; no slash is in its name. */
  readonly layout: string;
}

/** One text for each identity, such as `x86-64-v3/whole/own`: what samples name their variant by. */
export function variantId({ target, flavour, layout }: VariantIdentity): string {
  return `${target}/${flavour}/${layout}`;
}

/** The variant that stands for a target in a run with these settings: what its comparisons are of. */
export function variantOfTarget(
  target: string,
  settings: { readonly bitcodeOnly?: boolean | undefined } = {},
): VariantIdentity {
  const flavour = settings.bitcodeOnly === true ? 'bitcode' : 'whole';
  return { target, flavour, layout: OWN_LAYOUT };
}

/** One variant's samples, of all. */
export function samplesOf<Sample extends { readonly variant: string }>(
  samples: readonly Sample[],
  variant: VariantIdentity,
): Sample[] {
  const id = variantId(variant);
  return samples.filter((sample) => sample.variant === id);
}

/** Of a program's variants those that stand for their targets: the first of each. */
export function standing<T extends Pick<VariantIdentity, 'target'>>(variants: readonly T[]): T[] {
  return variants.filter(
    ({ target }, index) => variants.findIndex((each) => each.target === target) === index,
  );
}

/** Those that are compared with the first, the baseline, and itself: of its flavour. What others gain over theirs is told instead. */
export function compared<Variant extends VariantIdentity>(variants: readonly Variant[]): Variant[] {
  return variants.filter(({ flavour }) => flavour === variants[0]?.flavour);
}
