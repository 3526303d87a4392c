// The driver of the tests in this folder works: a window opens a folder, takes commands and changes its theme.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { repository } from '../../../scripts/lib/repository.mjs';
import { EditorHost, hasEditor, freshIfFailed } from './editor-host.ts';
import type { EditorWindow } from './editor-window.ts';

describe.skipIf(!hasEditor)('a window of VS Code', () => {
  let host: EditorHost;
  let window: EditorWindow;

  beforeAll(async () => {
    host = await EditorHost.start();
    const folder = join(host.scratch, 'sums, trusted');
    await cp(join(repository, 'test/editor/workspaces/sums'), folder, { recursive: true });
    window = await host.open({ path: folder });
  });

  afterEach(({ task }) => freshIfFailed(task, window));

  afterAll(async () => {
    await host.stop();
  });

  test('shows the files of its folder, and survives a reload', async () => {
    await window.treeRow('retarget.json');
    await window.reload();
    const row = await window.treeRow('sums.c');
    await row.dblclick();
    await window.tab('sums.c');
  });

  test('runs a command from the palette and takes over a theme', async () => {
    await window.palette('File: New Untitled Text File');
    await window.tab('Untitled-1');
    await window.setTheme('high contrast');
    await window.screenshot('editor high contrast');
    await window.setTheme('light');
    expect(await window.offers('Retarget: Show Log')).toBe(true);
    expect(await window.offers('Retarget: No Such Command')).toBe(false);
  });
});
