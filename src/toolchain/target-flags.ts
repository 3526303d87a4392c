// How a target is said to clang: -march on x86, -mcpu elsewhere, and features switched off one by one.
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
