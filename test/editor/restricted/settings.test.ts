// What settings of a workspace that nobody trusts can do.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { Uri, workspace } from 'vscode';

const UNTRUSTED = {
  'retarget.budget': '7s',
  'retarget.environment': { LD_PRELOAD: '/tmp/mine.so' },
  'retarget.toolchain.path': '/tmp/mine',
  'retarget.cache.folder': '/tmp/mine',
};

describe('settings of an untrusted workspace', () => {
  const folder = Uri.joinPath(workspace.workspaceFolders?.[0]?.uri ?? Uri.file('/'), '.vscode');
  const value = (key: string): unknown => workspace.getConfiguration('retarget').get(key);

  before(async () => {
    const taken = new Promise<void>((resolve) => {
      const listening = workspace.onDidChangeConfiguration(() => {
        if (value('budget') !== '7s') return;
        listening.dispose();
        resolve();
      });
    });
    await workspace.fs.writeFile(
      Uri.joinPath(folder, 'settings.json'),
      Buffer.from(JSON.stringify(UNTRUSTED)),
    );
    await taken;
  });

  after(async () => {
    await workspace.fs.delete(folder, { recursive: true });
  });

  it('count where they start nothing', () => {
    assert.equal(value('budget'), '7s');
  });

  it('cannot choose what is run, nor what it sees', () => {
    assert.deepEqual(value('environment'), {});
    assert.equal(value('toolchain.path'), '');
    assert.equal(value('cache.folder'), '');
  });
});
