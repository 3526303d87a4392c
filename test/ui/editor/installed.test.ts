// The extension as a user gets it: packed, installed into an editor that knows nothing of this repository, and used.
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repository } from '../../../scripts/lib/repository.mjs';
import { packageExtension } from '../../../scripts/package.mjs';
import { EditorHost, hasEditor } from './editor-host.ts';
import type { EditorWindow } from './editor-window.ts';

/** A picture's own width in pixels; 0 where it could not be loaded. Runs in the page. */
const WIDTH = (image: object): number => Reflect.get(image, 'naturalWidth') as number;

async function openWalkthrough(window: EditorWindow): Promise<void> {
  await window.palette('Welcome: Open Walkthrough...');
  await window.typeIntoQuickInput('Get Started with Retarget');
  await window.pick('Get Started with Retarget');
}

/** The ticks of the walkthrough's steps that are done. */
const ticks = (window: EditorWindow): Locator =>
  window.page.locator('.getting-started-step .codicon-getting-started-step-checked');

describe.skipIf(!hasEditor)('the package, installed', () => {
  let packed: string;
  let host: EditorHost;
  let window: EditorWindow;
  let project: string;

  beforeAll(async () => {
    packed = await mkdtemp(join(tmpdir(), 'retarget-packed-'));
    const { file } = await packageExtension(packed);
    host = await EditorHost.start({ vsix: [file] });
    project = join(host.scratch, 'my sums, größer');
    await cp(join(repository, 'test/editor/workspaces/sums'), project, { recursive: true });
    window = await host.open({ path: project });
  }, 180_000);

  afterAll(async () => {
    await host.stop();
    await rm(packed, { recursive: true, force: true });
  });

  test('is the only Retarget there, in a folder of its own', async () => {
    const installed = await readdir(join(host.scratch, 'extensions'));
    expect(installed.filter((name) => name.startsWith('retarget.'))).toHaveLength(1);
  });

  test('profiles a project by one command, and shows the chart of the result', async () => {
    await window.openSidebar('Retarget');
    await window.palette('Retarget: Profile Build for CPU Targets');
    await window.answer(/x86-64-v3/, 'Show Results');
    const chart = await window.webviewFrame();
    await chart.locator('canvas').first().waitFor();
    await expect.poll(() => chart.locator('body').innerText()).toContain('x86-64-v3');
    await window.screenshot('installed results');
    const runs = await readdir(join(project, '.retarget', 'runs'));
    expect(runs.filter((name) => name.endsWith('.json'))).toHaveLength(1);
    expect(window.complaints).toEqual([]);
  }, 120_000);

  test('lists the run, the targets and the host in its side bar', async () => {
    const results = await window.view('Results');
    const run = await window.treeRow(/x86-64/, results);
    await run.locator('.monaco-tl-twistie').click();
    await window.treeRow('x86-64-v3', results);
    await window.treeRow('x86-64-v3', await window.view('Targets'));
    await window.treeRow(/x86-64-v\d/, await window.view('Host'));
    await window.screenshot('installed sidebar');
  });

  test('has a walkthrough whose steps show their pictures', async () => {
    // Narrower ones leave the pictures out.
    const wide = await host.open({ path: project, viewport: { width: 1600, height: 900 } });
    await openWalkthrough(wide);
    const steps = wide.page.locator('.getting-started-step');
    await steps.nth(3).waitFor();
    expect(await steps.count()).toBe(4);
    // Where there are results everything before them was done: a new window knows that, before anything is asked for.
    await expect.poll(() => ticks(wide).count()).toBeGreaterThanOrEqual(3);
    for (const step of [0, 1, 2, 3]) {
      await steps.nth(step).click();
      const picture = wide.page.locator('.getting-started-media img').last();
      await picture.waitFor();
      await expect.poll(() => picture.evaluate(WIDTH)).toBeGreaterThan(200);
      await wide.screenshot(`installed walkthrough ${step + 1}`);
    }
    await wide.close();
  });

  test('has a walkthrough that is done once the chart was seen, however it came to the front', async () => {
    // Here a button of the message that ended the profile had opened it.
    await openWalkthrough(window);
    await expect.poll(() => ticks(window).count()).toBe(4);
  });

  test('has a page that tells what it is for', async () => {
    await window.palette('Extensions: Show Installed Extensions');
    const row = window.page.locator('.extensions-list .monaco-list-row', { hasText: 'Retarget' });
    await row.first().click();
    const page = await window.webviewFrame();
    await page.getByText('What would your C, C++ or Rust program gain').waitFor();
    // Nothing in it is broken: VS Code shows no pictures but those from the web.
    expect(await page.locator('img').count()).toBe(0);
    await window.screenshot('installed page');
  });
});
