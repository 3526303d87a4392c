import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockMachine } from '../../src/profile/machine-lock.ts';

const { signal } = new AbortController();
let folder: string;
let before: string | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retarget-lock-'));
  before = process.env['RETARGET_LOCK_FOLDER'];
  process.env['RETARGET_LOCK_FOLDER'] = folder;
});

afterEach(async () => {
  if (before === undefined) delete process.env['RETARGET_LOCK_FOLDER'];
  else process.env['RETARGET_LOCK_FOLDER'] = before;
  await rm(folder, { recursive: true, force: true });
});

function nothing(): void {
  // Whoever gets the lock at once is told nothing.
}

describe('the machine’s lock', () => {
  it('lets a second profile wait for the first, and tells it whom for', async () => {
    const first = await lockMachine('/projects/one', signal, nothing);
    const order: string[] = [];
    const second = lockMachine('/projects/two', signal, (message) => order.push(message)).then(
      (lock) => {
        order.push('second has it');
        return lock;
      },
    );
    await expect.poll(() => order, { timeout: 20_000 }).toHaveLength(1);
    // Time enough to take what is still held.
    await new Promise((resolve) => setTimeout(resolve, 300));
    order.push('first lets go');
    await first.release();
    await (await second).release();
    expect(order).toEqual([
      expect.stringContaining('/projects/one'),
      'first lets go',
      'second has it',
    ]);
  });

  it.skipIf(process.platform === 'win32')(
    'is one for all sessions of a machine, whatever their TMPDIR',
    async () => {
      delete process.env['RETARGET_LOCK_FOLDER'];
      const temporary = process.env['TMPDIR'];
      process.env['TMPDIR'] = folder;
      try {
        const lock = await lockMachine('/projects/one', signal, nothing);
        await lock.release();
        expect(await readdir(folder)).toEqual([]);
      } finally {
        if (temporary === undefined) delete process.env['TMPDIR'];
        else process.env['TMPDIR'] = temporary;
      }
    },
  );

  it('is had in a folder that is not there yet', async () => {
    process.env['RETARGET_LOCK_FOLDER'] = join(folder, 'not', 'there');
    const lock = await lockMachine('/projects/one', signal, nothing);
    expect(lock.warnings()).toEqual([]);
    expect(await readdir(join(folder, 'not', 'there'))).toContain('retarget-profile.lock');
    await lock.release();
  });

  it('gives up waiting when cancelled', async () => {
    const first = await lockMachine('/projects/one', signal, nothing);
    const controller = new AbortController();
    const second = lockMachine('/projects/two', controller.signal, () => {
      controller.abort();
    });
    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
    await first.release();
  });

  it('goes on with a warning where there can be no lock', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    process.env['RETARGET_LOCK_FOLDER'] = join(file, 'within');
    const lock = await lockMachine('/projects/one', signal, nothing);
    expect(lock.warnings()[0]?.message).toContain('could not be locked');
    await lock.release();
  });

  it('is taken where its time lies in the future and nobody sets another', async () => {
    const left = join(folder, 'retarget-profile.lock');
    await mkdir(left);
    await utimes(left, new Date('2099-01-01'), new Date('2099-01-01'));
    const told: string[] = [];
    const lock = await lockMachine('/projects/one', signal, (message) => told.push(message));
    expect(lock.warnings()).toEqual([]);
    expect(told).toHaveLength(1);
    await lock.release();
  }, 10_000);

  it.skipIf(process.platform === 'win32')(
    'waits for nobody where a pipe stands for who holds it',
    async () => {
      execFileSync('mkfifo', [join(folder, 'retarget-profile.holder')]);
      const lock = await lockMachine('/projects/one', signal, nothing);
      expect(lock.warnings()).toEqual([]);
      const controller = new AbortController();
      const told: string[] = [];
      const second = lockMachine('/projects/two', controller.signal, (message) => {
        told.push(message);
        controller.abort();
      });
      await expect(second).rejects.toMatchObject({ name: 'AbortError' });
      expect(told).toEqual([expect.stringContaining('another one')]);
      await lock.release();
    },
  );

  it.each([
    ['a file', (path: string) => writeFile(path, '')],
    ['a link to nothing', (path: string) => symlink(join(path, 'nothing'), path)],
  ])('is not waited for where %s stands in its place', async (_, put) => {
    await put(join(folder, 'retarget-profile.lock'));
    const lock = await lockMachine('/projects/one', signal, nothing);
    expect(lock.warnings()[0]?.message).toContain('retarget-profile.lock');
    await lock.release();
  });
});
