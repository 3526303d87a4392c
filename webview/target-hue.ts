// A target's colour: the same in every run, whatever else is in it, since it follows from the name alone.

/** Colours that names without one of their own share; the table's greys and first colours are not among them. */
const SHARED = [2, 6, 7, 8, 9, 10, 11];

/** Names that are often compared with each other, each with a colour of its own among those. */
const KNOWN: ReadonlyMap<string, number> = new Map([
  ...([
    ['x86-64', 0],
    ['x86-64-v2', 1],
    ['x86-64-v3', 3],
    ['x86-64-v4', 5],
    ['native', 4],
  ] as const),
  ...([
    ['haswell', 2],
    ['skylake-avx512', 8],
    ['icelake-server', 10],
    ['sapphirerapids', 9],
  ] as const),
  ...([
    ['znver2', 2],
    ['znver3', 7],
    ['znver4', 6],
    ['znver5', 11],
  ] as const),
  ...([
    ['generic', 0],
    ['neoverse-n1', 1],
    ['neoverse-v1', 3],
    ['neoverse-v2', 5],
  ] as const),
]);

/** A number below `HUES`, for `hueVariable`. */
export function targetHue(name: string): number {
  const known = KNOWN.get(name);
  if (known !== undefined) return known;
  // FNV-1a.
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length && at < 256; at += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193) >>> 0;
  }
  return SHARED[hash % SHARED.length] ?? 0;
}
