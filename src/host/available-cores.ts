// Which cores a process of this machine can be pinned to, as far as the system says so.
import { join } from 'node:path';
import { readText } from '../files/read-text.ts';

const ONLINE = '/sys/devices/system/cpu/online';
const CGROUPS = '/sys/fs/cgroup';

/**
 * Numbers of cores, lowest first; nothing where the system does not say. This process's own affinity is no limit: it may be
 * widened again within its group's cores.
 */
export async function availableCores(): Promise<readonly number[] | undefined> {
  if (process.platform !== 'linux') return undefined;
  return (await coresIn(await groupFile())) ?? coresIn(ONLINE);
}

async function groupFile(): Promise<string> {
  const groups = await readText('/proc/self/cgroup').catch(() => '');
  const path = /^0::(?<path>\/.*)$/mu.exec(groups)?.groups?.['path'] ?? '/';
  return join(CGROUPS, path, 'cpuset.cpus.effective');
}

async function coresIn(file: string): Promise<readonly number[] | undefined> {
  const text = await readText(file).catch(() => '');
  const ranges = text.trim().split(',');
  if (!ranges.every((range) => /^\d{1,5}(?:-\d{1,5})?$/u.test(range))) return undefined;
  return ranges.flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
