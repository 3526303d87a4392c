// Scripts of ours that cargo is told to run, put into the cache.
import { chmod, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';

/** Writes it where it is not there yet. @param file absolute path. @throws the file system's error. */
export async function placeScript(file: string, script: string): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => '')) === script) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomic(file, script, { mode: 0o755 });
  await chmod(file, 0o755);
}
