// Inside the extension host: how long the first activation of Retarget takes, and that of an extension that does nothing.
import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { extensions } from 'vscode';

export interface Activation {
  /** Milliseconds from asking for it until it is active, its code loaded on the way. */
  readonly retarget: number;
  readonly empty: number;
  /** Milliseconds of that inside `activate` itself. */
  readonly own: number;
}

/** Share of all cores' time that others may use in a window at rest. */
const MOST_BUSY = 0.25;
const LONGEST_WAIT = 60_000;

/** Waits until the window has done its own opening: until the machine was idle enough for two seconds on end. */
async function atRest(): Promise<void> {
  const latest = performance.now() + LONGEST_WAIT;
  for (let calm = 0; calm < 4;) {
    if (performance.now() > latest) throw new Error('The machine does not come to rest.');
    const before = coreTimes();
    await pause(500);
    const after = coreTimes();
    const busy = 1 - (after.idle - before.idle) / (after.all - before.all);
    calm = busy < MOST_BUSY ? calm + 1 : 0;
  }
}

function coreTimes(): { idle: number; all: number } {
  const times = cpus().map((cpu) => cpu.times);
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  return {
    idle: sum(times.map(({ idle }) => idle)),
    all: sum(times.map(({ user, nice, sys, idle, irq }) => user + nice + sys + idle + irq)),
  };
}

async function activate(id: string): Promise<{ time: number; exports: unknown }> {
  const extension = extensions.getExtension(id);
  if (extension === undefined) throw new Error(`${id} is not there.`);
  if (extension.isActive) throw new Error(`${id} was active before.`);
  const started = performance.now();
  const exports: unknown = await extension.activate();
  return { time: performance.now() - started, exports };
}

export async function measure(): Promise<Activation> {
  // The first one pays for what the host loads once: each of them in half of the windows.
  const order = ['bench.empty', 'retarget.retarget'];
  if (process.env['RETARGET_BENCH_ORDER'] === 'retarget first') order.reverse();
  if (process.env['RETARGET_BENCH_MOMENT'] === 'at rest') await atRest();
  const found = new Map<string, Awaited<ReturnType<typeof activate>>>();
  for (const id of order) found.set(id, await activate(id));
  const retarget = found.get('retarget.retarget');
  const own = (retarget?.exports as { activation?: number } | undefined)?.activation;
  return {
    retarget: retarget?.time ?? NaN,
    empty: found.get('bench.empty')?.time ?? NaN,
    own: own ?? NaN,
  };
}
