import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../src/model/failure.ts';
import { SERVER_COMMANDS } from '../../src/protocol/server-requests.ts';
import type { ProfileOutcome } from '../../src/protocol/profile-messages.ts';
import type { HostAnswer } from '../../src/protocol/server-requests.ts';
import { executions, writeSpinningProject } from '../cli/spinning-project.ts';
import { bundledServer } from './language-server.ts';
import type { ServerClient } from './language-server.ts';

const server = bundledServer();
const QUICK = { options: { settings: { precision: 0.2 } } };

interface Step {
  readonly token: string;
  readonly value: { readonly kind: string; readonly title?: string; readonly message?: string };
}

function execute<T>(client: ServerClient, command: string, argument?: object): Promise<T> {
  return client.connection.sendRequest<T>('workspace/executeCommand', {
    command,
    ...(argument === undefined ? {} : { arguments: [argument] }),
  });
}

/** A client that shows progress which the server begins. */
async function showing(): Promise<{ client: ServerClient; steps: Step[]; created: string[] }> {
  const steps: Step[] = [];
  const created: string[] = [];
  const client = await server.start({
    ...QUICK,
    capabilities: { window: { workDoneProgress: true } },
  });
  client.connection.onRequest('window/workDoneProgress/create', ({ token }: { token: string }) => {
    created.push(token);
    return null;
  });
  client.connection.onNotification('$/progress', (step: Step) => {
    steps.push(step);
  });
  return { client, steps, created };
}

async function project(name: string, budget: string): Promise<string> {
  const folder = join(server.folder, name);
  await writeSpinningProject(folder, budget);
  return folder;
}

describe('workspace/executeCommand', () => {
  it('profiles with progress, says the result, and gives the report', async () => {
    const folder = await project('commanded', '1s');
    const { client, steps, created } = await showing();
    const outcome = await execute<ProfileOutcome>(client, SERVER_COMMANDS.profile, {
      path: pathToFileURL(folder).href,
    });
    expect(outcome.run.state).toBe('finished');
    expect(client.messages.map(({ message }) => message)).toEqual([outcome.headline]);
    expect(created).toHaveLength(1);
    expect(new Set(steps.map(({ token }) => token))).toEqual(new Set(created));
    expect(steps[0]?.value).toMatchObject({ kind: 'begin', title: 'Profiling commanded' });
    expect(steps.at(-1)?.value.kind).toBe('end');
    const report = await execute<{ text: string }>(client, SERVER_COMMANDS.report, {
      path: outcome.run.path,
    });
    expect(report.text).toContain('spin');
  });

  it('cancels the profile under way, and says that it did', async () => {
    const folder = await project('stopped', '60s');
    const { client, steps } = await showing();
    const profile = execute(client, SERVER_COMMANDS.profile, { path: folder });
    const rejected = expect(profile).rejects.toMatchObject({
      data: { failure: { code: 'interrupted' } },
    });
    await client.until(() => steps.some(({ value }) => value.message?.includes('round') === true));
    expect(await execute(client, SERVER_COMMANDS.cancel)).toEqual({ cancelled: true });
    await rejected;
    expect(await executions(folder)).toEqual([]);
    expect(client.messages.at(-1)?.message).toMatch(/cancelled.*saved/u);
    expect(await execute(client, SERVER_COMMANDS.cancel)).toEqual({ cancelled: false });
  });

  it('cancels from the progress that the editor shows', async () => {
    const folder = await project('pressed', '60s');
    const { client, steps, created } = await showing();
    const profile = execute(client, SERVER_COMMANDS.profile, { path: folder });
    const rejected = expect(profile).rejects.toMatchObject({
      data: { failure: { code: 'interrupted' } },
    });
    await client.until(() => steps.some(({ value }) => value.message?.includes('round') === true));
    // A second one is refused, and must not take the first one's button away.
    await expect(execute(client, SERVER_COMMANDS.profile, { path: folder })).rejects.toMatchObject({
      data: { failure: { code: 'busy' } },
    });
    await client.connection.sendNotification('window/workDoneProgress/cancel', {
      token: created[0],
    });
    await rejected;
    expect(steps.filter(({ value }) => value.kind === 'end').map(({ token }) => token)).toContain(
      created[0],
    );
  });

  it('profiles for editors that show no progress, too', async () => {
    const folder = await project('plain', '1s');
    const client = await server.start(QUICK);
    const outcome = await execute<ProfileOutcome>(client, SERVER_COMMANDS.profile, {
      path: folder,
    });
    expect(outcome.headline).toBe(client.messages[0]?.message);
  });

  it('says what the host is', async () => {
    const client = await server.start();
    const { host, groups } = await execute<HostAnswer>(client, SERVER_COMMANDS.host);
    expect(host.brand).not.toBe('');
    expect(groups.flatMap(({ features }) => features).length).toBeGreaterThan(10);
  });

  it('tells the user why there is nothing to profile', async () => {
    const client = await server.start();
    const folder = join(server.folder, 'empty');
    await server.write({ 'note.txt': '' }, folder);
    const failed = execute(client, SERVER_COMMANDS.profile, { path: folder });
    await expect(failed).rejects.toMatchObject({ data: { failure: { code: 'project-empty' } } });
    expect(client.messages).toHaveLength(1);
    expect(client.messages[0]).toMatchObject({ type: 1 });
    expect(await readdir(folder)).toEqual(['note.txt']);
  });

  it.each([
    ['an unknown command', 'retarget.server.nothing', { path: '/tmp' }],
    ['no argument', SERVER_COMMANDS.profile, undefined],
    ['a relative path', SERVER_COMMANDS.profile, { path: 'src' }],
    ['a URI that is no file', SERVER_COMMANDS.report, { path: 'https://example.org/run.json' }],
    ['a list', SERVER_COMMANDS.report, ['/tmp/run.json']],
  ])('refuses %s', async (_, command, argument) => {
    const client = await server.start();
    await expect(execute(client, command, argument)).rejects.toMatchObject({ code: -32602 });
  });

  it('says which run there is not', async () => {
    const client = await server.start();
    const path = join(server.folder, 'gone.json');
    const report = execute(client, SERVER_COMMANDS.report, { path });
    const error = await report.catch(
      (thrown: { data: { failure: Failure } }) => thrown.data.failure,
    );
    expect(error).toMatchObject({
      code: 'run-missing',
      message: expect.stringContaining(path) as string,
    });
  });
});
