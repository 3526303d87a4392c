// Ends processes that nobody knows any more: their parent is dead, and they left its group and session. Their environment tells.
import { readdir, readFile } from 'node:fs/promises';

/** Times that it is looked again: who was starting others meanwhile has not had the time to for all of them. */
const LOOKS = 20;

/**
 * Kills every process of this user whose environment, as it was started with, holds this assignment. Linux only: elsewhere nothing
 * is found.
 * @param assignment such as `NAME=value`
 * @returns how many were found
 */
export async function killMarked(assignment: string): Promise<number> {
  const killed = new Set<number>();
  for (let look = 0; look < LOOKS; look++) {
    const found = await marked(assignment);
    if (found.length === 0) break;
    for (const pid of found) {
      killed.add(pid);
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // Gone by itself meanwhile.
      }
    }
  }
  return killed.size;
}

async function marked(assignment: string): Promise<number[]> {
  const names = await readdir('/proc').catch(() => []);
  const found: number[] = [];
  for (const name of names) {
    if (!/^\d+$/u.test(name) || Number(name) === process.pid) continue;
    // What has ended, and waits for its parent to look, has none.
    const environment = await readFile(`/proc/${name}/environ`, 'utf8').catch(() => '');
    if (environment.split('\0').includes(assignment)) found.push(Number(name));
  }
  return found;
}
