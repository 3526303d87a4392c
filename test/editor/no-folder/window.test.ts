// The window of this launch is what its name says.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { workspace } from 'vscode';

describe('a window without a folder', () => {
  it('has no workspace, and nothing that could be untrusted', () => {
    assert.equal(workspace.workspaceFolders, undefined);
    assert.equal(workspace.workspaceFile, undefined);
    assert.equal(workspace.isTrusted, true);
  });
});
