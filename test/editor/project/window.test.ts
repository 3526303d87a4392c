// The window of this launch is what its name says.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { extensions, Uri, workspace } from 'vscode';

describe('a window with a project', () => {
  it('opens a folder whose path has spaces and letters beyond ASCII', () => {
    const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    assert.match(folder, / /);
    assert.match(folder, /[^\0-\x7f]/);
  });

  it('reads the project from the disk', async () => {
    const folder = workspace.workspaceFolders?.[0];
    assert.ok(folder);
    const document = await workspace.openTextDocument(Uri.joinPath(folder.uri, 'retarget.json'));
    assert.match(document.getText(), /"baseline": "x86-64"/);
  });

  it('has the extension under test, and activates it', async () => {
    const extension = extensions.getExtension('retarget.retarget');
    assert.ok(extension, 'the extension is not there');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
