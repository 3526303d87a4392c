// The driver of the tests in this folder works: a window opens a folder, takes commands and changes its theme.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repository } from '../../../scripts/lib/repository.mjs';
import { EditorHost, hasEditor } from './editor-host.ts';

describe.skipIf(!hasEditor)('a window of VS Code', () => {
  let host: EditorHost;
  let folder: string;

  beforeAll(async () => {
    host = await EditorHost.start();
    folder = join(host.scratch, 'sums, trusted');
    await cp(join(repository, 'test/editor/workspaces/sums'), folder, { recursive: true });
  });

  afterAll(async () => {
    await host.stop();
  });

  test('shows the files of its folder, and survives a reload', async () => {
    const window = await host.open({ path: folder });
    await window.treeRow('retarget.json');
    await window.reload();
    const row = await window.treeRow('sums.c');
    await row.dblclick();
    await window.tab('sums.c');
    await window.close();
  });

  test('runs a command from the palette and takes over a theme', async () => {
    const window = await host.open({ path: folder });
    await window.palette('File: New Untitled Text File');
    await window.tab('Untitled-1');
    await window.setTheme('high contrast');
    await window.screenshot('editor high contrast');
    await window.setTheme('light');
    expect(await window.offers('Retarget: Show Log')).toBe(true);
    expect(await window.offers('Retarget: No Such Command')).toBe(false);
    await window.close();
  });
});

describe.skipIf(!hasEditor)('a window of VS Code in Restricted Mode', () => {
  test('says so in the status bar', async () => {
    const host = await EditorHost.start({ trusted: false, theme: 'light' });
    const folder = join(host.scratch, 'untrusted');
    await cp(join(repository, 'test/editor/workspaces/sums'), folder, { recursive: true });
    const window = await host.open({ path: folder, viewport: { width: 1000, height: 700 } });
    await window.statusBarItem('Restricted Mode');
    await window.screenshot('editor restricted');
  });
});
