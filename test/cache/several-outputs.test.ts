import { mkdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { entryPath, outputKey } from '../../src/cache/cache-entries.ts';
import { hashOf } from '../../src/cache/file-hashes.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { ageOf, open } from './test-cache.ts';

describe('an artifact with several outputs', () => {
  const both = { remarks: Buffer.from('vectorised'), words: Buffer.from('warning') };
  const names = ['remarks', 'words'] as const;

  it('is found with all of them by another process', async () => {
    await open().put('key', Buffer.from('code'), { functions: 2 }, both);
    const cache = open();
    const found = await cache.find('key', names);
    expect(found).toMatchObject({ hash: hashOf('code'), facts: { functions: 2 } });
    expect(found?.others.remarks).toMatchObject({ hash: hashOf('vectorised'), size: 10 });
    expect(found && (await cache.read(found.others.words))?.toString()).toBe('warning');
  });

  it.each([...names, 'code'] as const)(
    'is not found where %s is damaged, cut short or gone, until it is stored anew',
    async (which) => {
      const harm: ((path: string) => Promise<void>)[] = [
        (path) => writeFile(path, 'VECTORised'.slice(0, which === 'remarks' ? 10 : 4)),
        (path) => truncate(path, 2),
        (path) => rm(path),
      ];
      for (const damage of harm) {
        const stored = await open().put('key', Buffer.from('code'), null, both);
        await damage(which === 'code' ? stored.path : stored.others[which].path);
        const cache = open();
        expect(await cache.find('key', names)).toBeUndefined();
        expect(await cache.find('key')).toBeUndefined();
        const again = await cache.put('key', Buffer.from('code'), null, both);
        expect(await readFile(again.path, 'utf8')).toBe('code');
        expect(await readFile(again.others.remarks.path, 'utf8')).toBe('vectorised');
        expect(await open().find('key', names)).toEqual(again);
      }
    },
  );

  it('is damaged to whoever asks before reading it, whichever file is', async () => {
    const { others } = await open().put('key', Buffer.from('code'), null, both);
    await writeFile(others.words.path, 'WARNING');
    const cache = open();
    const named = await cache.findNamed('key', names);
    expect(named !== undefined && (await cache.isWhole(named))).toBe(false);
    expect(await cache.findNamed('key', names)).toBeUndefined();
  });

  it('is not found by who wants an output that it does not have', async () => {
    const cache = open();
    await cache.put('key', Buffer.from('code'));
    expect(await cache.find('key', ['remarks'])).toBeUndefined();
    await cache.put('key', Buffer.from('code'), null, { words: both.words });
    expect(await cache.find('key', names)).toBeUndefined();
  });

  it('is what it was before where storing it anew fails half way', async () => {
    const before = await open().put('key', Buffer.from('code'), null, both);
    // A folder in which nobody makes files, where that of an output's content would be.
    const remarks = Buffer.from('not vectorised');
    const other = await open().put('other', remarks);
    await rm(dirname(other.path), { recursive: true });
    await symlink('/proc', dirname(other.path));
    const changed = open().put('key', Buffer.from('new code'), null, { ...both, remarks });
    await expect(changed).rejects.toThrow();
    expect(await open().find('key', names)).toEqual(before);
  });

  it('takes the place of whatever else lies there: pipes, folders, files in the place of folders', async () => {
    const before = await open().put('key', Buffer.from('code'), null, both);
    const entry = entryPath(open().folder, 'key');
    const ofOutput = entryPath(open().folder, outputKey(before.others.words.hash));
    const misplace: ((path: string) => Promise<unknown>)[] = [
      (path) => mkdir(join(path, 'inside'), { recursive: true }),
      (path) => runProcess({ command: 'mkfifo', args: [path] }),
      (path) => symlink('/nowhere', path),
      (path) => writeFile(path, '').then(() => truncate(path, 3 * 1024 ** 3)),
    ];
    for (const one of misplace) {
      const files = [before.path, before.others.words.path, entry, ofOutput];
      for (const path of files) {
        await rm(path, { recursive: true });
        await one(path);
        // Its output is found by its hash.
        if (path !== ofOutput) expect(await open().find('key', names)).toBeUndefined();
        expect(await open().put('key', Buffer.from('code'), null, both)).toEqual(before);
        expect(await open().find('key', names)).toEqual(before);
      }
    }
    const temporary = join(open().folder, 'tmp');
    const above = [before.path, dirname(before.path), entry].map((path) => dirname(path));
    for (const path of [...above, temporary]) {
      await rm(path, { recursive: true });
      await writeFile(path, 'no folder');
      if (path !== temporary) expect(await open().find('key', names)).toBeUndefined();
      expect(await open().put('key', Buffer.from('code'), null, both)).toEqual(before);
      expect(await open().find('key', names)).toEqual(before);
    }
  });

  it('is removed with them, but for those that others have too', async () => {
    const cache = open(2000);
    const shared = Buffer.alloc(600, 's');
    const old = await cache.put('old', Buffer.alloc(600, 'o'), null, {
      ...{ own: Buffer.alloc(600, 'p'), shared },
    });
    await cache.put('new', Buffer.alloc(600, 'n'), null, { shared });
    await ageOf(cache, 'old', 48);
    await cache.trim();
    expect(await cache.find('old')).toBeUndefined();
    for (const { path } of [old, old.others.own])
      await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await cache.find('new', ['shared']))?.others.shared.hash).toBe(hashOf(shared));
    expect(await cache.use()).toMatchObject({ artifacts: 2, size: 1200 });
  });
});
