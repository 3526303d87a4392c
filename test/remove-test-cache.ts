// Removes the cache folder that one test session shared.
import { rm } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';

export default function setup({ config }: TestProject): () => Promise<void> {
  const cache = config.env['RETARGET_CACHE'];
  return async () => {
    if (cache !== undefined) await rm(cache, { recursive: true, force: true });
  };
}
