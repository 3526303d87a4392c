// Where Retarget keeps what it can make again: one folder per user.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import envPaths from 'env-paths';

/** Absolute path of the user's cache folder; `RETARGET_CACHE` moves it. It need not exist yet. */
export function cacheFolder(): string {
  const configured = process.env['RETARGET_CACHE'];
  if (configured !== undefined && configured !== '') return configured;
  return envPaths('retarget', { suffix: '' }).cache;
}

/** Folders of what can be made again. The work folders of profiles that run now are not among them. */
const KEPT = ['artifacts', 'runner', 'toolchain'];

/** Removes everything that is kept to be found again. @throws the file system's error. */
export async function clearCache(): Promise<void> {
  for (const name of KEPT) await rm(join(cacheFolder(), name), { recursive: true, force: true });
}
