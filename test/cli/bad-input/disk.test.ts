import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProcess } from '../../../src/process/run-process.ts';
import { badInput, GOOD, onSmallDisk, QUICK, writeFiles } from './bad-input.ts';

// A project on a full or read-only disk of its own: see ../profile.test.ts.
const retarget = badInput();

const FILES = {
  'good.c': GOOD,
  'retarget.json': JSON.stringify({ ...QUICK, programs: [{ sources: ['good.c'] }] }),
};
const NOT_ALLOWED = 'mounting a small disk needs root';

describe('a cache folder', () => {
  it.for(['4k', '64k'])(
    'on a disk of %s that fills up ends the run with the folder’s name and what to do, and keeps the run',
    async (size, { skip }) => {
      await writeFiles(retarget.folder, FILES);
      const allowed = await onSmallDisk(size, async (disk) => {
        const cache = join(disk, 'cache');
        const env = { RETARGET_CACHE: cache };
        const { exitCode, said } = await retarget.run(['profile'], { env });
        expect(said).toContain(
          'The build stopped because the disk is full: nothing more can be wr',
        );
        expect(said).toContain(`under ${cache}.`);
        expect(said).toContain(
          'hint: Free up space, clear the cache, or choose another cache folder.',
        );
        expect(said).toContain('Choose another cache folder: RETARGET_CACHE=DIR');
        expect(said).toContain('Run saved. To show it again: retarget report');
        expect(exitCode).toBe(2);
        expect(await readdir(join(cache, 'work'))).toEqual([]);
        expect((await retarget.run(['cache', 'clear'], { env })).exitCode).toBe(0);
      });
      if (!allowed) skip(NOT_ALLOWED);
      const runs = await retarget.run(['runs', '--json']);
      expect(JSON.parse(runs.stdout)).toMatchObject([{ kind: 'run', state: 'failed' }]);
    },
  );

  it('that is read-only ends the run with its name and what to do', async ({ skip }) => {
    await writeFiles(retarget.folder, FILES);
    const allowed = await onSmallDisk('64k', async (disk) => {
      await runProcess({ command: 'mount', args: ['-o', 'remount,ro', disk] });
      const cache = join(disk, 'cache');
      const { exitCode, said } = await retarget.run(['profile'], {
        env: { RETARGET_CACHE: cache },
      });
      expect(said).toContain(`The cache folder ${cache} is not writable`);
      expect(said).toContain('or choose another cache folder.');
      expect(said).toContain('Choose another cache folder: RETARGET_CACHE=DIR');
      expect(exitCode).toBe(2);
    });
    if (!allowed) skip(NOT_ALLOWED);
  });
});

describe('a temporary folder', () => {
  it('that is full is named, with the variable that moves it', async ({ skip }) => {
    await writeFiles(retarget.folder, FILES);
    const allowed = await onSmallDisk('4k', async (disk) => {
      await writeFiles(disk, { filling: Buffer.alloc(4096) });
      const env = { TMPDIR: disk, RETARGET_CACHE: join(retarget.folder, 'cache') };
      const { exitCode, said } = await retarget.run(['profile'], { env });
      expect(said).toContain(
        `The temporary folder ${disk} cannot be written to, because the disk is full`,
      );
      expect(said).toContain('hint: Free up space, make the folder writable, or set');
      expect(said).not.toContain('defect in Retarget');
      expect(exitCode).toBe(2);
    });
    if (!allowed) skip(NOT_ALLOWED);
  });

  it('that is not there is named, too', async () => {
    await writeFiles(retarget.folder, FILES);
    const gone = join(retarget.folder, 'gone');
    const env = { TMPDIR: gone, RETARGET_CACHE: join(retarget.folder, 'cache') };
    const { exitCode, said } = await retarget.run(['profile'], { env });
    expect(said).toContain(`The temporary folder ${gone} is not writable (ENOENT).`);
    expect(exitCode).toBe(2);
  });
});

describe('an output on a full disk', () => {
  it('is named, while the run itself is shown and stored', async ({ skip }) => {
    await writeFiles(retarget.folder, FILES);
    const allowed = await onSmallDisk('8k', async (disk) => {
      const page = join(disk, 'report.html');
      const profiled = await retarget.run(['profile', '--out', page]);
      expect(profiled.said).toContain(
        `error: ${page} cannot be written to, because the disk is full`,
      );
      expect(profiled.said).toContain('hint: Use a writable file for --out.');
      expect(profiled.stdout).toContain('x86-64');
      expect(profiled.exitCode).toBe(2);
      const built = await retarget.run(['build', '--out', join(disk, 'out')]);
      expect(built.said).toMatch(
        /error: \S+out\S+ cannot be written to, because the disk is full \(ENOSPC\)/,
      );
      expect(built.said).toContain('Choose another folder: --out DIR');
      expect(built.exitCode).toBe(2);
    });
    if (!allowed) skip(NOT_ALLOWED);
    expect((await retarget.run(['report'])).exitCode).toBe(0);
  });
});
