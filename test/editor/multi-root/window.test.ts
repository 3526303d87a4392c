// The window of this launch is what its name says.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { workspace } from 'vscode';

describe('a window with a workspace of two folders', () => {
  it('has both, in order', () => {
    assert.deepEqual(
      workspace.workspaceFolders?.map(({ name }) => name),
      ['first', 'second'],
    );
    assert.match(workspace.workspaceFile?.path ?? '', /both\.code-workspace$/);
  });
});
