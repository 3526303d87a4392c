// This machine as one Host: the toolchain's view of its CPU, systeminformation's of the rest, and where they disagree.
import { createHash } from 'node:crypto';
import type { Host, HostNote } from '../model/host.ts';
import type { Cpu } from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { cpusNamed } from '../toolchain/cpus.ts';
import { nativeCpu } from '../toolchain/native-cpu.ts';
import {
  factsMissing,
  loaderDisagrees,
  nameDisagrees,
  virtualMachine,
  type MissingFact,
} from './messages.ts';
import { machineFacts, type MachineFacts } from './machine-facts.ts';
import { highestLevel, psabiLevels } from './psabi-levels.ts';

/**
 * Describes the machine this runs on.
 * @throws {FailureError} toolchain-broken where clang does not answer.
 */
export async function describeHost(
  toolchain: Toolchain,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Host> {
  const { signal } = options;
  const [facts, native, levels] = await Promise.all([
    machineFacts(signal),
    nativeCpu(toolchain, signal),
    psabiLevels(toolchain, signal),
  ]);
  const [named] = await cpusNamed(toolchain, [native.name], signal);
  return hostFrom(facts, native, { arch: archOf(toolchain), levels, named });
}

export interface HostContext {
  readonly arch: string;
  readonly levels: readonly Cpu[];
  /** What the toolchain's name for this CPU promises; absent where it is no name to compile for. */
  readonly named: Cpu | undefined;
}

/** Puts a Host together from what each source said. */
export function hostFrom(facts: MachineFacts, native: Cpu, context: HostContext): Host {
  const { loaderLevel, ...machine } = facts;
  const level = highestLevel(context.levels, native.features);
  return {
    id: hostId(facts, native.features),
    ...machine,
    arch: context.arch,
    cpu: native.name,
    features: native.features,
    ...(level === undefined ? {} : { level }),
    notes: [
      ...virtualNote(facts),
      ...nameNote(native, context.named),
      ...(context.levels.length === 0 ? [] : loaderNote(level, loaderLevel)),
      ...missingNote(facts),
    ],
  };
}

/** Memory counts in whole GiB: what the kernel reserves of it changes with its version. */
function hostId(facts: MachineFacts, features: readonly string[]): string {
  const identity = [
    facts.brand,
    features,
    facts.cores.physical,
    facts.cores.logical,
    Math.round(facts.memory / 1024 ** 3),
    facts.virtualisation ?? '',
  ];
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16);
}

/** The triple's first word, with Apple's spelling of AArch64 made LLVM's. */
function archOf(toolchain: Toolchain): string {
  const word = toolchain.triple.split('-')[0] ?? '';
  if (word === 'arm64') return 'aarch64';
  return word === 'amd64' ? 'x86_64' : word;
}

function virtualNote({ virtualisation }: MachineFacts): HostNote[] {
  if (virtualisation === undefined) return [];
  return [
    {
      code: 'virtual-machine',
      message: virtualMachine({ hypervisor: virtualisation }),
    },
  ];
}

function nameNote(native: Cpu, named: Cpu | undefined): HostNote[] {
  if (named === undefined) return [];
  const lacks = without(named.features, native.features);
  const has = without(native.features, named.features).filter((feature) => feature !== 'cmov');
  if (lacks.length === 0 && has.length === 0) return [];
  return [{ code: 'name-disagrees', message: nameDisagrees({ name: native.name, lacks, has }) }];
}

function loaderNote(level: string | undefined, loader: string | undefined): HostNote[] {
  if (loader === undefined || loader === level) return [];
  return [{ code: 'loader-disagrees', message: loaderDisagrees({ level, loader }) }];
}

function missingNote(facts: MachineFacts): HostNote[] {
  const { base, max } = facts.frequency;
  const missing: readonly MissingFact[] = [
    ...(facts.brand === '' ? (['brand'] as const) : []),
    ...(Object.keys(facts.caches).length === 0 ? (['caches'] as const) : []),
    ...(base === undefined && max === undefined ? (['frequencies'] as const) : []),
  ];
  return missing.length === 0 ? [] : [{ code: 'facts-missing', message: factsMissing(missing) }];
}

function without(features: readonly string[], others: readonly string[]): string[] {
  const taken = new Set(others);
  return features.filter((feature) => !taken.has(feature));
}
