// The sidebar in a folder without a project: choices go into the folder's settings.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { commands, ConfigurationTarget, workspace } from 'vscode';
import type { ExtensionApi } from '../../../src/editor/api.ts';
import { rowCalled, rowsOf } from '../sidebar.ts';
import { folder, retarget } from '../under-test.ts';

describe('targets of a folder without retarget.json', () => {
  let api: ExtensionApi;
  const ofFolder = (key: string): unknown =>
    workspace.getConfiguration('retarget', workspace.workspaceFolders?.[0]?.uri).inspect(key)
      ?.workspaceFolderValue;

  before(async () => {
    api = await retarget();
  });

  after(async () => {
    const settings = workspace.getConfiguration('retarget', workspace.workspaceFolders?.[0]?.uri);
    for (const key of ['targets', 'baseline']) {
      await settings.update(key, undefined, ConfigurationTarget.WorkspaceFolder);
    }
  });

  it('are the default for this host, and the view says so', async () => {
    const { chosen, chosenBy } = await api.server.request('retarget/targets', {
      folder: folder(),
    });
    assert.equal(chosenBy, 'default');
    const rows = await rowsOf(api, 'targets');
    assert.deepEqual(
      rows.slice(1, 1 + chosen.length).map(({ label }) => label),
      [...chosen],
    );
    assert.match(api.views.targets.view.message ?? '', /by default for this CPU/);
  });

  it('go into the settings of the folder when ticked, and no file of Retarget is made', async () => {
    const rows = await rowsOf(api, 'targets');
    const families = await rowsOf(api, 'targets', rowCalled(rows, 'All CPUs'));
    const group = await rowsOf(api, 'targets', rowCalled(families, 'AMD Zen'));
    const { chosen } = await api.server.request('retarget/targets', { folder: folder() });
    await api.views.targets.tick([[rowCalled(group, 'znver4').node, true]]);
    assert.deepEqual(ofFolder('targets'), [...chosen, 'znver4']);
    assert.equal(existsSync(join(folder(), 'retarget.json')), false);
    const now = await api.server.request('retarget/targets', { folder: folder() });
    assert.deepEqual(now.chosen, [...chosen, 'znver4']);
    assert.equal(now.chosenBy, 'settings');
    await rowsOf(api, 'targets');
    assert.match(api.views.targets.view.message ?? '', /in the settings/);
  });

  it('have their baseline in the settings too', async () => {
    await commands.executeCommand(
      'retarget.makeBaseline',
      rowCalled(await rowsOf(api, 'targets'), 'x86-64-v2').node,
    );
    assert.equal(ofFolder('baseline'), 'x86-64-v2');
    assert.equal((await rowsOf(api, 'targets'))[0]?.label, 'x86-64-v2');
  });

  it('have no results, and the view leaves the word to its welcome text', async () => {
    assert.deepEqual(await rowsOf(api, 'results'), []);
    assert.equal(api.views.results.view.message ?? '', '');
  });
});
