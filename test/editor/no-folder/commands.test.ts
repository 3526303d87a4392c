// A window without a folder: every command says what to do instead of failing.
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { commands, window, workspace } from 'vscode';
import type { ExtensionApi } from '../../../src/editor/api.ts';
import { retarget } from '../under-test.ts';

describe('commands without a folder', () => {
  let api: ExtensionApi;

  before(async () => {
    api = await retarget();
  });

  for (const command of ['profile', 'createConfiguration', 'showResults']) {
    it(`${command} asks to open a folder`, async () => {
      await commands.executeCommand(`retarget.${command}`);
      assert.match(api.lastMessage()?.text ?? '', /^Open the folder of a C, C\+\+ or Rust program/);
      assert.deepEqual(api.lastMessage()?.buttons, ['Open Folder']);
    });
  }

  it('asks to save a file that is nowhere yet', async () => {
    const document = await workspace.openTextDocument({ language: 'c', content: 'int main;' });
    await window.showTextDocument(document);
    await commands.executeCommand('retarget.profileFile');
    assert.match(api.lastMessage()?.text ?? '', /^Save this file first/);
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('says that there is nothing to cancel', async () => {
    await commands.executeCommand('retarget.cancel');
    assert.equal(api.lastMessage()?.text, 'No profile is running.');
  });

  it('shows nothing in the status bar', () => {
    assert.equal(api.statusText(), undefined);
  });
});
