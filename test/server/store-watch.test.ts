// Runs that other processes store and delete: the server notices by itself, whatever its client's watchers miss.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ClientNotifications } from '../../src/protocol/server-requests.ts';
import { sampleRun } from '../report/sample-run.ts';
import { bundledServer } from './language-server.ts';

const server = bundledServer();

type Change = ClientNotifications['retarget/runsChanged'];

async function store(folder: string, id: string): Promise<string> {
  const runs = join(folder, '.retarget', 'runs');
  await mkdir(runs, { recursive: true });
  const path = join(runs, `${id}.json`);
  await writeFile(`${path}.new`, JSON.stringify({ ...sampleRun(), id }));
  await rename(`${path}.new`, path);
  return path;
}

describe('a client that asked for runs', { timeout: 30_000 }, () => {
  it('is told of the first run of a folder that had none, of one that is replaced, and of one that is deleted', async () => {
    const folder = join(server.folder, 'first');
    await mkdir(folder);
    const client = await server.start();
    const changes: Change[] = [];
    client.connection.onNotification('retarget/runsChanged', (change: Change) => {
      changes.push(change);
    });
    expect(await client.request('retarget/runs', { folder })).toEqual([]);
    const path = await store(folder, '20250101-000000-aaaa');
    await client.until(() => changes.length === 1);
    expect(changes[0]).toEqual({ folder, paths: [path] });
    expect(await client.request('retarget/runs', { folder })).toHaveLength(1);
    await store(folder, '20250101-000000-aaaa');
    await client.until(() => changes.length === 2);
    await rm(path);
    await client.until(() => changes.length === 3);
    expect(changes[2]).toEqual({ folder, paths: [path] });
  });

  it('is told which of many runs is new, and nothing of what a store keeps for itself', async () => {
    const folder = join(server.folder, 'many');
    const ids = Array.from({ length: 50 }, (_, index) => `20240101-${100_000 + index}-aaaa`);
    for (const id of ids) await store(folder, id);
    const client = await server.start();
    const changes: Change[] = [];
    client.connection.onNotification('retarget/runsChanged', (change: Change) => {
      changes.push(change);
    });
    await client.request('retarget/runs', { folder });
    const runs = join(folder, '.retarget', 'runs');
    await writeFile(join(runs, '20250101-000000-aaaa.json.123.tmp'), '');
    await writeFile(join(runs, '20250101-000000-aaaa.owner'), '{}');
    const path = await store(folder, '20250101-000000-aaaa');
    await client.until(() => changes.length > 0);
    expect(changes).toEqual([{ folder, paths: [path] }]);
  });
});
