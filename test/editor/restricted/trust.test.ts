// Restricted Mode: nothing of the workspace is built or run; host and targets can be looked at.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { commands, Uri, workspace } from 'vscode';
import type { ExtensionApi } from '../../../src/editor/api.ts';
import { folder, profile, retarget } from '../under-test.ts';

describe('in Restricted Mode', () => {
  let api: ExtensionApi;

  before(async () => {
    api = await retarget();
    assert.equal(workspace.isTrusted, false);
  });

  it('profiles nothing and leads to the workspace’s trust', async () => {
    for (const start of [
      () => profile(),
      () => profile(folder()),
      () => commands.executeCommand('retarget.profileFile', Uri.file(join(folder(), 'sums.c'))),
    ]) {
      assert.equal(await start(), undefined);
      assert.match(api.lastMessage()?.text ?? '', /Restricted Mode/);
      assert.deepEqual(api.lastMessage()?.buttons, ['Manage Workspace Trust']);
    }
    assert.equal(existsSync(join(folder(), '.retarget')), false);
  });

  it('is refused by the server too', async () => {
    await assert.rejects(
      api.server.request('retarget/profile', { paths: [folder()] }),
      (error: Error & { failure?: { code: string } }) => error.failure?.code === 'untrusted',
    );
  });

  it('still shows what the host is', async () => {
    const { host } = await api.server.request('retarget/host', {});
    assert.notEqual(host.brand, '');
  });

  it('takes no toolchain and no environment from the workspace', () => {
    const settings = workspace.getConfiguration('retarget', Uri.file(folder()));
    assert.equal(settings.get('toolchain.path'), '');
    assert.deepEqual(settings.get('environment'), {});
  });
});
