// Profiles as a person makes them: from the palette, with the progress in sight, cancelled by a click, ended by a button.

import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { repository } from '../../../scripts/lib/repository.mjs';
import { executions } from '../../cli/spinning-project.ts';
import { EditorHost, freshIfFailed, hasEditor } from './editor-host.ts';
import type { EditorWindow } from './editor-window.ts';
import { PROFILE, forgetRuns, lastResult, states } from './profiles.ts';

const HANGING_SOURCE = '#include <unistd.h>\nint main(void) {\n  for (;;) sleep(1);\n}\n';

async function sums(folder: string): Promise<string> {
  await cp(join(repository, 'test/editor/workspaces/sums'), folder, { recursive: true });
  return folder;
}

/** Makes its next profile last 5 s, whatever is in the cache, so that what it shows meanwhile can be met. */
async function measureLong(folder: string): Promise<void> {
  const file = join(folder, 'retarget.json');
  const config = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  await writeFile(file, JSON.stringify({ ...config, budget: '5s', precision: 0.0001 }));
}

/** A project whose benchmark never ends, and has the project's folder for its first argument. */
async function hanging(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'hang.c'), HANGING_SOURCE);
  const benchmarks = [{ name: 'for ever', args: [folder] }];
  const programs = [{ name: 'hang', sources: ['hang.c'], benchmarks }];
  const config = { baseline: 'x86-64', targets: ['x86-64-v3'], programs };
  await writeFile(join(folder, 'retarget.json'), JSON.stringify(config));
  return folder;
}

const soon = { timeout: 30_000, interval: 100 };

describe.skipIf(!hasEditor)('a profile in a window', () => {
  let host: EditorHost;

  beforeAll(async () => {
    host = await EditorHost.start();
  });

  afterAll(async () => {
    await host.stop();
  });

  test('goes from the palette to its result in one sentence, and by its button to the panel', async () => {
    const folder = await sums(join(host.scratch, 'my sums'));
    await measureLong(folder);
    const window = await host.open({ path: folder });
    await window.palette(PROFILE);
    await window.notification(/Profile: /);
    await window.statusBarItem(/\d+ %/);
    await window.screenshot('profile under way');
    await window.notification(/x86-64/);
    await lastResult(window);
    await window.screenshot('profile finished');
    await window.answer(/x86-64/, 'Show Results');
    await window.webviewFrame();
    await window.screenshot('profile results');
    expect(await states(folder)).toEqual(['finished']);
    await window.close();
  });

  describe('whose benchmark never ends', () => {
    let folder: string;
    let window: EditorWindow;

    beforeAll(async () => {
      folder = await hanging(join(host.scratch, 'hanging'));
      window = await host.open({ path: folder });
    });

    afterEach(async ({ task }) => {
      await freshIfFailed(task, window);
      await window.clear();
      await forgetRuns(folder);
    });

    test('is cancelled by a click, and nothing stays running', async () => {
      await window.palette(PROFILE);
      await expect.poll(() => executions(folder), soon).not.toEqual([]);
      await window.screenshot('profile hangs');
      await window.answer(/Profile: /, 'Cancel');
      await window.notification('The profile was cancelled. Finished results are saved.');
      await window.screenshot('profile cancelled');
      await expect.poll(() => executions(folder), soon).toEqual([]);
      expect(await states(folder)).toEqual(['interrupted']);
    });

    test('ends with its window when that is reloaded, and the next window knows', async () => {
      await window.palette(PROFILE);
      await expect.poll(() => executions(folder), soon).not.toEqual([]);
      await window.reload();
      await expect.poll(() => executions(folder), soon).toEqual([]);
      await window.openSidebar('Retarget');
      await window.treeRow(/interrupted/i);
      await expect.poll(() => states(folder), soon).toEqual(['interrupted']);
      await window.screenshot('profile reloaded');
    });

    test('waits for the one in another window of the same folder, and says so', async () => {
      await window.palette(PROFILE);
      await expect.poll(() => executions(folder), soon).not.toEqual([]);
      const second = await host.open({ path: folder });
      await second.palette(PROFILE);
      await second.notification(/Profile: .*(waits|waiting)/i);
      await second.screenshot('profile waits');
      await window.answer(/Profile: /, 'Cancel');
      await window.notification('The profile was cancelled');
      await expect.poll(() => executions(folder), soon).not.toEqual([]);
      await second.answer(/Profile: /, 'Cancel');
      await second.notification('The profile was cancelled');
      await expect.poll(() => states(folder), soon).toEqual(['interrupted', 'interrupted']);
    });
  });
});
