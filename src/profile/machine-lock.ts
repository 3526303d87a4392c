// One profile at a time on one machine: two would measure each other.
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import lockfile from 'proper-lockfile';
import type { Warning } from '../model/run.ts';

export interface MachineLock {
  /** Set where the machine could not be locked, so that another profile may disturb this one. */
  readonly warning?: Warning;
  release(): Promise<void>;
}

/** Milliseconds between looks at a lock that is held, and of silence after which its holder counts as dead. */
const LOOK_EVERY = 1000;
const DEAD_AFTER = 10_000;

/**
 * Waits for the machine's turn. The lock lies in the system's temporary folder, so that it holds between users and
 * between projects; a holder that was killed is found out after ten seconds.
 * @param onWait told once, in a sentence, when another profile has to end first.
 * @throws the signal's reason.
 */
export async function lockMachine(
  what: string,
  signal: AbortSignal,
  onWait: (message: string) => void,
): Promise<MachineLock> {
  const path = join(tmpdir(), 'retarget-profile');
  for (let waited = false; ; waited = true) {
    signal.throwIfAborted();
    try {
      const release = await lockfile.lock(path, {
        ...{ realpath: false, stale: DEAD_AFTER, update: DEAD_AFTER / 4 },
        // A machine that slept through its updates has not lost anything that matters.
        onCompromised: () => undefined,
      });
      await writeFile(holderFile(path), `${what} (process ${process.pid})`).catch(() => undefined);
      return { release: () => release().catch(() => undefined) };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== 'ELOCKED') return unlocked(message);
    }
    if (!waited) onWait(await waitingMessage(path));
    await sleep(LOOK_EVERY, undefined, { signal });
  }
}

function holderFile(path: string): string {
  return `${path}.holder`;
}

async function waitingMessage(path: string): Promise<string> {
  const holder = await readFile(holderFile(path), 'utf8').catch(() => 'another one');
  return `Waiting for another profile on this machine to end, since they would disturb each other: ${holder.slice(0, 300)}`;
}

function unlocked(reason: string): MachineLock {
  return {
    warning: {
      code: 'load',
      message: `This machine could not be locked against a second profile (${reason}); if one runs, both measure wrongly.`,
    },
    release: () => Promise.resolve(),
  };
}
