// Which CPU this is, and since when the machine is up, cheaply: what remembered facts about the machine are valid for.
import { open, readFile } from 'node:fs/promises';
import { hostname, release, totalmem, uptime } from 'node:os';
import { runProcess } from '../process/run-process.ts';

/** Lines of /proc/cpuinfo that stay the same while the CPU does; its clock and a core's number are not among them. */
const STABLE = new Set([
  // x86
  'vendor_id',
  'cpu family',
  'model',
  'model name',
  'stepping',
  'microcode',
  'flags',
  // Arm
  'CPU implementer',
  'CPU architecture',
  'CPU variant',
  'CPU part',
  'CPU revision',
  'Features',
  // RISC-V
  'isa',
  'uarch',
]);

/**
 * A text that two machines share only if `-march=native` means the same on both. Home folders, and the caches
 * in them, are shared between machines, and a virtual machine can move to another CPU while it is up.
 */
export async function cpuIdentity(signal?: AbortSignal): Promise<string> {
  return JSON.stringify([process.platform, process.arch, await cpuFacts(signal)]);
}

async function cpuFacts(signal?: AbortSignal): Promise<string> {
  if (process.platform === 'linux') return stableLines(await firstCpu());
  const result = await runProcess({
    command: '/usr/sbin/sysctl',
    args: ['machdep.cpu', 'hw.optional', 'hw.cpufamily', 'hw.model'],
    signal,
    timeLimit: 5000,
  });
  return result.stdout;
}

/** The first processor's block of a /proc/cpuinfo, without what changes from moment to moment. */
export function stableLines(cpuinfo: string): string {
  const [first = ''] = cpuinfo.split(/\n\s*\n/);
  return first
    .split('\n')
    .filter((line) => STABLE.has((line.split(':')[0] ?? '').trim()))
    .join('\n');
}

/** /proc/cpuinfo is made as it is read, and on many cores all of it takes tens of milliseconds. */
async function firstCpu(): Promise<string> {
  try {
    const file = await open('/proc/cpuinfo');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(16 * 1024), 0, 16 * 1024, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return '';
  }
}

/** A text that stays the same while this machine is up with the same CPU, memory and kernel. */
export async function bootIdentity(signal?: AbortSignal): Promise<string> {
  const cpu = await cpuIdentity(signal);
  return JSON.stringify([cpu, await bootId(), hostname(), release(), totalmem()]);
}

async function bootId(): Promise<string> {
  try {
    return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
  } catch {
    // Without the kernel's own word, the time of boot, coarse enough that a clock's correction does not move it often.
    return `up since ${Math.round((Date.now() / 1000 - uptime()) / 600)}`;
  }
}
