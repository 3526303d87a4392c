// A cache for each test, and entries that are older than they are.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import cacache from 'cacache';
import { afterEach, beforeEach } from 'vitest';
import { ArtifactCache } from '../../src/cache/artifact-cache.ts';

/** Absolute path of an empty folder; another for each test. */
export let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retarget-cache-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A cache in it, as another process would open it. @param limit bytes */
export function open(limit?: number): ArtifactCache {
  return new ArtifactCache({
    folder: join(folder, 'artifacts'),
    ...(limit === undefined ? {} : { limit }),
  });
}

/** Lets an entry look as if it had been stored some hours ago. */
export async function ageOf(cache: ArtifactCache, key: string, hours: number): Promise<void> {
  const entry = await cacache.get.info(cache.folder, key);
  const { insert } = (
    cacache as unknown as { index: { insert: (...args: unknown[]) => Promise<void> } }
  ).index;
  await insert(cache.folder, key, entry?.integrity, {
    ...{ size: entry?.size, metadata: entry?.metadata as unknown },
    time: Date.now() - hours * 3_600_000,
  });
}
