// A window in Restricted Mode: what it says, what it shows, and that nothing runs until its folder is trusted.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { repository } from '../../../scripts/lib/repository.mjs';
import { EditorHost, hasEditor, freshIfFailed } from './editor-host.ts';
import type { EditorWindow } from './editor-window.ts';
import { PROFILE, lastResult, states } from './profiles.ts';

describe.skipIf(!hasEditor)('a window in Restricted Mode', () => {
  let host: EditorHost;
  let folder: string;
  let window: EditorWindow;

  beforeAll(async () => {
    host = await EditorHost.start({ trusted: false, theme: 'light' });
    folder = join(host.scratch, 'untrusted');
    await cp(join(repository, 'test/editor/workspaces/sums'), folder, { recursive: true });
    window = await host.open({ path: folder });
  });

  afterEach(({ task }) => freshIfFailed(task, window));

  afterAll(async () => {
    await host.stop();
  });

  test('says so in the status bar', async () => {
    await window.statusBarItem('Restricted Mode');
    await window.screenshot('editor restricted');
  });

  test('says in the side bar what to do, and shows host and targets all the same', async () => {
    await window.openSidebar('Retarget');
    const results = await window.view('Results');
    await results.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
    await window.treeRow(/^native/, await window.view('Targets'));
    await window.treeRow('Native CPU', await window.view('Host'));
    await window.screenshot('sidebar restricted');
  });

  test('profiles nothing until the workspace is trusted', async () => {
    await window.palette(PROFILE);
    await window.notification(/Restricted Mode/);
    await window.screenshot('profile restricted');
    await window.answer(/Restricted Mode/, 'Manage Workspace Trust');
    const trust = window.page.locator('.workspace-trust-editor .monaco-button').getByText('Trust', {
      exact: true,
    });
    await trust.first().click();
    await window.page.getByText('You trust this folder').waitFor();
    // It may stand in front of everything else.
    await window.page.keyboard.press('Escape');
    await window.palette(PROFILE);
    await lastResult(window);
    expect(await states(folder)).toEqual(['finished']);
  });
});
