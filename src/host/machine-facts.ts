// What systeminformation tells about this machine: asked once per boot, for it takes a tenth of a second.
import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { remember } from '../toolchain/answer-cache.ts';
import { bootIdentity } from '../toolchain/machine-identity.ts';
import { loaderLevel } from './loader-levels.ts';

const factsSchema = z.object({
  brand: z.string(),
  vendor: z.string(),
  os: z.object({ platform: z.string(), distribution: z.string(), kernel: z.string() }),
  cores: z.object({ physical: z.number(), logical: z.number() }),
  caches: z.object({
    l1d: z.number().exactOptional(),
    l1i: z.number().exactOptional(),
    l2: z.number().exactOptional(),
    l3: z.number().exactOptional(),
  }),
  frequency: z.object({ base: z.number().exactOptional(), max: z.number().exactOptional() }),
  memory: z.number(),
  virtualisation: z.string().exactOptional(),
  /** Highest psABI level by glibc's loader. */
  loaderLevel: z.string().exactOptional(),
});

/** Facts that stay the same while the machine is up; units as in `Host`. */
export type MachineFacts = z.infer<typeof factsSchema>;

/** This machine's facts, from the cache where they were asked since it came up. */
export async function machineFacts(signal?: AbortSignal): Promise<MachineFacts> {
  const question = [
    'machine',
    '1',
    await bootIdentity(signal),
    String(availableParallelism()),
  ] as const;
  return remember(question, factsSchema, () => askMachine(signal));
}

async function askMachine(signal?: AbortSignal): Promise<MachineFacts> {
  // Loaded only here: with the facts remembered, its own start-up would be most of the time.
  const { default: information } = await import('systeminformation');
  const [cpu, caches, memory, os, system, level, own] = await Promise.all([
    information.cpu(),
    information.cpuCache(),
    information.mem(),
    information.osInfo(),
    information.system(),
    loaderLevel(signal),
    firstCoreCaches(),
  ]);
  signal?.throwIfAborted();
  const virtualisation = hypervisor(system, await seesHypervisor());
  return {
    brand: brandOf(cpus()[0]?.model, cpu),
    vendor: cpu.vendor,
    os: {
      platform: os.platform,
      distribution: [os.distro, os.release].filter((word) => word !== '').join(' '),
      kernel: os.kernel,
    },
    cores: { physical: cpu.physicalCores, logical: cpu.cores },
    caches: { ...cacheSizes(caches), ...own },
    frequency: {
      ...(cpu.speed > 0 ? { base: cpu.speed } : {}),
      ...(cpu.speedMax > 0 ? { max: cpu.speedMax } : {}),
    },
    memory: memory.total,
    ...(virtualisation === undefined ? {} : { virtualisation }),
    ...(level === undefined ? {} : { loaderLevel: level }),
  };
}

/** The CPU's own name for itself; systeminformation takes the manufacturer out of it. */
function brandOf(
  model: string | undefined,
  cpu: { readonly manufacturer: string; readonly brand: string },
): string {
  const own = model?.trim().replace(/\s+/g, ' ') ?? '';
  if (own !== '' && own !== 'unknown') return own;
  return `${cpu.manufacturer} ${cpu.brand}`.trim();
}

type CacheFacts = MachineFacts['caches'];

function cacheSizes(sizes: Readonly<Record<keyof CacheFacts, number | null>>): CacheFacts {
  const known = Object.entries(sizes).filter(([, size]) => size !== null && size > 0);
  return Object.fromEntries(known);
}

/** lscpu, which systeminformation reads, adds up all instances of a cache; the kernel tells each one's size. */
async function firstCoreCaches(): Promise<CacheFacts> {
  const folder = '/sys/devices/system/cpu/cpu0/cache';
  const names = await readdir(folder).catch(() => []);
  const told = await Promise.all(
    names
      .filter((name) => name.startsWith('index'))
      .map(async (name) => {
        const [level, type, size] = await Promise.all(
          ['level', 'type', 'size'].map((fact) =>
            readFile(join(folder, name, fact), 'utf8').catch(() => ''),
          ),
        );
        return cacheEntry(level?.trim(), type?.trim(), size?.trim());
      }),
  );
  return Object.fromEntries(told.flat());
}

function cacheEntry(
  level: string | undefined,
  type: string | undefined,
  size: string | undefined,
): [keyof CacheFacts, number][] {
  const match = /^(\d+)([KMG])?$/.exec(size ?? '');
  if (!match) return [];
  const unit = { K: 1024, M: 1024 ** 2, G: 1024 ** 3 }[match[2] ?? ''] ?? 1;
  const bytes = Number(match[1]) * unit;
  if (level === '1' && type === 'Data') return [['l1d', bytes]];
  if (level === '1' && type === 'Instruction') return [['l1i', bytes]];
  if (level === '2') return [['l2', bytes]];
  return level === '3' ? [['l3', bytes]] : [];
}

function hypervisor(
  system: { readonly virtual: boolean; readonly virtualHost?: string; readonly model: string },
  seen: boolean,
): string | undefined {
  if (!system.virtual && !seen) return undefined;
  const named = system.virtualHost ?? '';
  if (named !== '') return named;
  return system.model === 'WSL' ? 'Hyper-V (WSL)' : 'unknown hypervisor';
}

/** The CPU's own word (cpuid's hypervisor bit), which needs no rights and no firmware tables. */
async function seesHypervisor(): Promise<boolean> {
  const text = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  return /^flags\s*:.*\bhypervisor\b/m.test(text);
}
