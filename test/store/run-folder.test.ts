import {
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/run-store.ts';
import { sampleRun } from '../report/sample-run.ts';
import { failing, freshProject, NEWER, OLDER } from './store-project.ts';

const project = freshProject();
const documentOf = (id: string): string => join(project(), '.retarget', 'runs', `${id}.json`);

describe('a folder that is not a folder of ours', () => {
  it('is refused where a file is in its place', async () => {
    await writeFile(join(project(), '.retarget'), 'mine');
    await expect(openStore(project()).save(sampleRun({ id: NEWER }))).rejects.toEqual(
      failing('folder-read-only', /\.retarget is not a folder/),
    );
    expect(await readFile(join(project(), '.retarget'), 'utf8')).toBe('mine');
  });

  it.each(['.retarget', '.retarget/runs'])(
    'is refused where %s links out of the project',
    async (name) => {
      const elsewhere = await mkdtemp(join(tmpdir(), 'retarget-elsewhere-'));
      await mkdir(join(elsewhere, 'runs'));
      if (name !== '.retarget') await mkdir(join(project(), '.retarget'));
      await symlink(elsewhere, join(project(), name));
      const store = openStore(project());
      const refused = failing('folder-read-only', /symbolic link to .*, outside the project/);
      await expect(store.save(sampleRun({ id: NEWER }))).rejects.toEqual(refused);
      await expect(store.list()).rejects.toEqual(refused);
      await expect(store.cleanUp()).rejects.toEqual(refused);
      expect(await readdir(elsewhere)).toEqual(['runs']);
      await rm(elsewhere, { recursive: true });
    },
  );

  it('is refused where it links nowhere', async () => {
    await symlink(join(project(), 'gone'), join(project(), '.retarget'));
    await expect(openStore(project()).save(sampleRun({ id: NEWER }))).rejects.toEqual(
      failing('folder-read-only', /broken symbolic link/),
    );
  });

  it.each(['index.json', `runs/${NEWER}.json`, `runs/${NEWER}.owner`])(
    'lets no link %s inside it lead a write to a file elsewhere',
    async (name) => {
      const precious = join(await mkdtemp(join(tmpdir(), 'retarget-elsewhere-')), 'precious');
      await writeFile(precious, 'precious');
      const store = openStore(project());
      await store.save(sampleRun({ id: OLDER }));
      await rm(join(project(), '.retarget', name), { force: true });
      await symlink(precious, join(project(), '.retarget', name));
      await store.save(sampleRun({ id: NEWER, state: 'running' }));
      await store.list();
      await store.save(sampleRun({ id: NEWER }));
      expect(await readFile(precious, 'utf8')).toBe('precious');
    },
  );

  it('is used where a link stays within the project', async () => {
    await mkdir(join(project(), 'build'));
    await symlink('build', join(project(), '.retarget'));
    await openStore(project()).save(sampleRun({ id: NEWER }));
    expect(await readdir(join(project(), 'build', 'runs'))).toEqual([`${NEWER}.json`]);
  });

  it('is not made where the project itself is gone', async () => {
    await expect(openStore(join(project(), 'gone')).save(sampleRun({ id: NEWER }))).rejects.toEqual(
      failing('input-missing', /gone/),
    );
    await expect(stat(join(project(), 'gone'))).rejects.toThrow();
  });
});

describe('cleaning up', () => {
  const owned = (id: string): string => join(project(), '.retarget', 'runs', `${id}.owner`);

  it('leaves a run alone that a living process, such as this one, is writing', async () => {
    const store = openStore(project());
    await store.save(sampleRun({ id: NEWER, state: 'running' }));
    await openStore(project()).cleanUp();
    expect((await store.load(NEWER)).state).toBe('running');
    await expect(openStore(project()).delete(NEWER)).rejects.toEqual(
      failing('busy', /still being/),
    );
  });

  it.each([
    ['a process that is gone', { pid: 2 ** 22 + 1 }],
    ['another process that has its number now', { started: 'another time' }],
    ['a process of an earlier boot', { boot: 'another boot' }],
    ['a machine not heard of for a day', { host: 'elsewhere', since: '2020-01-01T00:00:00.000Z' }],
  ])('marks a run as interrupted that was written by %s', async (_, change) => {
    const store = openStore(project());
    await store.save(sampleRun({ id: NEWER, state: 'running' }));
    const owner = JSON.parse(await readFile(owned(NEWER), 'utf8')) as object;
    await writeFile(owned(NEWER), JSON.stringify({ ...owner, ...change }));
    await openStore(project()).cleanUp();
    expect(await store.load(NEWER)).toMatchObject({ state: 'interrupted' });
    expect(await readdir(store.folder)).toEqual([`${NEWER}.json`]);
  });

  it('waits for a machine that was heard of today', async () => {
    const store = openStore(project());
    await store.save(sampleRun({ id: NEWER, state: 'running' }));
    const owner = JSON.parse(await readFile(owned(NEWER), 'utf8')) as object;
    await writeFile(owned(NEWER), JSON.stringify({ ...owner, host: 'elsewhere' }));
    await openStore(project()).cleanUp();
    expect((await store.load(NEWER)).state).toBe('running');
  });

  it.each(['', '{"pid": -1}'])('takes a claim that reads %j for nobody’s', async (claim) => {
    const store = openStore(project());
    await store.save(sampleRun({ id: NEWER, state: 'running' }));
    await writeFile(owned(NEWER), claim);
    await openStore(project()).cleanUp();
    expect((await store.load(NEWER)).state).toBe('interrupted');
  });

  it('removes what a dead process was still writing, and nothing younger that has no owner yet', async () => {
    const store = openStore(project());
    await store.save(sampleRun({ id: NEWER }));
    const [dead, old, young] = [`${NEWER}.json.123`, `${OLDER}.json.45`, `${OLDER}.owner.6`];
    for (const name of [dead, old, young]) await writeFile(join(store.folder, name), 'half');
    await writeFile(owned(NEWER), 'nobody');
    await utimes(join(store.folder, old), 1, 1);
    await store.cleanUp();
    expect((await readdir(store.folder)).sort()).toEqual([young, `${NEWER}.json`].sort());
  });

  it('does not stumble over damaged documents', async () => {
    const store = openStore(project());
    await store.save(sampleRun({ id: NEWER, state: 'running' }));
    await writeFile(documentOf(NEWER), '{');
    await writeFile(owned(NEWER), 'nobody');
    await store.cleanUp();
    expect(await store.list()).toMatchObject([{ kind: 'unreadable' }]);
  });
});
