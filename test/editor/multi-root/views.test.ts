// The sidebar with several folders: results by folder, targets of the folder of the editor in front.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { commands, window, workspace } from 'vscode';
import type { ExtensionApi } from '../../../src/editor/api.ts';
import { sampleRun } from '../../report/sample-run.ts';
import { rowCalled, rowsOf } from '../sidebar.ts';
import { documentPath, removeFolder, storeRuns } from '../stored-runs.ts';
import { retarget, until } from '../under-test.ts';

describe('the sidebar with two folders', () => {
  let api: ExtensionApi;
  let first: string;
  let second: string;
  let inside: string;
  let original: string;

  before(async () => {
    api = await retarget();
    [first = '', second = ''] = (workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
    inside = join(second, 'tools');
    original = await readFile(join(second, 'retarget.json'), 'utf8');
    for (const path of [first, second, inside]) {
      await storeRuns(path, { '20250101-000000-aaaa': sampleRun() });
    }
    await commands.executeCommand('retarget.refresh');
  });

  after(async () => {
    await removeFolder(inside);
    for (const path of [first, second]) {
      await api.server.request('retarget/deleteRun', {
        path: documentPath(path, '20250101-000000-aaaa'),
      });
    }
    await writeFile(join(second, 'retarget.json'), original);
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('has a row for each folder with runs, and for a folder inside that was profiled by itself', async () => {
    const rows = await until('all places', async () => {
      const found = await rowsOf(api, 'results');
      return found.length === 3 && found;
    });
    assert.deepEqual(
      rows.map(({ label }) => label),
      ['first', 'second', 'second/tools'],
    );
    for (const row of rows) {
      const runs = await rowsOf(api, 'results', row);
      assert.ok(runs.some(({ node }) => node.id.endsWith('20250101-000000-aaaa.json')));
      const parent = await api.views.results.tree.getParent?.(runs[0]?.node ?? row.node);
      assert.equal(parent?.id, row.node.id);
    }
  });

  it('shows and changes the targets of the folder that the active editor belongs to', async () => {
    for (const [path, name] of [
      [first, 'first'],
      [second, 'second'],
    ] as const) {
      await window.showTextDocument(await workspace.openTextDocument(join(path, 'sums.c')));
      await until(`the targets of ${name}`, async () => {
        await rowsOf(api, 'targets');
        return api.views.targets.view.description === name;
      });
    }
    const native = rowCalled(await rowsOf(api, 'targets'), 'native');
    await api.views.targets.tick([[native.node, true]]);
    assert.match(await readFile(join(second, 'retarget.json'), 'utf8'), /"native"/);
    assert.doesNotMatch(await readFile(join(first, 'retarget.json'), 'utf8'), /"native"/);
  });

  it('keeps a tick for the folder that it was set in, though another comes to the front', async () => {
    await window.showTextDocument(await workspace.openTextDocument(join(second, 'sums.c')));
    await until('the targets of second', async () => {
      await rowsOf(api, 'targets');
      return api.views.targets.view.description === 'second';
    });
    const before = await readFile(join(first, 'retarget.json'), 'utf8');
    const row = rowCalled(await rowsOf(api, 'targets'), 'x86-64-v2');
    const other = rowCalled(await rowsOf(api, 'targets'), 'x86-64-v4');
    const written = [api.views.targets.tick([[row.node, true]])];
    // The second one waits for the first, and by its turn another folder is in front.
    written.push(api.views.targets.tick([[other.node, true]]));
    await window.showTextDocument(await workspace.openTextDocument(join(first, 'sums.c')));
    await Promise.all(written);
    const now = await readFile(join(second, 'retarget.json'), 'utf8');
    assert.match(now, /"x86-64-v2"/);
    assert.match(now, /"x86-64-v4"/);
    assert.equal(await readFile(join(first, 'retarget.json'), 'utf8'), before);
  });

  it('makes a baseline for the folder whose row was chosen, though another comes to the front', async () => {
    await window.showTextDocument(await workspace.openTextDocument(join(second, 'sums.c')));
    await until('the targets of second', async () => {
      await rowsOf(api, 'targets');
      return api.views.targets.view.description === 'second';
    });
    const before = await readFile(join(first, 'retarget.json'), 'utf8');
    const { node } = rowCalled(await rowsOf(api, 'targets'), 'x86-64-v2');
    const written = new Promise((resolve) => {
      const listening = window.onDidChangeActiveTextEditor((editor) => {
        if (editor?.document.uri.fsPath !== join(first, 'sums.c')) return;
        listening.dispose();
        // The rows are still those of the other folder.
        resolve(commands.executeCommand('retarget.makeBaseline', node));
      });
    });
    await window.showTextDocument(await workspace.openTextDocument(join(first, 'sums.c')));
    await written;
    assert.match(await readFile(join(second, 'retarget.json'), 'utf8'), /"baseline": "x86-64-v2"/);
    assert.equal(await readFile(join(first, 'retarget.json'), 'utf8'), before);
  });
});
