// The sidebar in Restricted Mode: what is stored, the host and its targets can be looked at.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { commands } from 'vscode';
import type { ExtensionApi } from '../../../src/editor/api.ts';
import { sampleRun } from '../../report/sample-run.ts';
import { rowCalled, rowsOf, runRows } from '../sidebar.ts';
import { removeFolder, storeRuns } from '../stored-runs.ts';
import { folder, retarget } from '../under-test.ts';

describe('the sidebar in Restricted Mode', () => {
  let api: ExtensionApi;

  before(async () => {
    api = await retarget();
  });

  after(async () => {
    await removeFolder(join(folder(), '.retarget'));
  });

  it('is empty without runs, so that its welcome text says what to do', async () => {
    assert.deepEqual(await rowsOf(api, 'results'), []);
    assert.equal(api.views.results.view.message ?? '', '');
  });

  it('shows the host and its targets', async () => {
    const { host } = await api.server.request('retarget/host', {});
    assert.equal((await rowsOf(api, 'host'))[0]?.label, host.brand);
    assert.match(rowCalled(await rowsOf(api, 'targets'), 'native').description, /^runs/);
  });

  it('shows what is stored, and says that nothing is built or run', async () => {
    await storeRuns(folder(), { '20250101-000000-aaaa': sampleRun() });
    await commands.executeCommand('retarget.refresh');
    const [run] = await runRows(api, folder());
    assert.ok(run);
    assert.ok((await rowsOf(api, 'results', run)).length > 0);
    assert.match(api.views.results.view.message ?? '', /Restricted Mode/);
  });
});
