import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FailureCode } from '../../src/model/failure.ts';
import { newRunId, RUN_ID } from '../../src/store/run-id.ts';
import { openStore } from '../../src/store/run-store.ts';
import { sampleRun } from '../report/sample-run.ts';
import { failing, freshProject, NEWER, OLDER } from './store-project.ts';

const project = freshProject();
const documentOf = (id: string): string => join(project(), '.retarget', 'runs', `${id}.json`);

describe('a saved run', () => {
  it('reads back as it was, under its id, the start of it, its path and latest', async () => {
    const store = openStore(project());
    const run = sampleRun({ id: NEWER });
    const path = await store.save(run);
    expect(path).toBe(documentOf(NEWER));
    for (const which of [NEWER, '20261122', path, 'latest']) {
      expect(await openStore(project()).load(which)).toEqual(run);
    }
  });

  it('is one line of JSON in a folder that version control leaves alone', async () => {
    await openStore(project()).save(sampleRun({ id: NEWER }));
    const text = await readFile(documentOf(NEWER), 'utf8');
    expect(text.endsWith('}\n')).toBe(true);
    expect(text.split('\n')).toHaveLength(2);
    expect(await readFile(join(project(), '.retarget', '.gitignore'), 'utf8')).toBe('*\n');
  });

  it('replaces what was saved of it before, in the order of the calls', async () => {
    const store = openStore(project());
    const run = sampleRun({ id: NEWER, state: 'running', programs: [] });
    await Promise.all([store.save(run), store.save({ ...run, state: 'finished' })]);
    expect((await store.load(NEWER)).state).toBe('finished');
    expect(await readdir(join(project(), '.retarget', 'runs'))).toEqual([`${NEWER}.json`]);
  });

  it('keeps fields that this version does not know, and words of vocabularies that grow', async () => {
    const stored = {
      ...sampleRun({ id: NEWER }),
      weather: { sunny: true },
      warnings: [
        {
          code: 'moon-phase',
          message: 'Full moon.',
          remedies: [
            { kind: 'wait', days: 14 },
            { kind: 'set', what: 'tide' },
            { kind: 'clear-cache' },
          ],
        },
      ],
    };
    await openStore(project()).save(sampleRun({ id: NEWER }));
    await writeFile(documentOf(NEWER), JSON.stringify(stored));
    expect(await openStore(project()).load(NEWER)).toEqual(stored);
  });
});

describe('a document that is not a run', () => {
  const cases: [string, string, FailureCode, RegExp][] = [
    ['empty', '', 'run-damaged', /it is empty/],
    ['truncated', JSON.stringify(sampleRun()).slice(0, 900), 'run-damaged', /not valid JSON/],
    ['something else', '[1, 2]', 'run-damaged', /not a run/],
    ['without a version', '{"id": "x"}', 'run-damaged', /no schema version/],
    [
      'of an older schema',
      JSON.stringify({ ...sampleRun(), schema: 0 }),
      'run-damaged',
      /version is 0/,
    ],
    [
      'of a newer schema',
      JSON.stringify({ ...sampleRun(), schema: 3, tool: '9.1.0', hosts: [] }),
      'run-too-new',
      /stored by Retarget 9\.1\.0 with schema version 3. This version reads up to 2/,
    ],
    [
      'with a wrong value deep inside',
      JSON.stringify(sampleRun()).replace('"verdict":"inconclusive"', '"verdict":"splendid"'),
      'run-damaged',
      /programs\[0\]\.benchmarks\[1\]\.comparisons\[2\]\.verdict/,
    ],
  ];

  it.each(cases)('%s is refused by name', async (_, text, code, message) => {
    await openStore(project()).save(sampleRun({ id: NEWER }));
    await writeFile(documentOf(NEWER), text);
    await expect(openStore(project()).load(NEWER)).rejects.toEqual(failing(code, message));
    await expect(openStore(project()).load(NEWER)).rejects.toThrow(documentOf(NEWER));
  });

  it.each(cases)('%s is listed as such beside the others', async (_, text, code) => {
    const store = openStore(project());
    await store.save(sampleRun({ id: OLDER }));
    await store.save(sampleRun({ id: NEWER }));
    await writeFile(documentOf(NEWER), text);
    const [newest, oldest] = await store.list();
    expect(newest).toMatchObject({
      kind: 'unreadable',
      path: documentOf(NEWER),
      failure: { code },
    });
    expect(oldest).toMatchObject({ kind: 'run', id: OLDER });
    await store.delete(NEWER);
    expect(await store.list()).toHaveLength(1);
  });

  it('is refused whatever it holds, and never with another error', async () => {
    const path = join(project(), 'given.json');
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (text) => {
        await writeFile(path, text);
        await expect(openStore(project()).load(path)).rejects.toEqual(
          failing('run-damaged', /given/),
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe('a name of a run', () => {
  it('that fits no run or several is refused with what to do', async () => {
    const store = openStore(project());
    await expect(store.load('latest')).rejects.toEqual(failing('run-missing', /no stored runs/));
    await store.save(sampleRun({ id: OLDER }));
    await store.save(sampleRun({ id: NEWER }));
    await expect(store.load('2027')).rejects.toEqual(failing('run-missing', /named '2027'/));
    await expect(store.load('2026')).rejects.toEqual(failing('run-missing', /start of 2 stored/));
    await expect(store.load('')).rejects.toEqual(failing('run-missing', /named ''/));
    await expect(store.load('./gone.json')).rejects.toEqual(failing('run-missing', /not exist/));
    await expect(store.load(`${project()}/`)).rejects.toEqual(failing('run-missing', /not a file/));
  });

  it('is made of the time in UTC and chance, and sorts by time', () => {
    expect(newRunId(new Date('2026-11-22T16:05:01.000Z'), 0)).toBe('20261122-160501-0000');
    expect(newRunId(new Date('2026-11-22T16:05:01.999Z'), 0.999)).toBe('20261122-160501-fde7');
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (a, b, random) => {
          expect(newRunId(a, random)).toMatch(RUN_ID);
          const later = a.getTime() - b.getTime();
          const [first, second] = [newRunId(a, random), newRunId(b, random)];
          expect(Math.sign(later)).toBe(first < second ? -1 : first > second ? 1 : 0);
        },
      ),
    );
  });
});

describe('the listing', () => {
  it('says what each run is, the newest first, with the sentence that is given for it', async () => {
    const store = openStore(project(), { headline: (run) => `About ${run.id}.` });
    await store.save(sampleRun({ id: OLDER }));
    await store.save(sampleRun({ id: NEWER, state: 'interrupted' }));
    const listings = await store.list();
    expect(listings.map((listing) => listing.kind === 'run' && listing.id)).toEqual([NEWER, OLDER]);
    expect(listings[0]).toEqual({
      kind: 'run',
      id: NEWER,
      startedAt: '2026-11-22T16:05:01.000Z',
      state: 'interrupted',
      project: '/home/ana/kernels',
      baseline: 'x86-64',
      targets: ['x86-64', 'x86-64-v2', 'x86-64-v3', 'znver4', 'sapphirerapids'],
      programs: ['kernels'],
      path: documentOf(NEWER),
      headline: `About ${NEWER}.`,
    });
  });

  it('does not read again what it has read before, and does read what changed', async () => {
    let read = 0;
    const store = openStore(project(), { headline: () => `read ${++read}` });
    await store.save(sampleRun({ id: OLDER }));
    await store.save(sampleRun({ id: NEWER }));
    await store.list();
    expect(read).toBe(2);
    await store.list();
    expect(read).toBe(2);
    await store.save(sampleRun({ id: NEWER, state: 'interrupted' }));
    expect((await store.list())[0]).toMatchObject({ state: 'interrupted' });
    expect(read).toBe(3);
  });

  it('takes the words of any version where it brings none, and makes them again for a new version', async () => {
    let read = 0;
    const headline = () => `read ${++read}`;
    await openStore(project()).save(sampleRun({ id: NEWER }));
    await openStore(project()).list();
    const one = openStore(project(), { headline, tool: '1' });
    expect(await one.list()).toMatchObject([{ headline: 'read 1' }]);
    expect(await openStore(project()).list()).toMatchObject([{ headline: 'read 1' }]);
    expect(await one.list()).toMatchObject([{ headline: 'read 1' }]);
    const two = openStore(project(), { headline, tool: '2' });
    expect(await two.list()).toMatchObject([{ headline: 'read 2' }]);
  });

  it.each(['', '{', '{"schema":1,"entries":{"x":1}}'])(
    'does without its own memory where that is %j',
    async (index) => {
      const store = openStore(project());
      await store.save(sampleRun({ id: NEWER }));
      await store.list();
      await writeFile(join(project(), '.retarget', 'index.json'), index);
      expect(await store.list()).toMatchObject([{ kind: 'run', id: NEWER }]);
    },
  );

  it('is empty where nothing was ever stored, and makes nothing', async () => {
    expect(await openStore(project()).list()).toEqual([]);
    expect(await openStore(join(project(), 'gone')).list()).toEqual([]);
    expect(await readdir(project())).toEqual([]);
  });

  it('leaves out files that are not named as runs are', async () => {
    const store = openStore(project());
    await store.save(sampleRun({ id: NEWER }));
    await writeFile(join(store.folder, 'notes.json'), '{}');
    await mkdir(join(store.folder, 'folder.json'));
    expect(await store.list()).toHaveLength(1);
  });
});
