import { readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SERVER_COMMANDS } from '../../../src/protocol/server-requests.ts';
import { openStore } from '../../../src/store/run-store.ts';
import { sampleRun } from '../../report/sample-run.ts';
import { bundledServer } from '../language-server.ts';
import type { StartOptions } from '../language-server.ts';
import { OpenDocument } from './open-document.ts';

const server = bundledServer();
const SOURCE = '#include <stdio.h>\n/* int main() */\nint main(void) { return 0; }\n';

async function opened(name: string, options: StartOptions = {}, text = SOURCE) {
  const client = await server.start(options);
  const document = await OpenDocument.open(server, client, name, text);
  return { client, document };
}

async function titles(document: OpenDocument): Promise<string[]> {
  return (await document.lenses()).map(({ command }) => command?.title ?? '');
}

const PROFILE = 'Profile for CPU targets';

describe('the lens above main', () => {
  it('profiles the project that builds the source, found in a folder above', async () => {
    await server.write({
      'known/src/a.c': SOURCE,
      'known/src/b.c': SOURCE,
      'known/retarget.json': '{ "programs": [{ "sources": ["src/a.c"] }] }',
    });
    const { client, document } = await opened('known/src/a.c');
    const [lens] = await document.lenses();
    expect(lens?.command).toEqual({
      title: PROFILE,
      command: SERVER_COMMANDS.profile,
      arguments: [{ path: join(server.folder, 'known') }],
    });
    expect(lens?.range.start).toEqual({ line: 2, character: 4 });
    const other = await OpenDocument.open(server, client, 'known/src/b.c', SOURCE);
    expect(await titles(other)).toEqual([]);
    await document.type('int mainly(void) { return 0; }');
    expect(await titles(document)).toEqual([]);
  });

  it('stands in a folder whose only source this is, too', async () => {
    await server.write({ 'single/only.cpp': SOURCE });
    const { document } = await opened('single/only.cpp', {
      folders: [join(server.folder, 'single')],
    });
    expect(await titles(document)).toEqual([PROFILE]);
  });

  it('follows the project as its configuration and its files change', async () => {
    const config = join(server.folder, 'moving/retarget.json');
    await server.write({ 'moving/a.c': SOURCE, 'moving/b.c': SOURCE });
    const { client, document } = await opened('moving/a.c', {
      folders: [join(server.folder, 'moving')],
    });
    expect(await titles(document)).toEqual([]);
    await server.write({ 'moving/retarget.json': '{ "programs": [{ "sources": ["*.c"] }] }' });
    expect(await titles(document)).toEqual([PROFILE]);
    await server.write({ 'moving/retarget.json': '{ "programs": [{ "sources": ["b.c"] }] } ' });
    expect(await titles(document)).toEqual([]);
    await rm(config);
    await rm(join(server.folder, 'moving/b.c'));
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: pathToFileURL(config).href, type: 3 }],
    });
    expect(await titles(document)).toEqual([PROFILE]);
  });

  it('tells the last finished result of its program, and the client when there is another', async () => {
    const folder = join(server.folder, 'ran');
    const run = sampleRun();
    const [program] = run.programs;
    const config = { programs: [{ name: program?.name, sources: ['a.c'] }] };
    await server.write({ 'ran/a.c': SOURCE, 'ran/retarget.json': JSON.stringify(config) });
    const { client, document } = await opened('ran/a.c', {
      capabilities: { workspace: { codeLens: { refreshSupport: true } } },
    });
    let refreshes = 0;
    client.connection.onRequest('workspace/codeLens/refresh', () => {
      refreshes += 1;
      return null;
    });
    expect(await titles(document)).toEqual([PROFILE]);
    const path = await openStore(folder).save({ ...run, project: folder });
    const lenses = await document.lenses();
    expect(lenses[1]?.command).toMatchObject({
      title: expect.stringMatching(/^Last result: \S+ \d\.\d+x$/u) as string,
      command: SERVER_COMMANDS.report,
      arguments: [{ path }],
    });
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: pathToFileURL(path).href, type: 1 }],
    });
    await client.until(() => refreshes > 0);
    await client.request('retarget/deleteRun', { path });
    await client.until(() => refreshes > 1);
    expect(await titles(document)).toEqual([PROFILE]);
  });

  it('does not count a damaged run, or one that is still running', async () => {
    const folder = join(server.folder, 'partial');
    const run = { ...sampleRun(), project: folder };
    const [program] = run.programs;
    const config = { programs: [{ name: program?.name, sources: ['a.c'] }] };
    await server.write({ 'partial/a.c': SOURCE, 'partial/retarget.json': JSON.stringify(config) });
    const store = openStore(folder);
    const finished = await store.save(run);
    const later = run.id.replace(/^\d{4}/u, '2999');
    await server.write({ [`partial/.retarget/runs/${later}.json`]: '{ damaged' });
    await store.save({ ...run, id: run.id.replace(/^\d{4}/u, '2998'), state: 'running' });
    const { document } = await opened('partial/a.c');
    expect((await document.lenses())[1]?.command?.arguments).toEqual([{ path: finished }]);
  });

  it('shows names as text: no icon, nothing invisible, not without end', async () => {
    const folder = join(server.folder, 'named');
    const run = { ...sampleRun(), project: folder };
    const [program] = run.programs;
    if (program === undefined) throw new Error('no program');
    const names = ['a$(flame)\u202eb', 'c'.repeat(200)];
    const config = { programs: names.map((name) => ({ name, sources: ['a.c'] })) };
    await server.write({ 'named/a.c': SOURCE, 'named/retarget.json': JSON.stringify(config) });
    const programs = names.map((name) => ({ ...program, name }));
    await openStore(folder).save({ ...run, programs });
    const { document } = await opened('named/a.c');
    const [, icon, long] = await titles(document);
    expect(icon).toMatch(/^Last result of a\\\$\(flame\)\\u202eb: \S+ \d\.\d+x$/u);
    expect(long).toMatch(/^Last result of c{59}…: \S+ \d\.\d+x$/u);
  });

  it('is not asked for again at each save of a run under way, but at its end', async () => {
    const folder = join(server.folder, 'live');
    const run = { ...sampleRun(), project: folder };
    const config = { programs: [{ name: run.programs[0]?.name, sources: ['a.c'] }] };
    await server.write({ 'live/a.c': SOURCE, 'live/retarget.json': JSON.stringify(config) });
    const { client, document } = await opened('live/a.c', {
      capabilities: { workspace: { codeLens: { refreshSupport: true } } },
    });
    let refreshes = 0;
    client.connection.onRequest('workspace/codeLens/refresh', () => {
      refreshes += 1;
      return null;
    });
    const change = (path: string, type: number) =>
      client.connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: [{ uri: pathToFileURL(path).href, type }],
      });
    const store = openStore(folder);
    const path = await store.save({ ...run, state: 'running' });
    await change(path, 1);
    await store.save({ ...run, state: 'running' });
    await change(path, 2);
    // Longer than the server waits for more to come.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await titles(document)).toEqual([PROFILE]);
    expect(refreshes).toBe(0);
    await store.save(run);
    await change(path.replace(/\.json$/u, '.owner'), 3);
    await client.until(() => refreshes === 1);
    expect((await document.lenses())[1]?.command?.arguments).toEqual([{ path }]);
  });

  it('does not read a run again while another one is written', async () => {
    const folder = join(server.folder, 'beside');
    const run = { ...sampleRun(), project: folder };
    const config = { programs: [{ name: run.programs[0]?.name, sources: ['a.c'] }] };
    await server.write({ 'beside/a.c': SOURCE, 'beside/retarget.json': JSON.stringify(config) });
    const store = openStore(folder);
    const path = await store.save(run);
    await utimes(path, 1e9, 1e9);
    const { document } = await opened('beside/a.c');
    const before = await titles(document);
    expect(before).toHaveLength(2);
    // Its size and times stay, its content is gone: reading it would show.
    await writeFile(path, ' '.repeat((await readFile(path)).length));
    await utimes(path, 1e9, 1e9);
    await store.save({ ...run, id: run.id.replace(/^\d{4}/u, '2999'), state: 'running' });
    expect(await titles(document)).toEqual(before);
  });

  it('runs nothing in a workspace that is not trusted, and says so', async () => {
    await server.write({
      'distrusted/a.c': SOURCE,
      'distrusted/retarget.json': '{ "programs": [{ "sources": ["a.c"] }] }',
    });
    const { client, document } = await opened('distrusted/a.c', { options: { trusted: false } });
    const [lens, ...more] = await document.lenses();
    expect(more).toEqual([]);
    expect(lens?.command?.command).toBe('');
    expect(lens?.command?.title).toContain('untrusted workspace');
    await client.connection.sendNotification('retarget/trusted', {});
    expect(await titles(document)).toEqual([PROFILE]);
  });
});

describe('the lens above a benchmark', () => {
  it('profiles it alone, in the program that its source is part of', async () => {
    const text =
      '#include <benchmark/benchmark.h>\nBENCHMARK(BM_sum)->Range(8, 64);\nBENCHMARK_MAIN();\n';
    await server.write({
      'bench/src/sum.cc': text,
      'bench/src/other.cc': text,
      'bench/retarget.json': JSON.stringify({
        programs: [
          { name: 'sum', sources: ['src/sum.cc'] },
          { name: 'other', sources: ['src/other.cc'] },
        ],
      }),
    });
    const { client, document } = await opened('bench/src/sum.cc', {}, text);
    const [lens, ...others] = await document.lenses();
    expect(others).toEqual([]);
    expect(lens?.command).toEqual({
      title: 'Profile this benchmark',
      command: SERVER_COMMANDS.profile,
      arguments: [
        { path: join(server.folder, 'bench'), programs: ['sum'], benchmarks: ['BM_sum'] },
      ],
    });
    expect(lens?.range.start).toEqual({ line: 1, character: 0 });
    await client.shutdown();
    const restricted = await opened('bench/src/sum.cc', { options: { trusted: false } }, text);
    expect(await restricted.document.lenses()).toEqual([]);
  });

  it('stands in Rust sources of a package that cargo builds, as one above main does', async () => {
    const bench = '#[divan::bench]\nfn sums() {}\nfn main() { divan::main(); }\n';
    await server.write({
      'crate/Cargo.toml':
        '[package]\nname = "crate"\nversion = "0.1.0"\n[[bench]]\nname = "speed"\nharness = false\n',
      'crate/benches/speed.rs': bench,
      'crate/src/main.rs': 'fn main() {}\n',
    });
    const folder = join(server.folder, 'crate');
    const options = { folders: [folder] };
    const { document } = await opened('crate/benches/speed.rs', options, bench);
    const meant = { path: folder, programs: ['speed'] };
    expect((await document.lenses()).map(({ command }) => command?.arguments)).toEqual([
      [meant],
      [{ ...meant, benchmarks: ['sums'] }],
    ]);
    const other = await opened('crate/src/main.rs', options, 'fn main() {}\n');
    expect((await other.document.lenses()).map(({ command }) => command?.arguments)).toEqual([
      [{ path: folder, programs: ['crate'] }],
    ]);
  });
});
