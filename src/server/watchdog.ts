// Ends the server from a thread of its own where the server itself cannot: its thread is held by a loop, and its client is gone, or
// nothing has come of the loop for so long that nothing will.
import { Worker } from 'node:worker_threads';

/** Milliseconds between looks. */
const TICK = 1000;
/** Looks without a sign of life after which a server without a client is ended, and one whose client still waits. */
const LEFT = { withoutClient: 6, withClient: 30 };

interface Watched extends Readonly<typeof LEFT> {
  readonly tick: number;
  /** Counts up while the server's own thread gets to its timers. */
  readonly pulse: SharedArrayBuffer;
  readonly parent: number;
  /** The client's process, where it is known. */
  readonly client: number | undefined;
}

/** @param client its process, where it is another than the server's parent */
export function startWatchdog(client: number | undefined): void {
  // A server that stands in a debugger is not to be ended.
  if (process.execArgv.some((option) => option.startsWith('--inspect'))) return;
  const pulse = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const beats = new Int32Array(pulse);
  setInterval(() => Atomics.add(beats, 0, 1), TICK / 2).unref();
  const workerData: Watched = { ...LEFT, tick: TICK, pulse, parent: process.ppid, client };
  // As text: the thread loads nothing of the server.
  const watchdog = new Worker(`(${watch.toString()})()`, {
    ...{ eval: true, workerData, execArgv: [], stdin: false },
  });
  // Without one, the server looks after itself as long as it can.
  watchdog.on('error', () => undefined);
  watchdog.unref();
}

/** Runs in the thread, where nothing of this file is known. Looks are counted, not time: a machine may have slept. */
function watch(): void {
  const threads = process.getBuiltinModule('node:worker_threads');
  const watched = threads.workerData as Watched;
  const { tick, pulse, parent, client, withClient, withoutClient } = watched;
  const beats = new Int32Array(pulse);
  let last = -1;
  let silent = 0;
  const isGone = (pid: number): boolean => {
    try {
      process.kill(pid, 0);
      return false;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ESRCH';
    }
  };
  setInterval(() => {
    const now = Atomics.load(beats, 0);
    silent = now === last ? silent + 1 : 0;
    last = now;
    const isAlone = process.ppid !== parent || (client !== undefined && isGone(client));
    if (silent >= (isAlone ? withoutClient : withClient)) process.kill(process.pid, 'SIGKILL');
  }, tick);
}
