// The options that Retarget configured a build folder with: kept in the folder, so that others mean configuring it again.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { readText } from '../../files/read-text.ts';
import { CACHE_FILE } from './cmake-cache.ts';

const FILE = '.retarget-options.json';

/** Nothing of a folder that somebody else configured. */
export async function madeWith(build: string): Promise<readonly string[] | undefined> {
  const text = await readText(join(build, FILE)).catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return z.array(z.string()).parse(JSON.parse(text));
  } catch {
    // Damaged: it is configured again.
    return ['?'];
  }
}

/** Before CMake is run. CMake would keep what it was told before, so that its memory goes where options change. */
export async function remake(build: string, options: readonly string[]): Promise<void> {
  await rm(join(build, CACHE_FILE), { force: true });
  await writeFile(join(build, FILE), `${JSON.stringify(options)}\n`);
}
