// What a run's numbers hold for: the host and the toolchain, in a line.
import type { Run } from '../model/run.ts';
import { visibleText } from '../text/visible-text.ts';

/** `AMD EPYC 9B14 (KVM)`, with clang's version: what the numbers hold for, in one visible line. */
export function settingText(run: Pick<Run, 'host' | 'toolchain'>): string {
  const { host, toolchain } = run;
  return visibleText(
    `${hostName(run)}, ${host.cores.logical} logical cores, ${host.os.distribution}, clang ${toolchain.version}`,
  );
}

/** The host's brand, with the hypervisor where there is one. */
export function hostName({ host }: Pick<Run, 'host'>): string {
  const brand = host.brand.trim() === '' ? host.cpu : host.brand.trim();
  return visibleText(
    host.virtualisation === undefined ? brand : `${brand} (${host.virtualisation})`,
  );
}
