// What else the machine did while a benchmark was measured: load of others, time stolen by a hypervisor, clock governors.
import { readFile, readdir } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import type { Warning } from '../model/run.ts';
import { machineBusy, slowGovernor } from './messages/samples.ts';

/** Part of the whole machine that others may use before their load is worth a warning. */
const LOAD_LIMIT = 0.1;
/** Part of the machine's time that a hypervisor may take before it is. */
const STEAL_LIMIT = 0.01;
/** Shorter than this, the kernel's own counting (100 per second) says nothing. Milliseconds. */
const SHORTEST = 500;

interface Ticks {
  /** Milliseconds of all cores since start-up, not idle. */
  readonly busy: number;
  readonly total: number;
  /** In ticks of /proc/stat, as a part of all its ticks; absent off Linux. */
  readonly stolen?: { readonly steal: number; readonly all: number };
  /** Milliseconds. */
  readonly time: number;
}

export interface MachineWatch {
  /**
   * Warnings about the time since the start.
   * @param ownCpu nanoseconds of CPU time that the measured programs used meanwhile; absent where nobody knows.
   */
  stop(ownCpu: number | undefined): Promise<Warning[]>;
}

/** Begins to watch; reads a few small files and costs nothing until it is stopped. */
export async function watchMachine(): Promise<MachineWatch> {
  const before = await readTicks();
  const ours = process.cpuUsage();
  return {
    stop: async (ownCpu) => {
      const after = await readTicks();
      const self = process.cpuUsage(ours);
      const ownBusy =
        ownCpu === undefined ? undefined : ownCpu / 1e6 + (self.user + self.system) / 1e3;
      return [
        ...busyWarning(othersLoad(before, after, ownBusy), stolenPart(before, after)),
        ...(await governorWarning()),
      ];
    },
  };
}

async function readTicks(): Promise<Ticks> {
  let busy = 0;
  let total = 0;
  for (const { times } of cpus()) {
    const used = times.user + times.nice + times.sys + times.irq;
    busy += used;
    total += used + times.idle;
  }
  const stat = await readFile('/proc/stat', 'utf8').catch(() => '');
  const fields = /^cpu +(.*)$/m.exec(stat)?.[1]?.split(' ').map(Number);
  const steal = fields?.[7];
  // The last two columns, guest time, are part of user time already.
  const all = fields?.slice(0, 8).reduce((sum, ticks) => sum + ticks, 0);
  return {
    busy,
    total,
    time: performance.now(),
    ...(steal === undefined || all === undefined ? {} : { stolen: { steal, all } }),
  };
}

/** Whether these warnings say that the machine was not left to the measured programs: that explains what samples scatter. */
export function isBusy(warnings: readonly Warning[]): boolean {
  return warnings.some(({ code }) => code === 'load' || code === 'steal');
}

/** Cores that others kept busy; nothing where it is too little to tell of. */
function othersLoad(before: Ticks, after: Ticks, ownBusy: number | undefined): number | undefined {
  const time = after.time - before.time;
  const total = after.total - before.total;
  if (ownBusy === undefined || time < SHORTEST || total <= 0) return undefined;
  const others = after.busy - before.busy - ownBusy;
  return others / total <= LOAD_LIMIT ? undefined : others / time;
}

/** Part of the time that the hypervisor took; nothing where it is too little to tell of. */
function stolenPart(before: Ticks, after: Ticks): number | undefined {
  if (before.stolen === undefined || after.stolen === undefined) return undefined;
  const all = after.stolen.all - before.stolen.all;
  const part = (after.stolen.steal - before.stolen.steal) / all;
  return after.time - before.time < SHORTEST || !(part > STEAL_LIMIT) ? undefined : part;
}

/** One warning, whoever took the time. */
function busyWarning(load: number | undefined, stolen: number | undefined): Warning[] {
  if (load === undefined && stolen === undefined) return [];
  const { length } = cpus();
  const busy =
    load === undefined ? undefined : { busy: load, cores: length, average: loadavg()[0] ?? 0 };
  return [
    {
      code: load === undefined ? 'steal' : 'load',
      alike: stolen === undefined ? 'load' : 'stolen',
      message: machineBusy({ load: busy, stolen }),
      remedies: [{ kind: 'set', what: 'budget' }],
    },
  ];
}

async function governorWarning(): Promise<Warning[]> {
  const folder = '/sys/devices/system/cpu';
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^cpu\d+$/.test(name));
  const governors = new Set<string>();
  for (const name of names) {
    const text = await readFile(`${folder}/${name}/cpufreq/scaling_governor`, 'utf8').catch(
      () => '',
    );
    if (text !== '') governors.add(text.trim());
  }
  governors.delete('performance');
  if (governors.size === 0) return [];
  return [
    {
      code: 'governor',
      message: slowGovernor({ governors: [...governors].sort() }),
    },
  ];
}
