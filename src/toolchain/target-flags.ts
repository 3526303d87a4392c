// How a target is said to clang: -march on x86, -mcpu elsewhere, its own flags, and features switched off one by one; and which
// CPU and features a unit keeps.
import { readOptions, wordsOf } from '../flags/options.ts';
import type { Option } from '../flags/options.ts';
import type { Target } from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';

/** A target as command lines need it. */
export type FlaggedTarget = Pick<Target, 'name' | 'fit' | 'cpu' | 'flags'>;

/** Whether `-march=<cpu>` is this architecture's word for a CPU name (clang on x86 refuses `-mcpu=`). */
function namesCpusByMarch(triple: string): boolean {
  return /^(x86_64|amd64|i[3-6]86)\b/.test(triple);
}

/** The driver flag that selects one CPU by name, such as `-march=x86-64-v3`. */
export function cpuFlag(toolchain: Pick<Toolchain, 'triple'>, cpu: string): string {
  return namesCpusByMarch(toolchain.triple) ? `-march=${cpu}` : `-mcpu=${cpu}`;
}

/** The CPU's flag and the target's own: what a user would add to a build. */
export function plainFlags(
  toolchain: Pick<Toolchain, 'triple'>,
  { name, cpu = name, flags = [] }: Pick<Target, 'name' | 'cpu' | 'flags'>,
): string[] {
  return [cpuFlag(toolchain, cpu), ...flags];
}

/** Everything that code generation for a target needs: its CPU flag, its own flags, then the masked features off. */
export function targetFlags(toolchain: Pick<Toolchain, 'triple'>, target: FlaggedTarget): string[] {
  return [...plainFlags(toolchain, target), ...maskFlags(target)];
}

function maskFlags({ fit }: Pick<Target, 'fit'>): string[] {
  const masked = fit.kind === 'masked' ? fit.masked : [];
  return masked.flatMap((feature) => ['-Xclang', '-target-feature', '-Xclang', `-${feature}`]);
}

/** `-march`, `-mcpu` and `-mtune` that a unit has for itself: all that cleaned flags leave of these. */
export function ownCpuFlags(flags: readonly string[]): string[] {
  return wordsOf(readOptions(flags).filter(isOwnCpu));
}

/**
 * A unit's flags and the target's, in an order in which the last word is the unit's where it names a CPU or features for itself: in
 * the user's own build a source's options stand behind those of all. Where its word takes the place of the target's (`-march` on x86,
 * `-mcpu` on Arm), its features are its own too, and none is masked.
 */
export function withTarget(
  toolchain: Pick<Toolchain, 'triple'>,
  flags: readonly string[],
  target: FlaggedTarget | undefined,
): string[] {
  if (target === undefined) return [...flags];
  const options = readOptions(flags);
  const own = options.filter(isOwnCpu);
  const kind = namesCpusByMarch(toolchain.triple) ? '-march' : '-mcpu';
  const replaced = own.some(({ name }) => name === kind);
  const before = plainFlags(toolchain, target);
  // Only flags of the target's own can take a unit's features back: a CPU's name leaves them, wherever it stands.
  const isBehind = (option: Option): boolean => target.flags !== undefined && isOwnFeature(option);
  const rest = options.filter((option) => !isOwnCpu(option));
  return [
    ...wordsOf(rest.filter((option) => !isBehind(option))),
    ...before,
    ...wordsOf(rest.filter(isBehind)),
    ...(replaced ? [] : maskFlags(target)),
    ...wordsOf(own),
  ];
}

function isOwnCpu({ name }: Option): boolean {
  return /^-m(?:arch|cpu|tune)$/u.test(name);
}

/** What looks like a feature and is a habit of code generation: a target's flag about it comes last, as it would in the user's build. */
const HABITS =
  /^-{1,2}m(?:no-)?(?:llvm|gather|scatter|vzeroupper|omit-leaf-frame-pointer|implicit-float|relax-all|recip|outline|outline-atomics|branches-within-32B-boundaries)$/u;

/** `-mavx2`, and the same said to the inner compiler in four words. */
function isOwnFeature({ name, words: [first = ''] }: Option): boolean {
  if (name === '-Xclang -target-feature') return true;
  return /^-{1,2}m[\w.+-]+$/u.test(first) && !HABITS.test(first);
}
