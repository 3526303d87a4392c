// Why a host is, or is not, a target: as data, for whoever shows it.
import type { Host } from '../model/host.ts';
import type { Fit, Target } from '../model/target.ts';
import { harmlessReason } from './harmless-features.ts';

export interface TargetExplanation {
  readonly target: string;
  /** What the toolchain calls this host's CPU. */
  readonly hostCpu: string;
  readonly fit: Fit['kind'];
  /** Code-generating features that the target has and the host lacks: code for it may fault here. */
  readonly missing: readonly string[];
  /** Features that the host lacks too, and that plain code never uses, each with the reason. */
  readonly masked: readonly { readonly feature: string; readonly reason: string }[];
  /** Features of the host's that code for the target leaves unused. */
  readonly unused: readonly string[];
  /** Features that both have. */
  readonly shared: readonly string[];
}

/** Compares a judged target with the host, feature by feature. */
export function explainTarget(target: Target, host: Host): TargetExplanation {
  const wanted = new Set(target.features);
  const here = new Set(host.features);
  const { fit } = target;
  return {
    target: target.name,
    hostCpu: host.cpu,
    fit: fit.kind,
    missing: fit.kind === 'cannot-run' ? fit.missing : [],
    masked: (fit.kind === 'runs' ? [] : fit.masked).map((feature) => ({
      feature,
      reason: harmlessReason(host.arch, feature) ?? '',
    })),
    // Every x86-64 CPU has it, listed or not.
    unused: host.features.filter((feature) => !wanted.has(feature) && feature !== 'cmov'),
    shared: target.features.filter((feature) => here.has(feature)),
  };
}
