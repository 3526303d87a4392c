// The window of this launch is what its name says.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { workspace } from 'vscode';

describe('a window in Restricted Mode', () => {
  it('opens its folder without trusting it', () => {
    assert.equal(workspace.workspaceFolders?.[0]?.name, 'untrusted');
    assert.equal(workspace.isTrusted, false);
  });
});
