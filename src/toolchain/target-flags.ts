// How a target is said to clang: -march on x86, -mcpu elsewhere, and features switched off one by one; and which CPU a unit keeps.
import type { Target } from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';

/** Whether `-march=<cpu>` is this architecture's word for a CPU name (clang on x86 refuses `-mcpu=`). */
function namesCpusByMarch(triple: string): boolean {
  return /^(x86_64|amd64|i[3-6]86)\b/.test(triple);
}

/** The driver flag that selects one CPU by name, such as `-march=x86-64-v3`. */
export function cpuFlag(toolchain: Pick<Toolchain, 'triple'>, cpu: string): string {
  return namesCpusByMarch(toolchain.triple) ? `-march=${cpu}` : `-mcpu=${cpu}`;
}

/** Everything that code generation for a target needs: its CPU flag, then the masked features off. */
export function targetFlags(
  toolchain: Pick<Toolchain, 'triple'>,
  target: Pick<Target, 'name' | 'fit'>,
): string[] {
  const masked = target.fit.kind === 'masked' ? target.fit.masked : [];
  return [
    cpuFlag(toolchain, target.name),
    ...masked.flatMap((feature) => ['-Xclang', '-target-feature', '-Xclang', `-${feature}`]),
  ];
}

/** `-march`, `-mcpu` and `-mtune` that a unit has for itself: all that cleaned flags leave of these. */
export function ownCpuFlags(flags: readonly string[]): string[] {
  return flags.filter((_, at) => isOwnCpu(flags, at));
}

/**
 * A unit's flags and the target's, in an order in which the last word is the unit's where it names a CPU for itself: in the
 * user's own build a source's options stand behind those of all. Where its word takes the place of the target's (`-march` on x86,
 * `-mcpu` on Arm), its features are its own too, and none is masked.
 */
export function withTarget(
  toolchain: Pick<Toolchain, 'triple'>,
  flags: readonly string[],
  target: Pick<Target, 'name' | 'fit'> | undefined,
): string[] {
  const own = ownCpuFlags(flags);
  if (target === undefined) return [...flags];
  if (own.length === 0) return [...flags, ...targetFlags(toolchain, target)];
  const others = flags.filter((_, at) => !isOwnCpu(flags, at));
  const kind = namesCpusByMarch(toolchain.triple) ? 'march' : 'mcpu';
  const replaced = own.some((flag) => flag.replace(/^-+m/u, 'm').startsWith(`${kind}=`));
  const before = replaced ? [cpuFlag(toolchain, target.name)] : targetFlags(toolchain, target);
  return [...others, ...before, ...own];
}

/** Behind `-Xassembler` and its like it is a word for another tool. */
function isOwnCpu(flags: readonly string[], at: number): boolean {
  return /^-{1,2}m(?:arch|cpu|tune)=/u.test(flags[at] ?? '') && !/^-X/u.test(flags[at - 1] ?? '');
}
