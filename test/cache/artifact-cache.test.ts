import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ArtifactCache } from '../../src/cache/artifact-cache.ts';
import { contentPath, entryPath } from '../../src/cache/cache-entries.ts';
import { FileHashes, hashOf } from '../../src/cache/file-hashes.ts';
import { runProcess } from '../../src/process/run-process.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retarget-cache-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function open(limit?: number): ArtifactCache {
  return new ArtifactCache({
    folder: join(folder, 'artifacts'),
    ...(limit === undefined ? {} : { limit }),
  });
}

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
      (text: string) => text.replace(/^./u, (first) => (first === '0' ? '1' : '0')),
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
    for (const file of [lost, temporary]) {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, Buffer.alloc(600));
      await utimes(file, 0, 0);
    }
    await cache.put('young', Buffer.from('young'));
    await cache.trim();
    expect(await readdir(dirname(path))).toEqual([basename(path)]);
    await expect(stat(lost)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await cache.find('key')).toBeDefined();
  });

  it('goes where an older version of the cache stored it, once that is not used any more', async () => {
    const cache = open(1);
    for (const name of ['content-v2', 'index-v5', 'tmp'])
      await mkdir(join(cache.folder, name, 'ab'), { recursive: true });
    await cache.put('key', Buffer.from('code'));
    await cache.trim();
    expect(await readdir(cache.folder)).toContain('content-v2');
    await utimes(join(cache.folder, 'tmp'), 0, 0);
    await cache.trim();
    expect((await readdir(cache.folder)).sort()).toEqual(['content', 'entries']);
  });
});

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
    const misplace: ((path: string) => Promise<unknown>)[] = [
      (path) => mkdir(join(path, 'inside'), { recursive: true }),
      (path) => runProcess({ command: 'mkfifo', args: [path] }),
      (path) => symlink('/nowhere', path),
      (path) => writeFile(path, '').then(() => truncate(path, 3 * 1024 ** 3)),
    ];
    for (const one of misplace) {
      const files = [before.path, before.others.words.path, entry];
      for (const path of files) {
        await rm(path, { recursive: true });
        await one(path);
        expect(await open().find('key', names)).toBeUndefined();
        expect(await open().put('key', Buffer.from('code'), null, both)).toEqual(before);
        expect(await open().find('key', names)).toEqual(before);
      }
    }
    for (const path of [dirname(before.path), dirname(dirname(before.path)), dirname(entry)]) {
      await rm(path, { recursive: true });
      await writeFile(path, 'no folder');
      expect(await open().find('key', names)).toBeUndefined();
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

describe('hashes of files', () => {
  it('reads each file once for a build, and knows a missing one', async () => {
    const path = join(folder, 'a.h');
    await writeFile(path, 'one');
    const hashes = new FileHashes();
    const first = await hashes.of(path);
    await writeFile(path, 'two');
    expect(await hashes.of(path)).toBe(first);
    expect(await new FileHashes().of(path)).toBe(hashOf('two'));
    expect(await hashes.of(join(folder, 'none.h'))).toBeUndefined();
  });
});

/** Lets an entry look as if it had been stored some hours ago. */
async function ageOf(cache: ArtifactCache, key: string, hours: number): Promise<void> {
  const storedAt = new Date(Date.now() - hours * 3_600_000);
  await utimes(entryPath(cache.folder, key), storedAt, storedAt);
}
