// Several folders in one window.
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { commands, workspace } from 'vscode';
import type { ProfileOutcome } from '../../../src/protocol/profile-messages.ts';
import { accepting, profile, retarget } from '../under-test.ts';

describe('several folders', () => {
  before(retarget);

  it('are profiled each by itself, and keep their runs themselves', async () => {
    for (const { uri } of workspace.workspaceFolders ?? []) {
      const outcome = await profile(uri.fsPath);
      assert.equal(outcome?.run.project, uri.fsPath);
      assert.ok(outcome.run.path.startsWith(uri.fsPath), outcome.run.path);
    }
  });

  it('are asked for where nothing says which one is meant', async () => {
    const profiled = commands.executeCommand<ProfileOutcome | undefined>('retarget.profile');
    // The second folder is below the first.
    const outcome = await accepting(profiled);
    assert.equal(outcome?.run.project, workspace.workspaceFolders?.[0]?.uri.fsPath);
  });
});
