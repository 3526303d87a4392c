// Several folders in one window.
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { commands, workspace } from 'vscode';
import type { ExtensionApi } from '../../../src/editor/api.ts';
import type { ProfileOutcome } from '../../../src/protocol/profile-messages.ts';
import { profile, retarget, until } from '../under-test.ts';

describe('several folders', () => {
  let api: ExtensionApi;

  before(async () => {
    api = await retarget();
  });

  it('are profiled each by itself, and keep their runs themselves', async () => {
    for (const { uri } of workspace.workspaceFolders ?? []) {
      const outcome = await profile(uri.fsPath);
      assert.equal(outcome?.run.project, uri.fsPath);
      assert.ok(outcome.run.path.startsWith(uri.fsPath), outcome.run.path);
    }
  });

  it('are asked for where nothing says which one is meant', async () => {
    const profiled = commands.executeCommand<ProfileOutcome | undefined>('retarget.profile');
    // The quick pick is open once it takes this; the second folder is below the first.
    await until('the start of a profile', async () => {
      await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return api.profiler.current;
    });
    const outcome = await profiled;
    assert.equal(outcome?.run.project, workspace.workspaceFolders?.[0]?.uri.fsPath);
  });
});
