// A CPU's features against a host's: does code for it run here?
import type { Host } from '../model/host.ts';
import { NATIVE, type Cpu, type Fit, type Target } from '../model/target.ts';
import { harmlessReason } from './harmless-features.ts';

/** clang's lists leave it out for some CPUs, and every CPU that runs 64-bit code has it. */
export const UNIVERSAL: ReadonlySet<string> = new Set(['cmov']);

/** Judges by set difference: a name, or a newer model, says nothing about what a host can run. */
export function judgeFit(cpu: Cpu, host: Pick<Host, 'arch' | 'features'>): Fit {
  const here = new Set(host.features);
  const lacking = cpu.features.filter((feature) => !here.has(feature) && !UNIVERSAL.has(feature));
  if (lacking.length === 0) return { kind: 'runs' };
  const masked = lacking.filter((feature) => harmlessReason(host.arch, feature) !== undefined);
  const missing = lacking.filter((feature) => harmlessReason(host.arch, feature) === undefined);
  return missing.length === 0
    ? { kind: 'masked', masked }
    : { kind: 'cannot-run', missing, masked };
}

/** A CPU with its fit. */
export function targetOf(cpu: Cpu, host: Pick<Host, 'arch' | 'features'>): Target {
  return { ...cpu, fit: judgeFit(cpu, host) };
}

/** The target `native`: clang reads its features from this machine, so it always runs here. */
export function nativeTarget(host: Pick<Host, 'features'>): Target {
  return { name: NATIVE, features: host.features, fit: { kind: 'runs' } };
}
