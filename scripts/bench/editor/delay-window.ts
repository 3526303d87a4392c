// Inside the extension host: how long its event loop was held up, while nothing happens and during a real profile that
// everything draws. A process beside it that does nothing tells how much of that is the machine's being busy.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { commands, workspace } from 'vscode';

/** Milliseconds between the looks of the monitor. */
const RESOLUTION = 2;
const QUIET = 10_000;

export interface Delay {
  /** Milliseconds that timers came late. */
  readonly max: number;
  readonly p99: number;
}

export interface Delays {
  readonly idle: Delay;
  readonly profile: Delay;
  /** Of a process that did nothing, during the same profile. */
  readonly bystander: Delay;
  readonly seconds: number;
}

const BYSTANDER = `
import { monitorEventLoopDelay } from 'node:perf_hooks';
const monitor = monitorEventLoopDelay({ resolution: ${RESOLUTION} });
monitor.enable();
process.on('message', () => {
  process.send({ max: monitor.max / 1e6 - ${RESOLUTION}, p99: monitor.percentile(99) / 1e6 - ${RESOLUTION} });
  process.disconnect();
});
`;

function startBystander(): ChildProcess {
  return spawn(process.execPath, ['--input-type=module', '--eval', BYSTANDER], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
}

async function during(work: () => PromiseLike<unknown>): Promise<Delay> {
  const monitor = monitorEventLoopDelay({ resolution: RESOLUTION });
  monitor.enable();
  await work();
  monitor.disable();
  return { max: monitor.max / 1e6 - RESOLUTION, p99: monitor.percentile(99) / 1e6 - RESOLUTION };
}

export async function measure(): Promise<Delays> {
  const path = workspace.workspaceFolders?.[0]?.uri;
  if (path === undefined) throw new Error('There is no folder to profile.');
  // What was drawn once has been loaded; so had been whatever the window still does at its start.
  for (const view of ['results', 'targets', 'host']) {
    await commands.executeCommand(`retarget.${view}.focus`);
  }
  await sleep(5000);
  const idle = await during(() => sleep(QUIET));
  const bystander = startBystander();
  await once(bystander, 'spawn');
  const started = performance.now();
  const profile = await during(() => commands.executeCommand('retarget.profile', path));
  const seconds = (performance.now() - started) / 1000;
  bystander.send('how late?');
  const [said] = (await once(bystander, 'message')) as [Delay];
  return { idle, profile, bystander: said, seconds };
}
