// The sidebar in a window without a folder: the host can be looked at, and targets are the user's own choice.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { ConfigurationTarget, workspace } from 'vscode';
import type { ExtensionApi } from '../../../src/editor/api.ts';
import { rowCalled, rowsOf } from '../sidebar.ts';
import { retarget } from '../under-test.ts';

describe('the sidebar without a folder', () => {
  let api: ExtensionApi;

  before(async () => {
    api = await retarget();
  });

  after(async () => {
    const settings = workspace.getConfiguration('retarget');
    await settings.update('targets', undefined, ConfigurationTarget.Global);
  });

  it('has no results and no error', async () => {
    assert.deepEqual(await rowsOf(api, 'results'), []);
  });

  it('shows the host', async () => {
    const { host } = await api.server.request('retarget/host', {});
    assert.equal((await rowsOf(api, 'host'))[0]?.label, host.brand);
  });

  it('keeps ticks in the user’s settings', async () => {
    const group = rowCalled(await rowsOf(api, 'targets'), 'All CPUs');
    const families = await rowsOf(api, 'targets', group);
    const family = rowCalled(families, 'Intel Core and Xeon');
    const row = rowCalled(await rowsOf(api, 'targets', family), 'haswell');
    await api.views.targets.tick([[row.node, true]]);
    const kept = workspace.getConfiguration('retarget').inspect<string[]>('targets')?.globalValue;
    assert.equal(kept?.at(-1), 'haswell');
  });
});
