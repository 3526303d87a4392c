// Functions that ask for features of their own (`__attribute__((target("avx2")))`, `#[target_feature]`): neutral IR holds what they
// add to the CPU that a unit is compiled for, and each target's whole list comes in front of it, as in a build for that target.
// A function with fewer features than those it calls could not have them inlined.
import type { TargetAttributes } from '../toolchain/ir-attributes.ts';
import { attributeGroups, withLines, type AttributeGroup } from './attribute-groups.ts';

/**
 * The features that a function has beyond those of a unit's other functions, signs included; nothing where it names another CPU,
 * and so takes none from the target.
 */
export function addedFeatures(
  own: TargetAttributes,
  base: TargetAttributes | undefined,
): readonly string[] {
  if (own.cpu !== base?.cpu) return [];
  const shared = new Set(featuresOf(base));
  return featuresOf(own).filter((feature) => !shared.has(feature));
}

export function featuresOf(attributes: TargetAttributes | undefined): readonly string[] {
  return attributes?.features?.split(',').filter((feature) => feature !== '') ?? [];
}

/** A group's line for any CPU: what it adds, and a tuning of its own. */
export function neutralLine(
  { line, target }: AttributeGroup,
  base: TargetAttributes | undefined,
): string {
  const added = addedFeatures(target, base);
  const kept = [
    ...(added.length === 0 ? [] : [`"target-features"="${added.join(',')}"`]),
    ...(target.tune === undefined || target.tune === base?.tune
      ? []
      : [`"tune-cpu"="${target.tune}"`]),
  ];
  return withAttributes(line, kept);
}

/** Neutral IR for one target: where functions add features, the target's come in front. */
export function withTargetFeatures(text: Buffer, target: TargetAttributes): Buffer {
  const groups = attributeGroups(text).filter((group) => onlyAdds(group.target));
  return withLines(text, groups, ({ line, target: own }) => {
    const tune = own.tune ?? target.tune;
    return withAttributes(line, [
      ...(target.cpu === undefined ? [] : [`"target-cpu"="${target.cpu}"`]),
      `"target-features"="${[...featuresOf(target), ...featuresOf(own)].join(',')}"`,
      ...(tune === undefined ? [] : [`"tune-cpu"="${tune}"`]),
    ]);
  });
}

function onlyAdds({ cpu, features }: TargetAttributes): boolean {
  return cpu === undefined && features !== undefined;
}

/** LLVM's parser takes no group without attributes. */
const NOTHING = '"retarget-neutral"';

/** A group's line with these target attributes in place of its own. */
function withAttributes(line: string, attributes: readonly string[]): string {
  const others = line.replace(/ "(?:target-cpu|target-features|tune-cpu)"="[^"]*"/gu, '');
  const all = attributes.length === 0 && / \{ *\}$/u.test(others) ? [NOTHING] : attributes;
  return all.length === 0 ? others : others.replace(/ \}$/u, () => ` ${all.join(' ')} }`);
}
