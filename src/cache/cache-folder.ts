// Where Retarget keeps what it can make again: one folder per user, and what is in it.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import envPaths from 'env-paths';

/** Absolute path of the user's cache folder; `RETARGET_CACHE` moves it. It need not exist yet. */
export function cacheFolder(): string {
  const configured = process.env['RETARGET_CACHE'];
  if (configured !== undefined && configured !== '') return configured;
  return envPaths('retarget', { suffix: '' }).cache;
}

/** Folders of what is kept to be found again, by name, and what that is. */
export const KEPT_FOLDERS = {
  artifacts: 'built code',
  cargo: 'builds of Rust crates',
  criterion: 'results of Criterion versions before 0.4',
  recorder: 'build recorder',
  runner: 'timing helper',
  toolchain: 'results of LLVM queries',
  work: 'files of running or killed profiles',
} as const;

/**
 * Removes everything that is kept to be found again; the work folders of profiles that run now stay, and so do programs that
 * stand before a static compiler, which a configured build may have remembered.
 * @throws the file system's error.
 */
export async function clearCache(): Promise<void> {
  for (const name of Object.keys(KEPT_FOLDERS)) {
    if (name === 'work') continue;
    const folder = join(cacheFolder(), name);
    const inside = name === 'recorder' ? await withoutShims(folder) : [folder];
    for (const path of inside) await rm(path, { recursive: true, force: true });
  }
}

/** The recorders of which nothing stands in the place of a tool; the whole folder where that holds for all. */
async function withoutShims(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const free: string[] = [];
  for (const name of names) {
    const inside = await readdir(join(folder, name)).catch(() => []);
    if (!inside.some((each) => each.startsWith('shims-'))) free.push(join(folder, name));
  }
  return free.length === names.length ? [folder] : free;
}
