// Which vendor and line of CPUs a name belongs to, and how old it is among them: a hundred names by letter tell nobody which
// CPU came before which. The names are clang's; their order is that of release, as the vendors' histories are commonly told.

/** A line of CPUs, oldest first; names of one CPU stand beside each other. */
const LINES: readonly (readonly [family: string, oldestFirst: string])[] = [
  ['psABI levels', 'x86-64 x86-64-v2 x86-64-v3 x86-64-v4'],
  ['AMD Zen', 'znver1 znver2 znver3 znver4 znver5 znver6'],
  [
    'AMD before Zen',
    'k8 opteron athlon64 athlon-fx k8-sse3 opteron-sse3 athlon64-sse3 amdfam10 barcelona btver1 bdver1 bdver2 btver2 bdver3 bdver4',
  ],
  [
    'Intel Core and Xeon',
    'nocona core2 penryn nehalem corei7 westmere sandybridge corei7-avx ivybridge core-avx-i haswell core-avx2 broadwell skylake skylake-avx512 skx cannonlake cascadelake cooperlake icelake-client icelake-server tigerlake rocketlake alderlake raptorlake sapphirerapids meteorlake emeraldrapids graniterapids graniterapids-d lunarlake arrowlake arrowlake-s pantherlake wildcatlake diamondrapids novalake',
  ],
  [
    'Intel Atom and E-cores',
    'bonnell atom silvermont slm goldmont goldmont-plus tremont gracemont sierraforest grandridge clearwaterforest',
  ],
  ['Intel Xeon Phi', 'knl knm'],
];

/** Families whose names say so, and count up from the oldest. */
const PREFIXES: readonly (readonly [family: string, names: RegExp])[] = [
  ['AMD Zen', /^znver/u],
  ['Arm Neoverse', /^neoverse-/u],
  ['Arm Cortex', /^(?:cortex|c1)-/u],
  ['Apple', /^(?:apple-|cyclone$)/u],
  ['Ampere', /^ampere/u],
  ['Microsoft', /^cobalt-/u],
  ['NVIDIA', /^(?:carmel|grace|olympus|gb10)$/u],
  ['Qualcomm', /^(?:oryon|saphira|falkor|kryo)/u],
  ['Fujitsu', /^(?:a64fx|fujitsu-)/u],
  ['Marvell', /^thunderx/u],
  ['Samsung', /^exynos-/u],
  ['SiFive', /^sifive-/u],
];

const OTHERS = 'Other CPUs';

const PLACES = new Map(
  LINES.flatMap(([family, names], line) =>
    names.split(' ').map((name, age) => [name, { family, line, age }] as const),
  ),
);

/** Such as `AMD Zen`; a name that nothing is known of is among `Other CPUs`. */
export function familyOf(cpu: string): string {
  return PLACES.get(cpu)?.family ?? PREFIXES.find(([, names]) => names.test(cpu))?.[0] ?? OTHERS;
}

/** Orders names by family, and in each by generation, newest first; the levels begin, in their own order. */
export function byGeneration(one: string, other: string): number {
  const [left, right] = [placeOf(one), placeOf(other)];
  return (
    left.line - right.line ||
    (left.line === 0 ? left.age - right.age : right.age - left.age) ||
    other.localeCompare(one, 'en', { numeric: true })
  );
}

/** @returns `line` of its family among all; `age` grows with the generation, where it is known */
function placeOf(cpu: string): { readonly line: number; readonly age: number } {
  const place = PLACES.get(cpu);
  if (place !== undefined) return place;
  const family = familyOf(cpu);
  const named = LINES.findIndex(([each]) => each === family);
  // A newer one of a line that is known, such as znver7.
  if (named !== -1) return { line: named, age: Infinity };
  const prefix = PREFIXES.findIndex(([each]) => each === family);
  return { line: LINES.length + (prefix === -1 ? PREFIXES.length : prefix), age: 0 };
}
