// The sidebar's Targets and Host in a project with a retarget.json.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { commands, TreeItemCheckboxState, window, workspace } from 'vscode';
import type { TreeItem } from 'vscode';
import type { ExtensionApi } from '../../../src/editor/api.ts';
import type { TreeNode } from '../../../src/editor/views/tree-node.ts';
import { rowCalled, rowsOf } from '../sidebar.ts';
import type { Row } from '../sidebar.ts';
import { folder, retarget, until } from '../under-test.ts';

const COMMENT = '// chosen with care';

function isTicked({ item }: { readonly item: TreeItem }): boolean {
  const { checkboxState } = item;
  assert.ok(typeof checkboxState === 'object', 'the row has no checkbox');
  return checkboxState.state === TreeItemCheckboxState.Checked;
}

describe('the view Targets', () => {
  let api: ExtensionApi;
  let file: string;
  let original: string;
  const top = (): Promise<Row[]> => rowsOf(api, 'targets');
  const allCpus = async (rows: readonly Row[]): Promise<Row[]> => {
    const families = await rowsOf(api, 'targets', rowCalled(rows, 'All CPUs'));
    return (await Promise.all(families.map((each) => rowsOf(api, 'targets', each)))).flat();
  };
  const tick = (changes: [TreeNode, boolean][]): Promise<void> => api.views.targets.tick(changes);
  const written = async (): Promise<string> => readFile(file, 'utf8');

  before(async () => {
    api = await retarget();
    file = join(folder(), 'retarget.json');
    original = await readFile(file, 'utf8');
    await writeFile(
      file,
      original.replace('"targets"', `${COMMENT}\n  "targets"`).replace(/\n$/, ''),
    );
    await commands.executeCommand('retarget.targets.focus');
  });

  after(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await writeFile(file, original);
  });

  it('has the baseline first, then what is chosen, then this host and the levels, and all CPUs in a group', async () => {
    const rows = await top();
    assert.deepEqual(
      rows.slice(0, 3).map(({ label }) => label),
      ['x86-64', 'x86-64-v2', 'x86-64-v3'],
    );
    assert.match(rows[0]?.description ?? '', /^baseline, runs/);
    assert.deepEqual(rows.slice(0, 3).map(isTicked), [true, true, true]);
    assert.equal(isTicked(rowCalled(rows, 'native')), false);
    assert.equal(isTicked(rowCalled(rows, 'x86-64-v4')), false);
    const group = rowCalled(rows, 'All CPUs');
    const cpus = await allCpus(rows);
    assert.ok(cpus.length > 50, `${cpus.length} CPUs`);
    assert.match(group.description, new RegExp(`^${cpus.length} known, \\d+ can run here$`));
    const labels = cpus.map(({ label }) => label);
    assert.ok(labels.includes('skylake'));
    const families = await rowsOf(api, 'targets', group);
    assert.ok(families.map(({ label }) => label).includes('Intel Core and Xeon'));
    const zen = await rowsOf(api, 'targets', rowCalled(families, 'AMD Zen'));
    // What can run here first, and in both parts the newest first.
    const cannot = zen.map(({ description }) => description.includes('cannot run'));
    assert.deepEqual(cannot, [...cannot].sort());
    const can = zen.filter((_, at) => cannot[at] === false).map(({ label }) => label);
    assert.deepEqual(can, [...can].sort().reverse());
  });

  it('says how each fits this host', async () => {
    const cpus = await allCpus(await top());
    for (const { tooltip, description } of cpus) {
      assert.match(description, /^(baseline, )?(runs|cannot run|not )/);
      assert.notEqual(tooltip, '');
    }
    const { targets } = await api.server.request('retarget/targets', { folder: folder() });
    const lacking = targets.find(({ fit }) => fit.kind === 'cannot-run');
    if (lacking === undefined) return;
    const row = rowCalled([...cpus, ...(await top())], lacking.name);
    assert.match(row.tooltip, /This host lacks: /);
  });

  it('says who chose', async () => {
    await top();
    assert.match(api.views.targets.view.message ?? '', /retarget\.json/);
  });

  it('writes a tick into retarget.json, which keeps its comments', async () => {
    await tick([[rowCalled(await top(), 'native').node, true]]);
    assert.match(await written(), /"x86-64-v2",\s*"x86-64-v3",\s*"native"/);
    assert.ok((await written()).includes(COMMENT));
    assert.equal(isTicked(rowCalled(await top(), 'native')), true);
    await tick([[rowCalled(await top(), 'native').node, false]]);
    assert.doesNotMatch(await written(), /native/);
  });

  it('loses no tick of several that come at once', async () => {
    const rows = await top();
    const first = tick([[rowCalled(rows, 'native').node, true]]);
    const second = tick([[rowCalled(rows, 'x86-64-v2').node, false]]);
    await Promise.all([first, second]);
    assert.match(await written(), /"targets": \[\s*"x86-64-v3",\s*"native"\s*\]/);
  });

  it('keeps the baseline and the last target ticked, and says why', async () => {
    await tick([[rowCalled(await top(), 'native').node, false]]);
    const before = await written();
    await tick([[rowCalled(await top(), 'x86-64').node, false]]);
    assert.match(api.lastMessage()?.text ?? '', /baseline is always measured/);
    await tick([[rowCalled(await top(), 'x86-64-v3').node, false]]);
    assert.match(api.lastMessage()?.text ?? '', /At least one target/);
    assert.equal(await written(), before);
    assert.equal(isTicked(rowCalled(await top(), 'x86-64-v3')), true);
  });

  it('makes another target the baseline from its menu', async () => {
    const row = rowCalled(await top(), 'x86-64-v2');
    assert.equal(row.item.contextValue, 'retarget.target');
    await commands.executeCommand('retarget.makeBaseline', row.node);
    assert.match(await written(), /"baseline": "x86-64-v2"/);
    const now = rowCalled(await top(), 'x86-64-v2');
    assert.match(now.description, /^baseline/);
    assert.equal(now.item.contextValue, 'retarget.baselineTarget');
  });

  it('follows changes of retarget.json by others', async () => {
    await writeFile(file, original);
    await until('the targets of the file', async () =>
      (await top())[0]?.description.startsWith('baseline'),
    );
    await until('the baseline of the file', async () => (await top())[0]?.label === 'x86-64');
  });

  it('never overwrites a retarget.json that it cannot read', async () => {
    const rows = await top();
    await writeFile(file, '{ "targets": [');
    await tick([[rowCalled(rows, 'native').node, true]]);
    assert.equal(await written(), '{ "targets": [');
    assert.equal(api.lastMessage()?.severity, 'error');
    await writeFile(file, original);
  });

  it('changes the document that is open, and saves it only where it holds nothing unsaved', async () => {
    const document = await workspace.openTextDocument(file);
    await tick([[rowCalled(await top(), 'native').node, true]]);
    assert.match(document.getText(), /"native"/);
    assert.equal(document.isDirty, false);
    assert.match(await written(), /"native"/);
    const editor = await window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(document.positionAt(1), '\n  // unsaved'));
    await tick([[rowCalled(await top(), 'native').node, false]]);
    assert.match(document.getText(), /\/\/ unsaved/);
    assert.doesNotMatch(document.getText(), /native/);
    assert.equal(document.isDirty, true);
    assert.equal(isTicked(rowCalled(await top(), 'native')), false);
    await document.save();
  });
});

describe('the view Host', () => {
  let api: ExtensionApi;

  before(async () => {
    api = await retarget();
  });

  it('says what the machine is, and which toolchain tells so', async () => {
    const { host, toolchain } = await api.server.request('retarget/host', {});
    const rows = await rowsOf(api, 'host');
    assert.equal(rows[0]?.label, host.brand);
    assert.equal(rows[0].description, host.level);
    assert.equal(rowCalled(rows, 'Native CPU').description, host.cpu);
    assert.match(rowCalled(rows, 'Memory').description, /GiB|MiB/);
    const llvm = rowCalled(rows, 'LLVM');
    assert.ok(llvm.description.startsWith(toolchain.version));
    assert.ok(llvm.tooltip.includes(toolchain.clang));
    for (const { message } of host.notes) {
      const note = rows.find(({ tooltip }) => tooltip.startsWith(message.slice(0, 80)));
      assert.ok(note, message);
    }
  });

  it('has the features level by level, with what is lacking first', async () => {
    const { groups, levels } = await api.server.request('retarget/host', {});
    const rows = await rowsOf(api, 'host');
    for (const { name } of levels) {
      const group = rowCalled(rows, name);
      const features = await rowsOf(api, 'host', group);
      const states = groups.find((each) => each.name === name)?.features ?? [];
      assert.equal(features.length, states.length);
      const lacking = states.filter(({ here }) => !here).length;
      assert.deepEqual(
        features.map(({ description }) => description),
        [
          ...Array<string>(lacking).fill('missing'),
          ...Array<string>(states.length - lacking).fill('supported'),
        ],
      );
    }
  });
});
