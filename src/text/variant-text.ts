// What a variant is called in sentences.

/** Such as `x86-64-v3`, or `x86-64-v3 (bitcode only)`. */
export function variantText(variant: {
  readonly target: string;
  readonly flavour: 'whole' | 'bitcode';
}): string {
  return variant.flavour === 'bitcode' ? `${variant.target} (bitcode only)` : variant.target;
}
