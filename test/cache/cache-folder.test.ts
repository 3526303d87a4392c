import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ArtifactCache } from '../../src/cache/artifact-cache.ts';
import { cacheFolder, clearCache } from '../../src/cache/cache-folder.ts';
import { cacheUse, trimCache } from '../../src/cache/cache-use.ts';

const before = process.env['RETARGET_CACHE'];
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retarget-clear-'));
  process.env['RETARGET_CACHE'] = folder;
});
afterEach(async () => {
  if (before === undefined) delete process.env['RETARGET_CACHE'];
  else process.env['RETARGET_CACHE'] = before;
  await rm(folder, { recursive: true, force: true });
});

/** A build of Cargo of this many bytes, that was last used so many hours ago. */
async function cargoBuild(name: string, size: number, hours: number): Promise<void> {
  const build = join(folder, 'cargo', name);
  await mkdir(join(build, 'release'), { recursive: true });
  await writeFile(join(build, 'release', 'lib.rlib'), Buffer.alloc(size));
  const usedAt = new Date(Date.now() - hours * 3600_000);
  await utimes(build, usedAt, usedAt);
}

it('clearing removes what can be made again, and leaves profiles that run now alone', async () => {
  expect(cacheFolder()).toBe(folder);
  const kept = ['artifacts', 'cargo', 'criterion', 'recorder', 'runner', 'toolchain'];
  for (const name of [...kept, 'work']) await mkdir(join(folder, name));
  await clearCache();
  expect(await readdir(folder)).toEqual(['work']);
});

it('clearing leaves what stands in the place of a compiler, which a configured build may call', async () => {
  for (const inside of ['old/recorder.so', 'used/recorder.so', 'used/shims-1/gcc'])
    await mkdir(join(folder, 'recorder', inside), { recursive: true });
  await clearCache();
  expect(await readdir(join(folder, 'recorder'))).toEqual(['used']);
});

it('everything that is kept is counted', async () => {
  await new ArtifactCache().put('a', Buffer.alloc(100));
  await cargoBuild('one', 2000, 0);
  await mkdir(join(folder, 'recorder', 'key'), { recursive: true });
  await writeFile(join(folder, 'recorder', 'key', 'shim'), Buffer.alloc(30));
  const use = await cacheUse();
  expect(use).toMatchObject({ folder, size: 2130, artifacts: 1 });
  expect(use.folders.map(({ name, size }) => [name, size])).toEqual([
    ['artifacts', 100],
    ['cargo', 2000],
    ['recorder', 30],
  ]);
});

it('builds of Cargo above the limit go, longest unused first, and those of the last hours stay', async () => {
  await cargoBuild('oldest', 1000, 30);
  await cargoBuild('older', 1000, 20);
  await cargoBuild('old', 1000, 10);
  await cargoBuild('now', 5000, 0);
  await writeFile(join(folder, 'cargo', 'rustc-1'), '#!/bin/sh\n');
  await trimCache(new ArtifactCache({ limit: 6500 }));
  expect(await readdir(join(folder, 'cargo'))).toEqual(['now', 'old', 'rustc-1']);
  await trimCache(new ArtifactCache({ limit: 100 }));
  expect(await readdir(join(folder, 'cargo'))).toEqual(['now', 'rustc-1']);
});
