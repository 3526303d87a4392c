// Which files an execution wrote into the folder that it runs in: for advice, so a look at a folder of usual size is enough.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const MOST_SEEN = 2000;
const MOST_NAMED = 5;

/** Names of regular files there that were written since, sorted. @param since milliseconds since 1970 */
export async function writtenSince(directory: string, since: number): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  if (entries.length > MOST_SEEN) return [];
  const written: string[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const found = await stat(join(directory, entry.name)).catch(() => undefined);
    // File systems keep times more coarsely than clocks do.
    if (found !== undefined && found.mtimeMs >= since - 20) written.push(entry.name);
  }
  return written.sort().slice(0, MOST_NAMED);
}
