// Leaves no process behind: everything an editor starts carries a mark in its environment, wherever in the process
// tree it ends up, and is found by it at the end (on Linux, which shows environments in /proc).
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The variable that carries the mark. */
export const MARK = 'RETARGET_EDITOR_MARK';

/** Milliseconds that processes get to notice that their editor is gone. */
const GRACE = 2000;

export const newMark = () => randomUUID();

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/**
 * Processes that carry the mark, this one left out.
 * @param {string} mark
 * @returns {{ pid: number, name: string }[]}
 */
export function marked(mark) {
  if (process.platform !== 'linux') return [];
  const entry = `${MARK}=${mark}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => read(`/proc/${name}/environ`).split('\0').includes(entry))
    .map((name) => ({
      pid: Number(name),
      name: read(`/proc/${name}/cmdline`).replaceAll('\0', ' ').trim().slice(0, 200),
    }));
}

/**
 * Sends a signal to a process, or to a group where `pid` is negative; it may be gone already.
 * @param {number} pid
 * @param {NodeJS.Signals} name
 */
export function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/**
 * Ends what carries the mark. Nobody should by now: the answer is what had to be ended.
 * @param {string} mark
 */
export async function endMarked(mark) {
  const until = Date.now() + GRACE;
  while (marked(mark).length > 0 && Date.now() < until) await sleep(50);
  const left = marked(mark);
  // Ending one may let it start another: until there are none.
  for (let rest = left; rest.length > 0; rest = marked(mark)) {
    for (const { pid } of rest) signal(pid, 'SIGKILL');
    await sleep(20);
  }
  return left;
}
