// A window on a machine without LLVM: every place leads to the choice of one.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { repository } from '../../../scripts/lib/repository.mjs';
import { EditorHost, hasEditor, freshIfFailed } from './editor-host.ts';
import type { EditorWindow } from './editor-window.ts';
import { PROFILE } from './profiles.ts';

describe.skipIf(!hasEditor)('without a toolchain', () => {
  let host: EditorHost;
  let window: EditorWindow;

  beforeAll(async () => {
    const none = { PATH: '/nonexistent', RETARGET_LLVM: '', RETARGET_LLVM_FOLDERS: '' };
    host = await EditorHost.start({ settings: { 'retarget.environment': none } });
    const folder = join(host.scratch, 'sums');
    await cp(join(repository, 'test/editor/workspaces/sums'), folder, { recursive: true });
    window = await host.open({ path: folder });
  });

  afterEach(({ task }) => freshIfFailed(task, window));

  afterAll(async () => {
    await host.stop();
  });

  test('each view leads to the choice of one', async () => {
    await window.openSidebar('Retarget');
    for (const title of ['Results', 'Targets', 'Host']) {
      const view = await window.view(title);
      const button = view.locator('.welcome-view-content .monaco-button');
      await button.filter({ hasText: 'Select LLVM Toolchain' }).waitFor();
    }
    await window.screenshot('sidebar no toolchain');
  });

  test('the way to one is in the message, the picker and a dialog', async () => {
    await window.palette(PROFILE);
    await window.notification(/No LLVM was found/);
    await window.screenshot('no toolchain');
    await window.answer(/No LLVM was found/, 'Select LLVM Toolchain');
    await window.quickRow('Choose a folder').waitFor();
    await window.screenshot('no toolchain picker');
    await window.pick('How to install LLVM');
    await window.dialog('How to install LLVM');
    await window.screenshot('no toolchain advice');
  });
});
