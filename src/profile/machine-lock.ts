// One profile, or one watched build, at a time on one machine: two would measure each other.
import { constants } from 'node:fs';
import { lstat, mkdir, open, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import lockfile from 'proper-lockfile';
import { readText } from '../files/read-text.ts';
import type { Warning } from '../model/run.ts';
import * as say from './messages/runs.ts';

export interface MachineLock {
  /** What may have let another profile run beside this one, so far: no lock to be had, or a lock lost. */
  readonly warnings: () => readonly Warning[];
  release(): Promise<void>;
}

/** Milliseconds between looks at a lock that is held, and of silence after which its holder counts as dead. */
const LOOK_EVERY = 1000;
const DEAD_AFTER = 10_000;
/** Milliseconds between the times that a holder sets on its lock. */
const UPDATE_EVERY = DEAD_AFTER / 4;

/**
 * Waits for the machine's turn. The lock lies where all users and all sessions of a machine meet; a holder that was
 * killed is found out after ten seconds.
 * @param onWait told once, in a sentence, when another one has to end first.
 * @throws the signal's reason.
 */
export async function lockMachine(
  what: string,
  signal: AbortSignal,
  onWait: (message: string) => void,
): Promise<MachineLock> {
  // Whoever watches the build that this is part of has the turn, and waits for this to end.
  if (process.env['RETARGET_RECORD_LOG'] !== undefined)
    return unlocked('a watched build runs this');
  const path = join(lockFolder(), 'retarget-profile');
  const warnings: Warning[] = [];
  let ahead: AheadLock | undefined;
  for (let waited = false; ; waited = true) {
    signal.throwIfAborted();
    try {
      await mkdir(dirname(path), { recursive: true });
      const release = await lockfile.lock(path, {
        ...{ realpath: false, stale: DEAD_AFTER, update: UPDATE_EVERY },
        onCompromised: () => {
          warnings.push(LOST);
        },
      });
      await writeHolder(path, `${what} (process ${process.pid})`).catch(() => undefined);
      return { warnings: () => warnings, release: () => release().catch(() => undefined) };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== 'ELOCKED') return unlocked(message);
    }
    const facts = await lstat(`${path}.lock`).catch(() => undefined);
    if (facts?.isDirectory() === false) {
      return unlocked(`${path}.lock is not a Retarget lock; remove it`);
    }
    ahead = stillAhead(facts?.mtimeMs, ahead);
    if (ahead !== undefined && performance.now() - ahead.since > 2 * UPDATE_EVERY) {
      const kept = await rmdir(`${path}.lock`).catch((error: unknown) => String(error));
      if (typeof kept === 'string') return unlocked(kept);
      continue;
    }
    if (!waited) onWait(await waitingMessage(path));
    await sleep(LOOK_EVERY, undefined, { signal });
  }
}

/** A lock whose time lies in the future: its age says nothing, but a holder that lives sets another time soon. */
interface AheadLock {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** When it was first seen with this time, on the clock of `performance`. */
  readonly since: number;
}

function stillAhead(
  time: number | undefined,
  before: AheadLock | undefined,
): AheadLock | undefined {
  if (time === undefined || time < Date.now() + DEAD_AFTER) return undefined;
  return before?.time === time ? before : { time, since: performance.now() };
}

/** `TMPDIR` is each session's own; `/tmp` is the machine's. `RETARGET_LOCK_FOLDER` is for tests, and for odd machines. */
function lockFolder(): string {
  const configured = process.env['RETARGET_LOCK_FOLDER'] ?? '';
  if (configured !== '') return configured;
  return process.platform === 'win32' ? tmpdir() : '/tmp';
}

function holderFile(path: string): string {
  return `${path}.holder`;
}

/** In a folder that everyone may write to, a link under our name could lead to a file of the user's, and a pipe would wait for a reader. */
async function writeHolder(path: string, text: string): Promise<void> {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW, O_NONBLOCK } = constants;
  const flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK;
  const file = await open(holderFile(path), flags, 0o644);
  try {
    await file.writeFile(text);
  } finally {
    await file.close();
  }
}

async function waitingMessage(path: string): Promise<string> {
  const holder = await readText(holderFile(path)).catch(() => say.ANOTHER_HOLDER);
  return say.waitingForMachine({ holder });
}

const LOST: Warning = {
  code: 'load',
  message: say.machineLost(),
};

function unlocked(reason: string): MachineLock {
  const warning: Warning = {
    code: 'load',
    message: say.machineNotLocked({ reason }),
  };
  return { warnings: () => [warning], release: () => Promise.resolve() };
}
