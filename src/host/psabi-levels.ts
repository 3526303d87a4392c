// The x86-64 psABI's microarchitecture levels, as the toolchain means them.
import type { Cpu } from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { cpusNamed } from '../toolchain/cpus.ts';

/** Lowest first; each holds all of the ones before it. */
export const LEVEL_NAMES = ['x86-64', 'x86-64-v2', 'x86-64-v3', 'x86-64-v4'] as const;

/** The four levels with all their features, lowest first; empty where the toolchain's code is not for x86-64. */
export async function psabiLevels(
  toolchain: Toolchain,
  signal?: AbortSignal,
): Promise<readonly Cpu[]> {
  if (!/^(x86_64|amd64)\b/.test(toolchain.triple)) return [];
  return cpusNamed(toolchain, LEVEL_NAMES, signal);
}

/** Name of the highest level whose features are all there; absent where not even the lowest is whole. */
export function highestLevel(
  levels: readonly Cpu[],
  features: readonly string[],
): string | undefined {
  const here = new Set(features);
  let highest: string | undefined;
  for (const level of levels) {
    if (!level.features.every((feature) => here.has(feature))) break;
    highest = level.name;
  }
  return highest;
}
