// The extension as a user gets it: packed, installed into an editor that knows nothing of this repository, and used.
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repository } from '../../../scripts/lib/repository.mjs';
import { packageExtension } from '../../../scripts/package.mjs';
import { WALKTHROUGHS } from '../../../src/manifest/walkthrough.ts';
import { EditorHost, hasEditor } from './editor-host.ts';
import type { EditorWindow } from './editor-window.ts';

/** A picture's own width in pixels; 0 where it could not be loaded. Runs in the page. */
const WIDTH = (image: object): number => Reflect.get(image, 'naturalWidth') as number;

async function openWalkthrough(window: EditorWindow): Promise<void> {
  const lastStep = window.page.locator('.getting-started-step').nth(STEPS.length - 1);
  for (let triesLeft = 3; ; triesLeft -= 1) {
    await window.palette('Welcome: Open Walkthrough...');
    await window.typeIntoQuickInput('Get Started with Retarget');
    await window.pick('Get Started with Retarget');
    if (triesLeft === 0) return lastStep.waitFor();
    // A window that is still opening may put something else in front of it.
    const opened = lastStep.waitFor({ timeout: 8000 }).then(
      () => true,
      () => false,
    );
    if (await opened) return;
  }
}

const STEPS = WALKTHROUGHS[0].steps.map(({ title }) => title);

/** Titles of the walkthrough's steps that are done. */
async function done(window: EditorWindow): Promise<string[]> {
  const ticks = await window.page.locator('.getting-started-step [aria-checked="true"]').all();
  const labels = await Promise.all(ticks.map((tick) => tick.getAttribute('aria-label')));
  return labels.map((label) => label?.replace(/: Completed$/u, '') ?? '');
}

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

  test('has a walkthrough, whose end is not reached before there is a result', async () => {
    // As VS Code does when somebody installs an extension. It counts only what happens while it knows the walkthrough.
    await openWalkthrough(window);
    expect(await done(window)).not.toContain(STEPS.at(-1));
    // Nor by a command that had nothing to show. The walkthrough takes the focus from a palette that opens too early.
    await window.openSidebar('Retarget');
    await window.palette('Retarget: Show Results');
    await window.notification('There are no results yet');
    expect(await done(window)).not.toContain(STEPS.at(-1));
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

  test('has a walkthrough that is done once the chart was seen, however it came to the front', async () => {
    // A button of the message that ended the profile had opened the chart.
    await openWalkthrough(window);
    await expect.poll(() => done(window)).toEqual(STEPS);
  });

  test('has a walkthrough whose steps show their pictures', async () => {
    // Narrower ones leave the pictures out, and one with a folder would put the editors of the last one in front.
    const wide = await host.open({ viewport: { width: 1600, height: 900 } });
    await openWalkthrough(wide);
    const steps = wide.page.locator('.getting-started-step');
    // What was done in another window stays done.
    await expect.poll(() => done(wide)).toEqual(STEPS);
    for (const step of STEPS.keys()) {
      await steps.nth(step).click();
      const picture = wide.page.locator('.getting-started-media img').last();
      await picture.waitFor();
      await expect.poll(() => picture.evaluate(WIDTH)).toBeGreaterThan(200);
      await wide.screenshot(`installed walkthrough ${step + 1}`);
    }
    await wide.close();
  });

  test('has a page that tells what it is for', async () => {
    await window.palette('Extensions: Show Installed Extensions');
    const row = window.page.locator('.extensions-list .monaco-list-row', { hasText: 'Retarget' });
    await row.first().click();
    const page = await window.webviewFrame();
    await page.getByText('How much faster would your C, C++ or Rust program be').waitFor();
    // Nothing in it is broken: VS Code shows no pictures but those from the web.
    expect(await page.locator('img').count()).toBe(0);
    await window.screenshot('installed page');
  });
});
