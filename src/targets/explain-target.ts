// Why a host is, or is not, a target: as data, for whoever shows it.
import type { Explanation } from '../model/explanation.ts';
import type { Host } from '../model/host.ts';
import type { Target } from '../model/target.ts';

/** Compares a judged target with the host, feature by feature. */
export function explainTarget(target: Target, host: Host): Explanation {
  const wanted = new Set(target.features);
  const { brand, cpu, level, virtualisation } = host;
  return {
    target,
    host: {
      ...{ brand, cpu },
      ...(level === undefined ? {} : { level }),
      ...(virtualisation === undefined ? {} : { virtualisation }),
    },
    missing: target.fit.kind === 'cannot-run' ? target.fit.missing : [],
    masked: target.fit.kind === 'runs' ? [] : target.fit.masked,
    // Every x86-64 CPU has cmov, listed or not.
    beyond: host.features.filter((feature) => !wanted.has(feature) && feature !== 'cmov'),
  };
}
