import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProcess } from '../../src/process/run-process.ts';
import { openStore } from '../../src/store/run-store.ts';
import { sampleRun } from '../report/sample-run.ts';
import { failing, NEWER, OLDER } from './store-project.ts';

let disk = '';
let mounted = false;

/** Mounts a new, small, empty disk in memory; only root may. */
beforeAll(async () => {
  disk = await mkdtemp(join(tmpdir(), 'retarget-disk-'));
  const mount = await runProcess({
    command: 'mount',
    args: ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk],
  });
  mounted = mount.exitCode === 0;
});
afterAll(async () => {
  if (mounted) await runProcess({ command: 'umount', args: [disk] });
  await rm(disk, { recursive: true, force: true });
});

/** A run whose document is about so many bytes. */
function runOf(bytes: number, id: string) {
  return sampleRun({ id, warnings: [{ code: 'load', message: 'x'.repeat(bytes) }] });
}

describe('on a small disk', () => {
  it('a run that does not fit is refused, and the one stored before stays whole', async ({
    skip,
  }) => {
    if (!mounted) skip('mounting a small disk needs root');
    const store = openStore(disk);
    await store.save(runOf(0, OLDER));
    const before = await readFile(join(store.folder, `${OLDER}.json`), 'utf8');
    const full = failing('disk-full', /cannot be written to, because the disk is full/);
    // From a little too much to far too much: a disk that fills up in mid-write takes the first part without an error.
    for (const bytes of [150_000, 170_000, 190_000, 210_000, 400_000]) {
      await store.save(runOf(bytes, OLDER)).catch((error: unknown) => {
        expect(error).toEqual(full);
      });
      expect((await store.load(OLDER)).id).toBe(OLDER);
    }
    await expect(store.save(runOf(400_000, NEWER))).rejects.toEqual(full);
    expect(await readdir(store.folder)).toEqual([`${OLDER}.json`]);
    await store.save(runOf(0, OLDER));
    expect(await readFile(join(store.folder, `${OLDER}.json`), 'utf8')).toBe(before);
    expect(await store.list()).toHaveLength(1);
  });

  it('a run whose end does not fit is nobody’s any more, and is marked as interrupted', async ({
    skip,
  }) => {
    if (!mounted) skip('mounting a small disk needs root');
    const store = openStore(disk);
    await store.save({ ...runOf(0, NEWER), state: 'running' });
    await expect(store.save(runOf(400_000, NEWER))).rejects.toEqual(failing('disk-full', /full/));
    // For other processes, too, which cannot know that this one has nothing to do with it any more.
    expect(await readFile(join(store.folder, `${NEWER}.owner`), 'utf8')).toBe('');
    await openStore(disk).cleanUp();
    expect((await store.load(NEWER)).state).toBe('interrupted');
    expect(await openStore(disk).delete(NEWER)).toBe(NEWER);
    expect(await readdir(store.folder)).not.toContain(`${NEWER}.owner`);
  });

  it('a run is refused as read-only where the disk is, and is still listed and loaded', async ({
    skip,
  }) => {
    if (!mounted) skip('mounting a small disk needs root');
    const store = openStore(disk);
    await store.save(runOf(0, OLDER));
    await runProcess({ command: 'mount', args: ['-o', 'remount,ro', disk] });
    await expect(store.save(runOf(0, NEWER))).rejects.toEqual(
      failing('folder-read-only', /is not writable \(EROFS\)/),
    );
    expect(await store.list()).toMatchObject([{ kind: 'run', id: OLDER }]);
    await store.cleanUp();
    await expect(store.delete(OLDER)).rejects.toEqual(failing('folder-read-only', /EROFS/));
    expect((await store.load('latest')).id).toBe(OLDER);
    await runProcess({ command: 'mount', args: ['-o', 'remount,rw', disk] });
  });
});
