import { readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ArtifactCache } from '../../src/cache/artifact-cache.ts';
import { hashOf } from '../../src/cache/file-hashes.ts';
import { ageOf, folder, open } from './test-cache.ts';

describe('the artifact cache', () => {
  it('finds what another process stored, with its facts and its hash', async () => {
    const key = ArtifactCache.key('object', ['clang 22', ['-O3']]);
    await open().put(key, Buffer.from('code'), { pinnedFunctions: 2 });
    const found = await open().find(key);
    expect(found).toMatchObject({ hash: hashOf('code'), size: 4, facts: { pinnedFunctions: 2 } });
  });

  it('tells ingredients apart that only differ in where one ends', () => {
    expect(ArtifactCache.key('a', ['x', 'y'])).not.toBe(ArtifactCache.key('a', ['xy']));
    expect(ArtifactCache.key('a', [['x'], 'y'])).not.toBe(ArtifactCache.key('a', [['x', 'y']]));
  });

  it('takes content that was cut short for none', async () => {
    const cache = open();
    const artifact = await cache.put('key', Buffer.from('whole'));
    await truncate(artifact.path, 2);
    expect(await cache.find('key')).toBeUndefined();
  });

  it('gives no content whose bytes were changed, and forgets it', async () => {
    const cache = open();
    const artifact = await cache.put('key', Buffer.from('right'));
    await writeFile(artifact.path, 'wrong');
    expect(await cache.read(artifact)).toBeUndefined();
    expect(await cache.find('key')).toBeUndefined();
  });

  it('finds no content whose bytes were changed, and has it replaced by what is stored next', async () => {
    const { path } = await open().put('key', Buffer.from('right'));
    await writeFile(path, 'wrong');
    const cache = open();
    expect(await cache.find('key')).toBeUndefined();
    await cache.put('key', Buffer.from('right'));
    expect(await readFile(path, 'utf8')).toBe('right');
  });

  it('replaces damaged content of another key, which nobody has looked at', async () => {
    const { path } = await open().put('old key', Buffer.from('right'));
    await writeFile(path, 'wrong');
    expect((await open().put('new key', Buffer.from('right'))).path).toBe(path);
    expect(await readFile(path, 'utf8')).toBe('right');
  });

  it('finds by name alone what is damaged, and says so to whoever asks before reading it', async () => {
    const { path } = await open().put('key', Buffer.alloc(5 * 1024 ** 2, 'l'));
    const cache = open();
    const whole = await cache.findNamed('key');
    expect(whole !== undefined && (await cache.isWhole(whole))).toBe(true);
    await writeFile(path, Buffer.alloc(5 * 1024 ** 2, 'w'));
    const other = open();
    const damaged = await other.findNamed('key');
    expect(damaged?.hash).toBe(whole?.hash);
    expect(damaged !== undefined && (await other.isWhole(damaged))).toBe(false);
    expect(await other.findNamed('key')).toBeUndefined();
  });

  it('keeps the newest result where two builds store one key at once', async () => {
    const [one, two] = [open(), open()];
    await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        (n % 2 === 0 ? one : two).put(`key ${n % 5}`, Buffer.from(`content ${n % 5}`)),
      ),
    );
    for (let n = 0; n < 5; n++) {
      expect((await open().find(`key ${n}`))?.hash).toBe(hashOf(`content ${n}`));
    }
  });

  it('stays under its limit by removing what was unused longest, but nothing of the last hour', async () => {
    const cache = open(1000);
    const old = await cache.put('old', Buffer.alloc(600, 'o'));
    await ageOf(cache, 'old', 48);
    await cache.put('new', Buffer.alloc(600, 'n'));
    await cache.trim();
    expect(await cache.find('old')).toBeUndefined();
    await expect(stat(old.path)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await cache.find('new')).toBeDefined();
    await cache.put('newer', Buffer.alloc(600, 'm'));
    await cache.trim();
    expect((await cache.use()).size).toBe(1200);
  });

  it('marks what is used as used: it then outlives what is not', async () => {
    const cache = open(1300);
    await cache.put('a', Buffer.alloc(600, 'a'));
    await cache.put('b', Buffer.alloc(600, 'b'));
    await ageOf(cache, 'a', 72);
    await ageOf(cache, 'b', 48);
    await cache.find('a');
    await cache.put('c', Buffer.alloc(600, 'c'));
    await cache.trim();
    expect(await cache.find('a')).toBeDefined();
    expect(await cache.find('b')).toBeUndefined();
  });

  it('counts shared content once', async () => {
    const cache = open();
    await cache.put('a', Buffer.from('same'));
    await cache.put('b', Buffer.from('same'));
    expect(await cache.use()).toMatchObject({ artifacts: 2, size: 4 });
  });

  it('says what keeps it from storing', async () => {
    await writeFile(join(folder, 'artifacts'), 'a file where the folder should be');
    await expect(open().put('key', Buffer.from('x'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });
});
