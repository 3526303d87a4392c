// What a module's functions have where they ask for nothing: known of our own front end, found out of bitcode and IR from elsewhere.
import type { TargetAttributes } from '../toolchain/ir-attributes.ts';
import {
  groupsOfFunctions,
  hasTarget,
  isAlwaysInlined,
  type AttributeGroup,
} from './attribute-groups.ts';
import { featuresOf } from './own-features.ts';

interface Counted {
  readonly target: TargetAttributes;
  defined: number;
  declared: number;
}

/** How `llvm.ident` of a module begins that rustc wrote. */
const RUST_IDENTITY = '"rustc version ';

/** @returns nothing where no function names a CPU. */
export function commonAttributes(
  text: Buffer,
  byId: ReadonlyMap<string, AttributeGroup>,
): TargetAttributes | undefined {
  const ofOneCpu = ofCommonCpu(counted(text, byId));
  // Attributes on a function add features: what all others add to is the default, however few functions have it. One that is
  // only declared has it too, as a rule.
  const base = ofOneCpu.find(({ target }) =>
    ofOneCpu.every((other) => addsTo(other.target, target)),
  );
  const common = (base ?? ofOneCpu[0])?.target;
  // A crate of nothing but `#[target_feature]` functions has no other default than the bare CPU, and text without CPUs has none.
  const isBare = common !== undefined && (common.cpu === undefined || isFromRust(text));
  return isBare && isAddition(common) ? { ...common, features: undefined } : common;
}

export function isFromRust(text: Buffer): boolean {
  return text.includes(RUST_IDENTITY);
}

function counted(text: Buffer, byId: ReadonlyMap<string, AttributeGroup>): readonly Counted[] {
  const counts = new Map<string, Counted>();
  for (const [kind, key] of [
    ['define', 'defined'],
    ['declare', 'declared'],
  ] as const) {
    for (const id of groupsOfFunctions(text, kind)) {
      const group = byId.get(id);
      if (group === undefined || !hasTarget(group) || isAlwaysInlined(group)) continue;
      const name = JSON.stringify(group.target);
      const entry = counts.get(name) ?? { target: group.target, defined: 0, declared: 0 };
      entry[key] += 1;
      counts.set(name, entry);
    }
  }
  return [...counts.values()].sort(
    (a, b) =>
      b.defined - a.defined ||
      b.declared - a.declared ||
      featuresOf(a.target).length - featuresOf(b.target).length,
  );
}

/**
 * Those with the CPU that most functions have which are only declared: attributes of their own are rare there. Without such, that
 * most defined ones have.
 */
function ofCommonCpu(all: readonly Counted[]): readonly Counted[] {
  const cpus = new Map<string | undefined, { defined: number; declared: number }>();
  for (const { target, defined, declared } of all) {
    const sum = cpus.get(target.cpu) ?? { defined: 0, declared: 0 };
    cpus.set(target.cpu, {
      defined: sum.defined + defined,
      declared: sum.declared + declared,
    });
  }
  const [common] = [...cpus].sort(
    ([, a], [, b]) => b.declared - a.declared || b.defined - a.defined,
  );
  return all.filter(({ target }) => target.cpu === common?.[0]);
}

/** Whether a function has all features of another, for the same CPU. */
function addsTo(target: TargetAttributes, base: TargetAttributes): boolean {
  const own = new Set(featuresOf(target));
  return featuresOf(base).every((feature) => own.has(feature));
}

/** Whether features are only switched on: the whole list that `native` stands for switches others off. */
function isAddition(attributes: TargetAttributes): boolean {
  const features = featuresOf(attributes);
  return features.length > 0 && features.every((feature) => feature.startsWith('+'));
}
