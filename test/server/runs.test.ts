import { access, mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import type { RunPiece } from '../../src/protocol/server-requests.ts';
import { runText } from '../../src/store/run-document.ts';
import { hostileRun } from '../report/hostile-run.ts';
import { sampleRun, sampleRunOfTwoPrograms } from '../report/sample-run.ts';
import { bigRun } from '../ui/big-run.ts';
import { bundledServer } from './language-server.ts';
import type { ServerClient } from './language-server.ts';

const server = bundledServer();
const ID = '20261122-160501-3f2a';

/** Stores runs in a project's folder as they are; resolves with its path. */
async function project(
  name: string,
  runs: Readonly<Record<string, Run | string>>,
): Promise<string> {
  const folder = join(server.folder, name);
  const runFolder = join(folder, '.retarget', 'runs');
  await mkdir(runFolder, { recursive: true });
  for (const [id, run] of Object.entries(runs)) {
    const text = typeof run === 'string' ? run : runText({ ...run, id, project: folder });
    await writeFile(join(runFolder, `${id}.json`), text);
  }
  return folder;
}

const document = (folder: string, id = ID): string =>
  join(folder, '.retarget', 'runs', `${id}.json`);

async function wholeRun(client: ServerClient, path: string, brief = false): Promise<Run> {
  let text = '';
  let next: number | undefined = 0;
  let version: string | undefined;
  while (next !== undefined) {
    const piece: RunPiece = await client.request('retarget/runPiece', {
      ...{ path, from: next, brief },
      ...(version === undefined ? {} : { version }),
    });
    ({ next, version } = { next: piece.next, version: piece.version });
    text += piece.text;
  }
  return JSON.parse(text) as Run;
}

describe('stored runs', () => {
  it('are listed newest first with their sentence, damaged and newer ones among them with why', async () => {
    const folder = await project('listed', {
      '20261120-090000-aaaa': sampleRun(),
      '20261121-090000-bbbb': '{"schema": 1, "id":',
      '20261122-090000-cccc': '{"schema": 99, "tool": "9.0.0"}',
      '20261123-090000-dddd': hostileRun(),
    });
    const client = await server.start();
    const listed = await client.request('retarget/runs', { folder });
    expect(listed.map((each) => (each.kind === 'run' ? each.id : each.failure.code))).toEqual([
      '20261123-090000-dddd',
      'run-too-new',
      'run-damaged',
      '20261120-090000-aaaa',
    ]);
    expect(listed[3]).toMatchObject({ headline: expect.stringContaining('as fast as') as string });
    for (const method of ['retarget/runOutline', 'retarget/runMarkdown'] as const) {
      const failure = await client.failure(method, {
        path: document(folder, '20261121-090000-bbbb'),
      });
      expect(failure.code).toBe('run-damaged');
    }
  });

  it('open level by level, in words that can be shown', async () => {
    const folder = await project('opened', { [ID]: sampleRunOfTwoPrograms() });
    const client = await server.start();
    const path = document(folder);
    const outline = await client.request('retarget/runOutline', { path });
    expect(outline.programs.map(({ name, benchmarks }) => [name, benchmarks.length])).toEqual([
      ['kernels', 3],
      ['codec', 1],
    ]);
    expect(outline.programs[0]?.benchmarks[0]).toMatchObject({
      name: 'saxpy',
      brief: 'znver4 2.31x',
    });
    expect(outline.programs[0]?.overall).toMatchObject([
      { target: 'znver4', figure: '1.31x [1.30, 1.32]' },
    ]);
    const lines = await client.request('retarget/runComparisons', {
      path,
      program: 0,
      benchmark: 2,
    });
    expect(lines.map(({ verdict }) => verdict)).toEqual([
      'baseline',
      'identical code',
      'wrong output',
      'no difference',
      'cannot run',
    ]);
    expect(lines[2]).toMatchObject({ figure: 'wrong output' });
    expect(lines[2]?.detail).toContain('line 3 of the output');
    expect(lines[3]?.detail).toContain('runs without');
    const beyond = await client.failure('retarget/runComparisons', {
      path,
      program: 5,
      benchmark: 0,
    });
    expect(beyond.code).toBe('usage');
  });

  it('with hostile names come as text whose every line is one line', async () => {
    const folder = await project('hostile', { [ID]: hostileRun() });
    const client = await server.start();
    const path = document(folder);
    const lines = await client.request('retarget/runComparisons', {
      path,
      program: 0,
      benchmark: 0,
    });
    for (const { detail } of lines)
      expect(detail).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/u);
    expect((await wholeRun(client, path)).programs).toEqual(hostileRun().programs);
  });

  it('of 50 targets and 200 benchmarks open and come in pieces', async () => {
    const run = bigRun({ benchmarks: 200, targets: 50, rounds: 3 });
    const folder = await project('large', { [ID]: run });
    const client = await server.start();
    const path = document(folder);
    expect(
      (await client.request('retarget/runOutline', { path })).programs[0]?.benchmarks,
    ).toHaveLength(200);
    expect(
      await client.request('retarget/runComparisons', { path, program: 0, benchmark: 199 }),
    ).toHaveLength(50);
    expect((await wholeRun(client, path)).programs).toEqual(run.programs);
    expect((await wholeRun(client, path, true)).programs[0]?.benchmarks[0]?.samples).toEqual([]);
  });

  it('of which there are 500 are all listed, and read once only', async () => {
    const runs = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [
        `20261122-160501-${index.toString(16).padStart(4, '0')}`,
        sampleRun(),
      ]),
    );
    const folder = await project('many', runs);
    const client = await server.start();
    const path = document(folder, '20261122-160501-0000');
    await utimes(path, 1e9, 1e9);
    expect(await client.request('retarget/runs', { folder })).toHaveLength(500);
    // What the index remembers needs no document: its size and times stay, its content is gone.
    const before = await readFile(path);
    await writeFile(path, ' '.repeat(before.length));
    await utimes(path, 1e9, 1e9);
    const listed = await client.request('retarget/runs', { folder });
    expect(listed.filter(({ kind }) => kind === 'run')).toHaveLength(500);
  });

  it('of an untrusted workspace are listed without a change to it', async () => {
    const folder = await project('restricted', { [ID]: sampleRun({ state: 'running' }) });
    const root = join(folder, '.retarget');
    const client = await server.start({ folders: [folder], options: { trusted: false } });
    const before = await readFile(document(folder));
    expect(await client.request('retarget/runs', { folder })).toHaveLength(1);
    expect(await readdir(root, { recursive: true })).toEqual(['runs', `runs/${ID}.json`]);
    expect(await readFile(document(folder))).toEqual(before);
    await client.connection.sendNotification('retarget/trusted', {});
    expect(await client.request('retarget/runs', { folder })).toHaveLength(1);
    expect(await readdir(root)).toContain('index.json');
  });

  it('are read again when their document changes', async () => {
    const folder = await project('changing', { [ID]: sampleRun({ state: 'running' }) });
    const client = await server.start();
    const path = document(folder);
    const first = await client.request('retarget/runPiece', { path, from: 0 });
    await writeFile(path, runText(sampleRun({ state: 'finished', id: ID, project: folder })));
    const second = await client.request('retarget/runPiece', { path, from: 0 });
    expect(second.version).not.toBe(first.version);
    expect((await client.request('retarget/runOutline', { path })).run.state).toBe('finished');
  });

  it('are exported in every format, over what was there, and not through a link', async () => {
    const folder = await project('exported', { [ID]: sampleRun() });
    const client = await server.start();
    const path = document(folder);
    const beginnings = {
      html: '<!doctype html>',
      csv: 'program,',
      markdown: '#',
      json: '{',
      junit: '<?xml',
    } as const;
    for (const format of ['html', 'csv', 'markdown', 'json', 'junit'] as const) {
      const out = join(folder, `über bericht.${format}`);
      await writeFile(out, 'old');
      await client.request('retarget/exportRun', { path, format, out });
      const text = await readFile(out, 'utf8');
      expect(text.slice(0, 40).toLowerCase()).toContain(beginnings[format]);
    }
    const elsewhere = join(server.folder, 'elsewhere.txt');
    await writeFile(elsewhere, 'mine');
    await symlink(elsewhere, join(folder, 'link.md'));
    await client.request('retarget/exportRun', {
      path,
      format: 'markdown',
      out: join(folder, 'link.md'),
    });
    expect(await readFile(elsewhere, 'utf8')).toBe('mine');
    const failure = await client.failure('retarget/exportRun', {
      ...{ path, format: 'json' },
      out: join(folder, 'no', 'such', 'folder.json'),
    });
    expect(failure.message).toContain('folder.json');
    expect((await readdir(folder)).filter((name) => /\.\d+$/u.test(name))).toEqual([]);
  });

  it('are deleted, readable or not, and nothing else is', async () => {
    const folder = await project('deleted', { [ID]: sampleRun(), '20261121-090000-bbbb': 'x' });
    const client = await server.start();
    await client.request('retarget/deleteRun', { path: document(folder) });
    await client.request('retarget/deleteRun', { path: document(folder, '20261121-090000-bbbb') });
    expect(await client.request('retarget/runs', { folder })).toEqual([]);
    const precious = join(folder, 'precious.json');
    await writeFile(precious, runText(sampleRun()));
    for (const path of [precious, join(folder, '.retarget', 'runs', '..', '..', 'precious.json')]) {
      expect((await client.failure('retarget/deleteRun', { path })).code).toBe('run-missing');
    }
    await access(precious);
  });

  it('are compared, and where that says nothing, it is said', async () => {
    const folder = await project('compared', {
      '20261120-090000-aaaa': sampleRun(),
      '20261121-090000-bbbb': sampleRun(),
    });
    const client = await server.start();
    const answer = await client.request('retarget/compareRuns', {
      before: document(folder, '20261120-090000-aaaa'),
      after: document(folder, '20261121-090000-bbbb'),
    });
    expect(answer.comparison).toMatchObject({ before: '20261120-090000-aaaa', sameHost: true });
    expect(answer.comparison.rows.length).toBeGreaterThan(3);
    expect(answer.headline).toMatch(/^Of \d+ measurements: /u);
    const gone = await client.failure('retarget/compareRuns', {
      before: document(folder, '20261120-090000-aaaa'),
      after: document(folder, '20261129-090000-bbbb'),
    });
    expect(gone.code).toBe('run-missing');
  });

  it.each([
    ['a folder', '.'],
    ['a file that is no run', 'note.json'],
    ['a device', '/dev/zero'],
  ])('are not read from %s', async (_, name) => {
    const folder = await project('others', {});
    await writeFile(join(folder, 'note.json'), '{"secret": 1}');
    const client = await server.start();
    const path = name.startsWith('/') ? name : join(folder, name);
    const failure = await client.failure('retarget/runPiece', { path, from: 0 });
    expect(failure.code).toMatch(/^run-(missing|damaged)$/u);
    expect(JSON.stringify(failure)).not.toContain('secret');
  });

  it('in an untrusted workspace can be looked at', async () => {
    const folder = await project('untrusted', { [ID]: sampleRun() });
    const client = await server.start({ options: { trusted: false } });
    expect(await client.request('retarget/runs', { folder })).toHaveLength(1);
    expect(
      (await client.request('retarget/runMarkdown', { path: document(folder) })).text,
    ).toContain('saxpy');
  });

  it.each([
    ['retarget/runPiece', { path: '/tmp/x.json', from: -1 }],
    ['retarget/runPiece', { path: '/tmp/x.json', from: 'start' }],
    ['retarget/runs', { folder: 'here' }],
    ['retarget/runs', { folder: '/tmp/a\0b' }],
    ['retarget/exportRun', { path: '/tmp/x.json', format: 'pdf', out: '/tmp/x.pdf' }],
    ['retarget/deleteRun', {}],
    ['retarget/compareRuns', { before: '/tmp/a.json' }],
  ])('%s refuses %j', async (method, params) => {
    const client = await server.start();
    await expect(client.connection.sendRequest(method, params)).rejects.toMatchObject({
      code: -32602,
    });
  });
});
