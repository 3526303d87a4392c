// Which process is writing a run, and whether it still lives: a small file beside each run that is under way.
import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import * as z from 'zod';
import { readText } from '../files/read-text.ts';
import { processExists } from '../process/process-exists.ts';
import { runProcess } from '../process/run-process.ts';
import { replaceFile } from './atomic-file.ts';

const ownerSchema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  /** Kernel's id of this boot, where there is one: a process of an earlier boot is gone. */
  boot: z.string().optional(),
  /** PID namespace, where there is one: in another namespace the number means another process. */
  namespace: z.string().optional(),
  /** When the process started, in the system's own words: tells it from a later process with the same number. */
  started: z.string().optional(),
  /** ISO 8601, UTC. */
  since: z.string(),
});

type Owner = z.infer<typeof ownerSchema>;

/** How long a process that cannot be looked up (another machine, another container) is taken to be alive. */
const UNKNOWN_LIFETIME = 24 * 60 * 60 * 1000;

/** The claims of this process whose runs are under way, with where each really lies. One that it left behind is nobody's. */
const underWay = new Map<string, string>();

/** Says that this process writes the run. */
export async function claimRun(path: string): Promise<void> {
  await replaceFile(path, `${JSON.stringify(await thisProcess())}\n`);
  underWay.set(path, await realpath(path));
}

export async function releaseRun(path: string): Promise<void> {
  underWay.delete(path);
  await rm(path, { force: true });
}

/**
 * Says that nobody writes the run any more, although its document still says that it goes on: whoever cleans up puts that right.
 * Where it cannot be said, only this process knows.
 */
export async function abandonRun(path: string): Promise<void> {
  underWay.delete(path);
  // Where the folder is gone, or another by now, there is nothing to take back.
  if ((await readOwner(path)) !== undefined) await replaceFile(path, '').catch(() => undefined);
}

/** Whether somebody who claimed the run is still at it; an absent or unreadable claim is nobody's. */
export async function isOwnerAlive(path: string): Promise<boolean> {
  const owner = await readOwner(path);
  if (owner === undefined) return false;
  const here = await thisPlace();
  if (owner.host === here.host && owner.boot !== here.boot) return false;
  if (owner.host !== here.host || owner.namespace !== here.namespace) {
    return Date.now() - Date.parse(owner.since) < UNKNOWN_LIFETIME;
  }
  if (!processExists(owner.pid)) return false;
  const started = await startOf(owner.pid);
  if (started !== undefined && owner.started !== undefined && started !== owner.started) {
    return false;
  }
  return owner.pid !== process.pid || isUnderWay(path);
}

async function isUnderWay(path: string): Promise<boolean> {
  const place = await realpath(path).catch(() => path);
  return [...underWay.values()].includes(place);
}

async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    return ownerSchema.parse(JSON.parse(await readText(path)));
  } catch {
    return undefined;
  }
}

async function thisProcess(): Promise<Owner> {
  const { host, boot, namespace } = await thisPlace();
  const started = await startOf(process.pid);
  return {
    pid: process.pid,
    host,
    ...(boot === undefined ? {} : { boot }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(started === undefined ? {} : { started }),
    since: new Date().toISOString(),
  };
}

async function thisPlace() {
  const [boot, namespace] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
      (text) => text.trim(),
      () => undefined,
    ),
    readlink('/proc/self/ns/pid').catch(() => undefined),
  ]);
  return { host: hostname(), boot, namespace };
}

async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
    // Field 22, in clock ticks since boot; the name in field 2 may hold spaces and brackets, so count from its end.
    return stat
      ?.slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .at(19);
  }
  if (process.platform === 'win32') return undefined;
  const { stdout, exitCode } = await runProcess({
    command: 'ps',
    args: ['-o', 'lstart=', '-p', String(pid)],
    env: { LC_ALL: 'C', TZ: 'UTC' },
    timeLimit: 5000,
  });
  return exitCode === 0 && stdout.trim() !== '' ? stdout.trim() : undefined;
}
