// A folder whose runs cannot be listed beside one whose runs can.
import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { commands, workspace } from 'vscode';
import type { ExtensionApi } from '../../../src/editor/api.ts';
import { sampleRun } from '../../report/sample-run.ts';
import { rowCalled, rowsOf } from '../sidebar.ts';
import { documentPath, removeFolder, storeRuns } from '../stored-runs.ts';
import { retarget, until } from '../under-test.ts';

const ID = '20250201-000000-aaaa';

describe('a folder whose runs cannot be listed', () => {
  let api: ExtensionApi;
  let first: string;
  let broken: string;

  before(async () => {
    api = await retarget();
    first = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    broken = join(first, 'broken');
    await storeRuns(first, { [ID]: sampleRun() });
    await mkdir(join(broken, '.retarget'), { recursive: true });
    await writeFile(join(broken, '.retarget', '.gitignore'), '*\n');
    await writeFile(join(broken, '.retarget', 'runs'), 'no folder');
    await commands.executeCommand('retarget.refresh');
  });

  after(async () => {
    await removeFolder(broken);
    await rm(documentPath(first, ID), { force: true });
    await commands.executeCommand('workbench.action.closeAllEditors');
    await commands.executeCommand('retarget.refresh');
  });

  it('has a row that says why, and the others have theirs', async () => {
    const rows = await until('both places', async () => {
      const found = await rowsOf(api, 'results');
      return found.some(({ label }) => label === 'first/broken') && found;
    });
    const [failure, ...more] = await rowsOf(api, 'results', rowCalled(rows, 'first/broken'));
    assert.deepEqual(more, []);
    assert.equal(failure?.item.contextValue, 'retarget.failure');
    assert.ok(failure.tooltip.includes(join(broken, '.retarget', 'runs')), failure.tooltip);
    const runs = await rowsOf(api, 'results', rowCalled(rows, 'first'));
    assert.ok(runs.some(({ node }) => node.id.includes(ID)));
  });

  it('keeps no command from the runs that can be read', async () => {
    await commands.executeCommand('retarget.showResults');
    const { subject } = api.panel;
    assert.equal(subject?.kind, 'run');
    assert.ok(subject.path.startsWith(first), subject.path);
  });
});
