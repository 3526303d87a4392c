// Parses the function attributes in textual IR that say which CPU the code is for.

/** The three attributes, exactly as clang writes them; `undefined` where it did not write one. */
export interface TargetAttributes {
  /** `target-cpu`. */
  readonly cpu: string | undefined;
  /** `target-features`, such as `+cmov,+cx8,-avx2`. */
  readonly features: string | undefined;
  /** `tune-cpu`. */
  readonly tune: string | undefined;
}

const NONE: TargetAttributes = { cpu: undefined, features: undefined, tune: undefined };

const DEFINITION = /^define .*?@(?:"([^"]*)"|([\w.$-]+))\(.*?\).* #(\d+)/;
const GROUP = /^attributes #(\d+) = \{ (.*) \}$/;

/** One attribute of a group: `nounwind`, `"key"="value"`, `memory(none)`, `alignstack=16`. */
export const ATTRIBUTE = /"[^"]*"(?:="[^"]*")?|[a-z_]+(?:\((?:[^()"]|"[^"]*")*\)|=\d+)?/gu;

/** Target attributes of every function that a module defines with an attribute group, by the function's name. */
export function parseTargetAttributes(ir: string): Map<string, TargetAttributes> {
  const groups = new Map<string, TargetAttributes>();
  const definitions: (readonly [name: string, group: string])[] = [];
  for (const line of ir.split('\n')) {
    const definition = DEFINITION.exec(line);
    if (definition?.[3] !== undefined) {
      definitions.push([definition[1] ?? definition[2] ?? '', definition[3]]);
      continue;
    }
    const group = GROUP.exec(line);
    if (group?.[1] !== undefined && group[2] !== undefined)
      groups.set(group[1], targetAttributesIn(group[2]));
  }
  return new Map(definitions.map(([name, group]) => [name, groups.get(group) ?? NONE]));
}

/** The attributes in any text that holds them, such as one attribute group. */
export function targetAttributesIn(text: string): TargetAttributes {
  const value = (name: string): string | undefined =>
    new RegExp(`"${name}"="([^"]*)"`).exec(text)?.[1];
  return { cpu: value('target-cpu'), features: value('target-features'), tune: value('tune-cpu') };
}

/** Modes rather than abilities: clang lists them for `native` but not for names, and every x86-64 CPU has them. */
const MODES = new Set(['64bit']);

/** Features that a `target-features` string switches on, without the `+`, sorted. */
export function enabledFeatures(targetFeatures: string | undefined): string[] {
  if (targetFeatures === undefined || targetFeatures === '') return [];
  return targetFeatures
    .split(',')
    .flatMap((feature) => (feature.startsWith('+') ? [feature.slice(1)] : []))
    .filter((feature) => !MODES.has(feature))
    .sort();
}
