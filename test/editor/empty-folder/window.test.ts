// The window of this launch is what its name says.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { workspace } from 'vscode';

describe('a window with an empty folder', () => {
  it('finds no file in it', async () => {
    assert.equal(workspace.workspaceFolders?.length, 1);
    // Settings may have been changed by the tests before.
    assert.deepEqual(await workspace.findFiles('**/*', '**/.vscode/**'), []);
  });
});
