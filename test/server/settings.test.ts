import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import type { ProfileNews, ProfileOutcome } from '../../src/protocol/profile-messages.ts';
import { bundledServer } from './language-server.ts';
import type { ServerClient } from './language-server.ts';

const server = bundledServer();

/** Takes a little time, ten times as much where more is said than a variable, and fails unless that is set. */
const SOURCE = `#include <stdlib.h>
int main(int argc, char **argv) {
  unsigned sum = (unsigned)argc;
  unsigned turns = argc > 2 ? 200000000u : 20000000u;
  for (unsigned i = 0; i < turns; i++) sum = sum * 1664525u + (i ^ (sum >> 13));
  const char *wanted = argc > 1 ? getenv(argv[1]) : "";
  return wanted == NULL || sum == 7;
}
`;
const QUICK = { targets: ['x86-64-v3'], budget: '1s', precision: 0.2 };

async function project(name: string, config: object = {}, args: string[] = []): Promise<string> {
  const folder = join(server.folder, name);
  const programs = [{ name, sources: ['main.c'], benchmarks: [{ name: 'only', args }] }];
  await server.write(
    { 'main.c': SOURCE, 'retarget.json': JSON.stringify({ programs, ...config }) },
    folder,
  );
  return folder;
}

async function runOf({ run }: ProfileOutcome): Promise<Run> {
  return JSON.parse(await readFile(run.path, 'utf8')) as Run;
}

const profile = (client: ServerClient, folder: string) =>
  client.request('retarget/profile', { paths: [folder] });

describe('settings', () => {
  it('apply where retarget.json says nothing, and a request outdoes both', async () => {
    const silent = await project('silent');
    const telling = await project('telling', { precision: 0.3, targets: ['x86-64-v2'] });
    const client = await server.start({
      settings: () => ({ ...QUICK, baseline: 'x86-64-v2', pin: 0 }),
    });
    const first = await runOf(await profile(client, silent));
    expect(first.settings).toMatchObject({ budget: 1, precision: 0.2, pin: 0 });
    expect(first.targets.map(({ name }) => name)).toEqual(['x86-64-v2', 'x86-64-v3']);

    const second = await runOf(
      await client.request('retarget/profile', { paths: [telling], baseline: 'x86-64' }),
    );
    expect(second.settings).toMatchObject({ budget: 1, precision: 0.3 });
    expect(second.targets.map(({ name }) => name)).toEqual(['x86-64', 'x86-64-v2']);
  });

  it("come from the client's options where it cannot be asked", async () => {
    const folder = await project('options');
    const client = await server.start({ options: { settings: QUICK } });
    expect((await runOf(await profile(client, folder))).settings).toMatchObject({ budget: 1 });
  });

  it('of each folder are its own', async () => {
    const [left, right] = [await project('left'), await project('right')];
    const client = await server.start({
      folders: [left, right],
      settings: (scope) => ({
        ...QUICK,
        precision: scope?.includes('right') === true ? 0.25 : 0.2,
      }),
    });
    expect((await runOf(await profile(client, left))).settings.precision).toBe(0.2);
    expect((await runOf(await profile(client, right))).settings.precision).toBe(0.25);
  });

  it('that are wrong have their default, and the user is told once', async () => {
    const client = await server.start({
      settings: () => ({ budget: 'soon', targets: 'native', environment: { 'A=B': 'c' } }),
    });
    await client.request('retarget/targets', {});
    await client.request('retarget/targets', {});
    const told = client.messages.map(({ message }) => message);
    expect(told.filter((message) => message.includes('retarget.budget'))).toEqual([
      'The setting retarget.budget is invalid, so its default is used: expected a duration such as 60s or 2m.',
    ]);
    expect(told).toHaveLength(3);
  });

  it('put environment and cache in force for a profile, and take them back', async () => {
    const folder = await project('surroundings', {}, ['RETARGET_TEST_WISH']);
    const cache = join(server.folder, 'own cache');
    let settings: object = {
      ...QUICK,
      environment: { RETARGET_TEST_WISH: 'granted' },
      cache: { folder: cache, size: 64 },
    };
    const client = await server.start({ settings: () => settings });
    expect((await profile(client, folder)).clean).toBe(true);
    expect(await readdir(cache)).toContain('artifacts');
    settings = QUICK;
    const without = await profile(client, folder);
    expect(without.clean).toBe(false);
    expect(without.headline).toMatch(/nothing was measured/iu);
  });

  it('that change in mid-run are for the next one', async () => {
    const folder = await project('midway', {}, ['RETARGET_TEST_WISH', 'long']);
    let settings: object = {
      ...{ ...QUICK, precision: 0.0005, budget: '4s' },
      environment: { RETARGET_TEST_WISH: 'granted' },
    };
    const client = await server.start({ settings: () => settings });
    const news: ProfileNews[] = [];
    client.onNews('news', (batch) => {
      news.push(...batch);
    });
    const running = client.request('retarget/profile', {
      paths: [folder],
      partialResultToken: 'news',
    });
    let ended = false;
    void running.finally(() => (ended = true));
    const measures = (one: ProfileNews): boolean =>
      one.kind === 'progress' && one.progress.benchmark !== undefined;
    await client.until(() => ended || news.some(measures));
    settings = QUICK;
    await client.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: null,
    });
    // Asks for the environment to be put in force.
    await client.request('retarget/host', {});
    expect(ended).toBe(false);
    const outcome = await running;
    expect(outcome.clean).toBe(true);
    expect((await runOf(outcome)).settings.budget).toBe(4);
    expect((await profile(client, folder)).clean).toBe(false);
  });

  it('choose the toolchain, and a wrong choice is said with what to do', async () => {
    const folder = await project('toolchain');
    const client = await server.start({
      settings: () => ({ toolchain: { path: '/nowhere/llvm' } }),
    });
    const failure = await client.failure('retarget/profile', { paths: [folder] });
    expect(failure.code).toBe('toolchain-broken');
    expect(failure.message).toContain('/nowhere/llvm');
  });

  it('say how much the log tells', async () => {
    const loud = await server.start({ settings: () => ({ log: { level: 'debug' } }) });
    const quiet = await server.start({ settings: () => ({ log: { level: 'off' } }) });
    for (const client of [loud, quiet]) {
      // The level is asked for at the start; its answer came before this one's.
      await client.request('retarget/targets', {});
      await client.failure('retarget/runOutline', { path: '/nowhere/run.json' });
    }
    expect(loud.logged.some(({ message }) => message.includes('/nowhere/run.json'))).toBe(true);
    expect(quiet.logged).toEqual([]);
  });

  it('of an untrusted workspace name no cache, no compiler and no environment, unless the client has seen to it', async () => {
    const cache = (name: string): string => join(server.folder, `${name} cache`);
    const start = (name: string, options: object, more: object = {}) =>
      server.start({
        options: { trusted: false, ...options },
        settings: () => ({ cache: { folder: cache(name) }, ...more }),
      });
    const more = {
      toolchain: { path: join(server.folder, 'no toolchain') },
      environment: { RETARGET_CACHE: cache('environment') },
    };
    const suspicious = await start('suspicious', {}, more);
    expect((await suspicious.request('retarget/host', {})).toolchain).toBeDefined();
    await expect(readdir(cache('suspicious'))).rejects.toThrow();
    await expect(readdir(cache('environment'))).rejects.toThrow();
    await suspicious.connection.sendNotification('retarget/trusted', {});
    const refused = await suspicious.failure('retarget/host', {});
    expect(refused.message).toContain('no toolchain');

    const filtered = await start('filtered', { filtersSettings: true });
    await filtered.request('retarget/targets', {}).catch(() => undefined);
    expect(await readdir(cache('filtered'))).not.toEqual([]);

    const own = await start('ignored', { settings: { 'cache.folder': cache('own') } });
    await own.request('retarget/targets', {});
    expect(await readdir(cache('own'))).not.toEqual([]);
    await expect(readdir(cache('ignored'))).rejects.toThrow();
  });
});
