// What every feature rests on: the connection to the server, messages and their buttons, lists to pick from.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { extensions, window } from 'vscode';
import type { ExtensionContext, LogOutputChannel } from 'vscode';
import { lastMessage, press } from '../../../src/editor/notifications.ts';
import { pickRun } from '../../../src/editor/pick-run.ts';
import { ServerConnection, ServerStopped } from '../../../src/editor/server-connection.ts';
import type { RunSummary } from '../../../src/model/run-summary.ts';
import { accepting, processes, retarget } from '../under-test.ts';

describe('a connection to the server', () => {
  let log: LogOutputChannel;

  before(async () => {
    await retarget();
    log = window.createOutputChannel('Retarget test', { log: true });
  });

  after(() => {
    log.dispose();
  });

  it('that was ended starts no server for a late question', async () => {
    const { extensionPath } = extensions.getExtension('retarget.retarget') ?? {};
    assert.ok(extensionPath);
    const servers = (): number =>
      processes().filter(({ argv }) => argv.some((word) => word.endsWith('dist/server.js'))).length;
    const before = servers();
    const connection = new ServerConnection({ extensionPath } as ExtensionContext, log);
    await connection.stop();
    await assert.rejects(connection.request('retarget/host', {}), ServerStopped);
    await assert.rejects(connection.start(), ServerStopped);
    assert.equal(connection.wanted, false);
    assert.equal(servers(), before);
  });
});

describe('a button of a message', () => {
  it('that fails says so, with the reason', async () => {
    await press({ title: 'Open', press: () => Promise.reject(new Error('it is gone')) });
    assert.deepEqual(lastMessage(), {
      severity: 'error',
      text: 'Open failed: it is gone',
      buttons: [],
    });
  });
});

describe('a list of runs to pick from', () => {
  it('begins with one that is finished, though a newer one is under way', async () => {
    const run = (id: string, state: RunSummary['state']): RunSummary => ({
      ...{ kind: 'run', id, state, path: `/p/${id}.json`, project: '/p', baseline: 'x86-64' },
      ...{ startedAt: '2026-11-22T10:00:00.000Z', targets: [], programs: [] },
    });
    const runs = [run('new', 'running'), run('old', 'finished')];
    const picked = await accepting(
      pickRun([{ name: 'p', runs }], { title: 'Runs', placeHolder: 'Which?' }),
    );
    assert.equal(picked?.id, 'old');
  });
});
