import { access, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CancellationTokenSource, ProgressType } from 'vscode-languageserver/node';
import type { Run } from '../../src/model/run.ts';
import type {
  LiveProgress,
  ProfileNews,
  ProfileOutcome,
} from '../../src/protocol/profile-messages.ts';
import { executions, writeSpinningProject } from '../cli/spinning-project.ts';
import { bundledServer } from './language-server.ts';
import type { ServerClient } from './language-server.ts';

const server = bundledServer();

interface WorkDone {
  readonly kind: 'begin' | 'report' | 'end';
  readonly message?: string;
}

const QUICK = { budget: 1, precision: 0.2, targets: ['x86-64-v2', 'native'] };

async function spinning(name: string, budget = '60s'): Promise<string> {
  const folder = join(server.folder, name);
  await writeSpinningProject(folder, budget);
  return folder;
}

async function stored(path: string): Promise<Run> {
  return JSON.parse(await readFile(path, 'utf8')) as Run;
}

/** All news of a profile as it comes, and the batches that they came in. */
function hear(client: ServerClient, token: string) {
  const batches: (readonly ProfileNews[])[] = [];
  client.onNews(token, (batch) => batches.push(batch));
  return {
    batches,
    all: () => batches.flat(),
    steps: (): LiveProgress[] =>
      batches.flat().flatMap((news) => (news.kind === 'progress' ? [news.progress] : [])),
  };
}

describe('retarget/profile', () => {
  it('profiles, tells what happens in order, and resolves with the result', async () => {
    const folder = await spinning('whole');
    const client = await server.start();
    const news = hear(client, 'news');
    const shown: WorkDone[] = [];
    client.connection.onProgress(new ProgressType<WorkDone>(), 'work', (step) => {
      shown.push(step);
    });
    const outcome = await client.request('retarget/profile', {
      paths: [folder],
      ...{ ...QUICK, budget: 3, precision: 0.0005 },
      workDoneToken: 'work',
      partialResultToken: 'news',
    });

    expect(outcome).toMatchObject({ clean: true, mostlyStartUp: false });
    expect(outcome.headline).toMatch(/^On this /u);
    expect(outcome.run).toMatchObject({ kind: 'run', state: 'finished', project: folder });
    expect(outcome.run.headline).toBe(outcome.headline);
    expect((await stored(outcome.run.path)).id).toBe(outcome.run.id);

    expect(shown[0]).toMatchObject({ kind: 'begin', title: 'Profiling whole', cancellable: true });
    expect(shown.at(-1)).toEqual({ kind: 'end' });
    expect(shown.some(({ message }) => message?.includes('spin/first') === true)).toBe(true);

    const kinds = news.all().map(({ kind }) => kind);
    expect(kinds[0]).toBe('progress');
    expect(kinds.filter((kind) => kind === 'started')).toHaveLength(1);
    expect(kinds.lastIndexOf('saved')).toBeGreaterThan(kinds.indexOf('started'));
    const fractions = news.steps().map(({ fraction = 0 }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    expect(new Set(news.steps().map(({ phase }) => phase))).toContain('measuring');
    const measured = news.steps().find(({ benchmark }) => (benchmark?.speedups.length ?? 0) > 0);
    expect(measured?.benchmark).toMatchObject({ program: 'spin', name: 'first' });
  });

  // A machine with much else to do can make every execution of a program last longer than its start.
  it(
    'says beside the result that a program had so little to do that only its start was measured',
    { retry: 3 },
    async () => {
      await server.write({ 'idle/main.c': 'int main(void) { return 0; }\n' });
      const client = await server.start();
      const paths = [join(server.folder, 'idle')];
      const outcome = await client.request('retarget/profile', { paths, ...QUICK });
      const note =
        /^On this .* Much of the time of idle\/default is process startup\. .*"benchmarks" in retarget\.json/u;
      expect(outcome.headline).toMatch(note);
      expect(outcome).toMatchObject({ clean: true, mostlyStartUp: true });
      const logged = client.logged.map(({ message }) => message);
      expect(logged).toContainEqual(
        expect.stringMatching(
          /^idle\/default: A run takes as little as [\d.]+ ms, and much of that/u,
        ),
      );
    },
  );

  it('cancels: the run is kept as interrupted, and no process is left', async () => {
    const folder = await spinning('cancelled');
    const client = await server.start();
    const news = hear(client, 'news');
    const source = new CancellationTokenSource();
    const rejected = client.failure(
      'retarget/profile',
      { paths: [folder], partialResultToken: 'news' },
      source.token,
    );
    await client.until(() => news.steps().some(({ benchmark }) => (benchmark?.rounds ?? 0) > 3));
    source.cancel();
    expect((await rejected).code).toBe('interrupted');
    expect(await executions(folder)).toEqual([]);
    const [listed] = await client.request('retarget/runs', { folder });
    expect(listed).toMatchObject({ kind: 'run', state: 'interrupted' });
    // The next one starts as if nothing had been.
    expect((await client.request('retarget/profile', { paths: [folder], ...QUICK })).clean).toBe(
      true,
    );
  });

  it.each([
    ['shows progress that a server begins', true],
    ['begins all progress itself', false],
  ])('cancels by its progress, for a client that %s', async (_, workDoneProgress) => {
    const folder = await spinning(`cancelled by progress, ${workDoneProgress}`);
    const client = await server.start({ capabilities: { window: { workDoneProgress } } });
    const news = hear(client, 'news');
    const shown: WorkDone[] = [];
    client.connection.onProgress(new ProgressType<WorkDone>(), 'work', (step) => {
      shown.push(step);
    });
    const tokens = { workDoneToken: 'work', partialResultToken: 'news' };
    const rejected = client.failure('retarget/profile', { paths: [folder], ...tokens });
    await client.until(() => news.steps().some(({ benchmark }) => (benchmark?.rounds ?? 0) > 1));
    const cancel = (token: string): Promise<void> =>
      client.connection.sendNotification('window/workDoneProgress/cancel', { token });
    await cancel('another');
    expect(await client.failure('retarget/profile', { paths: [folder], ...tokens })).toMatchObject({
      code: 'busy',
    });
    await cancel('work');
    expect((await rejected).code).toBe('interrupted');
    expect(shown.at(-1)).toEqual({ kind: 'end' });
    expect(await executions(folder)).toEqual([]);
    const [listed] = await client.request('retarget/runs', { folder });
    expect(listed).toMatchObject({ kind: 'run', state: 'interrupted' });
  });

  it('runs one profile at a time, and says which', async () => {
    const folder = await spinning('busy');
    const client = await server.start();
    const news = hear(client, 'news');
    const source = new CancellationTokenSource();
    const first = client.failure(
      'retarget/profile',
      { paths: [folder], partialResultToken: 'news' },
      source.token,
    );
    await client.until(() => news.all().some(({ kind }) => kind === 'started'));
    const second = await client.failure('retarget/profile', { paths: [folder] });
    expect(second).toMatchObject({ code: 'busy' });
    expect(second.message).toContain('busy');
    source.cancel();
    await first;
  });

  it('builds and runs nothing of an untrusted workspace until it is trusted', async () => {
    const folder = await spinning('untrusted');
    const client = await server.start({ options: { trusted: false } });
    const refused = await client.failure('retarget/profile', { paths: [folder] });
    expect(refused.code).toBe('untrusted');
    expect(refused.hint).toMatch(/trust/iu);
    await expect(access(join(folder, '.retarget'))).rejects.toThrow();
    await client.connection.sendNotification('retarget/trusted', {});
    expect((await client.request('retarget/profile', { paths: [folder], ...QUICK })).clean).toBe(
      true,
    );
  });

  it('ends with its client, and leaves no process and no run that looks alive', async () => {
    const folder = await spinning('abandoned');
    const client = await server.start();
    const news = hear(client, 'news');
    void client.connection
      .sendRequest('retarget/profile', { paths: [folder], partialResultToken: 'news' })
      .catch(() => undefined);
    await client.until(() => news.steps().some(({ benchmark }) => benchmark !== undefined));
    const running = news.all().find((one) => one.kind === 'started');
    client.process.stdin?.destroy();
    expect((await client.process.ended).exitCode).toBe(1);
    expect(await executions(folder)).toEqual([]);
    expect(running?.kind === 'started' && (await stored(running.run.path)).state).toBe(
      'interrupted',
    );
  });

  it('leaves no benchmark behind when it is killed itself, and the next server marks its run', async () => {
    const folder = await spinning('killed');
    const client = await server.start();
    const news = hear(client, 'news');
    void client.connection
      .sendRequest('retarget/profile', { paths: [folder], partialResultToken: 'news' })
      .catch(() => undefined);
    await client.until(() => news.steps().some(({ benchmark }) => benchmark !== undefined));
    client.process.kill();
    await client.process.ended;
    await expect.poll(() => executions(folder), { timeout: 20_000 }).toEqual([]);
    const next = await server.start();
    const [listed] = await next.request('retarget/runs', { folder });
    expect(listed).toMatchObject({ kind: 'run', state: 'interrupted' });
  });

  it('stops and saves when the server is asked to end by a signal', async () => {
    const folder = await spinning('signalled');
    const client = await server.start();
    const news = hear(client, 'news');
    void client.connection
      .sendRequest('retarget/profile', { paths: [folder], partialResultToken: 'news' })
      .catch(() => undefined);
    await client.until(() => news.steps().some(({ benchmark }) => benchmark !== undefined));
    process.kill(client.process.pid ?? 0, 'SIGTERM');
    expect((await client.process.ended).exitCode).toBe(1);
    expect(await executions(folder)).toEqual([]);
    const next = await server.start();
    const [listed] = await next.request('retarget/runs', { folder });
    expect(listed).toMatchObject({ kind: 'run', state: 'interrupted' });
  });

  it('shows a run that could not be stored as long as the server lives', async () => {
    const folder = await spinning('unstored');
    await server.write({ '.retarget': 'in the way' }, folder);
    const client = await server.start();
    const outcome = await client.request('retarget/profile', { paths: [folder], ...QUICK });
    const { path } = outcome.run;
    await expect(access(path)).rejects.toThrow();
    const outline = await client.request('retarget/runOutline', { path });
    expect(outcome.headline).toContain(outline.headline);
    expect(outcome.headline).toContain('could not be saved');
    expect(outcome.clean).toBe(false);
    const { text } = await client.request('retarget/runMarkdown', { path });
    expect(text).toContain('The run is not stored');
  });

  /** Profiles with the folder of the runs taken away before the end, and back after it: what it held then says less. */
  async function brokenOff(client: ServerClient, folder: string): Promise<ProfileOutcome> {
    const runs = join(folder, '.retarget', 'runs');
    const news = hear(client, 'news');
    const profiled = client.request('retarget/profile', {
      ...{ paths: [folder], targets: QUICK.targets, partialResultToken: 'news' },
    });
    await client.until(() => news.steps().some(({ benchmark }) => (benchmark?.rounds ?? 0) > 1));
    await rename(runs, `${runs} aside`);
    await writeFile(runs, 'in the way');
    const outcome = await profiled;
    await rm(runs);
    await rename(`${runs} aside`, runs);
    expect((await stored(outcome.run.path)).state).toBe('running');
    return outcome;
  }

  it('shows the end of a run whose document could not be written any more, and writes it when it can', async () => {
    const folder = await spinning('broken off', '2s');
    const client = await server.start();
    const outcome = await brokenOff(client, folder);
    const { path } = outcome.run;
    expect(outcome.clean).toBe(false);
    expect(outcome.headline).toContain('could not be saved');
    const outline = await client.request('retarget/runOutline', { path });
    expect(outline.run.state).toBe('finished');
    expect(outcome.headline).toContain(outline.headline);
    const { text } = await client.request('retarget/runMarkdown', { path });
    expect(text).toContain('The run is not stored');
    const [listed] = await client.request('retarget/runs', { folder });
    expect(listed).toMatchObject({ state: 'finished', headline: outline.headline });

    const { state, warnings } = await stored(path);
    expect(state).toBe('finished');
    expect(warnings.map(({ code }) => code)).not.toContain('run-not-saved');
    expect(await readdir(join(folder, '.retarget', 'runs'))).toEqual([basename(path)]);
    const another = await server.start();
    expect(await another.request('retarget/runs', { folder })).toEqual([listed]);
    const now = await client.request('retarget/runMarkdown', { path });
    expect(now.text).not.toContain('The run is not stored');
  });

  it('deletes a run whose document could not be written any more', async () => {
    const folder = await spinning('broken off and deleted', '2s');
    const client = await server.start();
    const { run } = await brokenOff(client, folder);
    await client.request('retarget/deleteRun', { path: run.path });
    expect(await readdir(join(folder, '.retarget', 'runs'))).toEqual([]);
    expect(await client.request('retarget/runs', { folder })).toEqual([]);
  });

  it('says why there is nothing to profile', async () => {
    const client = await server.start();
    const nothing = join(server.folder, 'nothing');
    await server.write({ 'readme.txt': '' }, nothing);
    expect((await client.failure('retarget/profile', { paths: [nothing] })).code).toBe(
      'project-empty',
    );
    const missing = await client.failure('retarget/profile', { paths: [join(nothing, 'gone.c')] });
    expect(missing.code).toBe('input-missing');
  });

  it.each([
    ['no paths', { paths: [] }],
    ['a relative path', { paths: ['src/main.c'] }],
    ['a path that is no text', { paths: [7] }],
    ['a budget that is no number', { paths: ['/tmp'], budget: 'long' }],
    ['a negative budget', { paths: ['/tmp'], budget: -1 }],
    ['nothing at all', null],
  ])('refuses %s', async (_, params) => {
    const client = await server.start();
    await expect(client.connection.sendRequest('retarget/profile', params)).rejects.toMatchObject({
      code: -32602,
      data: { failure: { code: 'usage' } },
    });
  });
});
