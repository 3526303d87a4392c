// Parses the function attributes in textual IR that say which CPU the code is for.

/** The three attributes, exactly as clang writes them; absent ones were not written. */
export interface TargetAttributes {
  readonly targetCpu?: string;
  /** Such as `+cmov,+cx8,-avx2`. */
  readonly targetFeatures?: string;
  readonly tuneCpu?: string;
}

const DEFINITION = /^define .*?@(?:"([^"]*)"|([\w.$-]+))\(.*?\).* #(\d+)/;
const GROUP = /^attributes #(\d+) = \{ (.*) \}$/;

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
      groups.set(group[1], attributesIn(group[2]));
  }
  return new Map(definitions.map(([name, group]) => [name, groups.get(group) ?? {}]));
}

function attributesIn(text: string): TargetAttributes {
  const value = (name: string): string | undefined =>
    new RegExp(`"${name}"="([^"]*)"`).exec(text)?.[1];
  const targetCpu = value('target-cpu');
  const targetFeatures = value('target-features');
  const tuneCpu = value('tune-cpu');
  return {
    ...(targetCpu === undefined ? {} : { targetCpu }),
    ...(targetFeatures === undefined ? {} : { targetFeatures }),
    ...(tuneCpu === undefined ? {} : { tuneCpu }),
  };
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
