import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeWorkFolder } from '../../src/profile/work-folder.ts';

let cache: string;
let before: string | undefined;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'retarget-work-'));
  before = process.env['RETARGET_CACHE'];
  process.env['RETARGET_CACHE'] = cache;
});

afterEach(async () => {
  process.env['RETARGET_CACHE'] = before;
  await rm(cache, { recursive: true, force: true });
});

describe('work folders', () => {
  it('removes what dead processes of this host left, and nothing else', async () => {
    const dead = `${hostname()}-4194304-abc`;
    const elsewhere = 'another-host-4194304-abc';
    const living = `${hostname()}-${process.ppid}-abc`;
    for (const name of [dead, elsewhere, living])
      await mkdir(join(cache, 'work', name), { recursive: true });
    await writeFile(join(cache, 'work', dead, 'left.ll'), 'x');
    const folder = await makeWorkFolder();
    const names = await readdir(join(cache, 'work'));
    expect(names).not.toContain(dead);
    expect(names).toEqual(expect.arrayContaining([elsewhere, living]));
    await folder.remove();
    expect(await readdir(join(cache, 'work'))).toHaveLength(2);
  });

  it('says that the cache folder cannot be written', async () => {
    process.env['RETARGET_CACHE'] = join(cache, 'file');
    await writeFile(join(cache, 'file'), '');
    await expect(makeWorkFolder()).rejects.toMatchObject({ failure: { code: 'folder-read-only' } });
  });
});
