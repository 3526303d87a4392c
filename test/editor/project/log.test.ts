// The log tells what the setting lets through.
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { commands, ConfigurationTarget, workspace } from 'vscode';
import { profile, QUICK_SOURCE, retarget, until, writeProject } from '../under-test.ts';

/** What the log says: once shown, VS Code holds it as a document. */
function log(): string | undefined {
  return workspace.textDocuments
    .find(({ uri }) => uri.scheme === 'output' && /retarget/i.test(uri.path))
    ?.getText();
}

describe('the log', () => {
  let path: string;

  before(async () => {
    await retarget();
    path = await writeProject('logged', { source: QUICK_SOURCE });
    await commands.executeCommand('retarget.showLog');
  });

  it('is shown by its command, and says how a profile ended', async () => {
    const outcome = await profile(path);
    assert.ok(outcome);
    await until('the headline in the log', () => log()?.includes(outcome.headline));
  });

  it('says nothing where its level is off', async () => {
    const setting = workspace.getConfiguration('retarget');
    await setting.update('log.level', 'off', ConfigurationTarget.Global);
    const before = log();
    await profile(path);
    assert.equal(log(), before);
    await setting.update('log.level', undefined, ConfigurationTarget.Global);
  });
});
