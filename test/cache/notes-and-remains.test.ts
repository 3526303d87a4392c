import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import cacache from 'cacache';
import { describe, expect, it } from 'vitest';
import { contentPath, entryPath } from '../../src/cache/cache-entries.ts';
import { hashOf } from '../../src/cache/file-hashes.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { ageOf, open } from './test-cache.ts';

describe('a note', () => {
  it('is read by another process, and counted', async () => {
    const cache = open();
    await cache.note('key', { files: ['a.h'] });
    await cache.put('other', Buffer.from('code'));
    expect(await open().noted('key')).toEqual({ files: ['a.h'] });
    expect(await open().noted('none')).toBeUndefined();
    const { size } = await stat(entryPath(cache.folder, 'key'));
    expect(await cache.use()).toMatchObject({ artifacts: 2, size: 4 + size });
  });

  it.each([
    ['a changed byte', (text: string) => text.replace('a.h', 'b.h')],
    [
      'a changed hash',
      (text: string) => text.replace(/[0-9a-f]/u, (first) => (first === '0' ? '1' : '0')),
    ],
    ['a lost end', (text: string) => text.slice(0, -1)],
    ['nothing left', () => ''],
  ])('is not there with %s', async (_, harm) => {
    await open().note('key', { files: ['a.h'] });
    const path = entryPath(open().folder, 'key');
    await writeFile(path, harm(await readFile(path, 'utf8')));
    expect(await open().noted('key')).toBeUndefined();
  });

  it('is no artifact, and an entry under the name of another key is neither', async () => {
    const cache = open();
    await cache.note('key', 1);
    expect(await cache.find('key')).toBeUndefined();
    await cache.put('other', Buffer.from('code'));
    await writeFile(
      entryPath(cache.folder, 'key'),
      await readFile(entryPath(cache.folder, 'other')),
    );
    expect(await cache.find('key')).toBeUndefined();
    expect(await cache.noted('key')).toBeUndefined();
  });

  it.each([
    ['a folder', (path: string) => mkdir(path)],
    ['a pipe', (path: string) => runProcess({ command: 'mkfifo', args: [path] })],
    ['something', (path: string) => writeFile(path, 'something')],
  ])('is kept by the library with %s in the place of what notes name', async (_, misplace) => {
    const cache = open();
    await cache.note('first', 1);
    const nothing = contentPath(cache.folder, hashOf(''));
    await rm(nothing);
    await misplace(nothing);
    await cache.note('second', 2);
    await cacache.verify(cache.folder);
    expect([await cache.noted('first'), await cache.noted('second')]).toEqual([1, 2]);
  });

  it('goes like everything else where it was unused longest', async () => {
    const cache = open(1000);
    await cache.note('old', 'x'.repeat(2000));
    await ageOf(cache, 'old', 48);
    await cache.note('new', 'y');
    await cache.trim();
    expect(await cache.noted('old')).toBeUndefined();
    expect(await cache.noted('new')).toBe('y');
  });
});

describe('what is left behind in the folder', () => {
  it('goes with the next trim: temporary files, and content that no entry names', async () => {
    const cache = open(1000);
    const { path } = await cache.put('key', Buffer.alloc(600, 'k'));
    const lost = contentPath(cache.folder, hashOf('lost'));
    const temporary = `${path}.1-1`;
    const unfinished = join(cache.folder, 'tmp', 'killed');
    for (const file of [lost, temporary, unfinished]) {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, Buffer.alloc(600));
      await utimes(file, 0, 0);
    }
    await cache.put('young', Buffer.from('young'));
    await cache.trim();
    expect(await readdir(dirname(path))).toEqual([basename(path)]);
    await expect(stat(lost)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await readdir(join(cache.folder, 'tmp'))).toEqual([]);
    expect(await cache.find('key')).toBeDefined();
  });

  it('goes where an older version of the cache stored it, once that is not used any more', async () => {
    const cache = open(1);
    const older = ['content', 'entries'].map((name) => join(cache.folder, name, 'ab'));
    for (const path of older) await mkdir(path, { recursive: true });
    await cache.put('key', Buffer.from('code'));
    await cache.trim();
    expect(await readdir(cache.folder)).toContain('content');
    for (const path of [join(cache.folder, 'entries'), ...older]) await utimes(path, 0, 0);
    await cache.trim();
    expect((await readdir(cache.folder)).sort()).toEqual(['content-v2', 'index-v5', 'tmp']);
  });

  it('goes where Retarget 0.2 stored it, with its further outputs', async () => {
    const cache = open(1000);
    const options = { algorithms: ['sha256'] as [string] };
    const output = await cacache.put(cache.folder, 'output', Buffer.alloc(600, 'o'), options);
    const path = contentPath(cache.folder, hashOf(Buffer.alloc(600, 'o')));
    const insert = { ...options, metadata: { facts: null, others: { remarks: String(output) } } };
    await cacache.put(cache.folder, 'old', Buffer.alloc(600, 'k'), insert);
    await cacache.rm.entry(cache.folder, 'output');
    expect((await cache.use()).size).toBe(600);
    await ageOf(cache, 'old', 48);
    await cache.put('new', Buffer.from('code'));
    await cache.trim();
    expect(await cache.use()).toMatchObject({ artifacts: 1, size: 4 });
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is kept where something names it, by what tidies up in the library too', async () => {
    const cache = open();
    await cache.note('note', [1]);
    const more = { remarks: Buffer.from('vectorised') };
    await cache.put('key', Buffer.from('code'), null, more);
    await cacache.verify(cache.folder);
    expect(await open().noted('note')).toEqual([1]);
    expect(await open().find('key', ['remarks'])).toBeDefined();
  });

  it('is not what a note was before, once that takes much', async () => {
    const cache = open();
    for (let i = 0; i < 20; i++) await cache.note('key', `${'x'.repeat(10_000)}${i}`);
    expect((await stat(entryPath(cache.folder, 'key'))).size).toBeLessThan(80_000);
    expect(await open().noted('key')).toBe(`${'x'.repeat(10_000)}19`);
  });
});
