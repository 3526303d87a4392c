import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cacheFolder, clearCache } from '../../src/cache/cache-folder.ts';

it('clearing removes what can be made again, and leaves profiles that run now alone', async () => {
  const before = process.env['RETARGET_CACHE'];
  const folder = await mkdtemp(join(tmpdir(), 'retarget-clear-'));
  process.env['RETARGET_CACHE'] = folder;
  try {
    expect(cacheFolder()).toBe(folder);
    for (const name of ['artifacts', 'runner', 'toolchain', 'work'])
      await mkdir(join(folder, name));
    await clearCache();
    expect(await readdir(folder)).toEqual(['work']);
  } finally {
    process.env['RETARGET_CACHE'] = before;
    await rm(folder, { recursive: true, force: true });
  }
});
