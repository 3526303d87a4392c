// The sidebar as a person uses it: opened by its icon, rows expanded, boxes ticked, buttons pressed, questions answered.
import { existsSync } from 'node:fs';
import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { repository } from '../../../scripts/lib/repository.mjs';
import { documentPath, storeRuns } from '../../editor/stored-runs.ts';
import { sampleRun, sampleRunOfTwoPrograms } from '../../report/sample-run.ts';
import { EditorHost, hasEditor } from './editor-host.ts';
import { type EditorWindow, type ThemeName, themes } from './editor-window.ts';

const NEWEST = '20261122-160501-3f2a';
const OLDER = '20261121-101112-aaaa';
const DAMAGED = '20261120-101112-aaab';
const HOSTILE = '20261119-101112-aaac';

async function projectIn(host: EditorHost, name: string): Promise<string> {
  const folder = join(host.scratch, name);
  await cp(join(repository, 'test/editor/workspaces/sums'), folder, { recursive: true });
  return folder;
}

async function expand(row: Locator): Promise<void> {
  if ((await row.getAttribute('aria-expanded')) === 'false') {
    await row.locator('.monaco-tl-twistie').click();
  }
}

/** Presses a button that a row shows while the pointer is over it; rows above may go while the list is drawn anew. */
async function press(row: Locator, title: string): Promise<void> {
  await expect
    .poll(async () => {
      const before = await row.boundingBox();
      await setTimeout(500);
      return before !== null && isDeepStrictEqual(before, await row.boundingBox());
    })
    .toBe(true);
  await row.hover();
  await row.locator(`.actions .action-label[aria-label^="${title}"]`).click();
}

/** Presses a row's button to delete it until its own run is asked about: rows move while the list is drawn anew. */
async function askToDelete(window: EditorWindow, row: Locator, about: string): Promise<Locator> {
  for (let left = 3; left > 0; left -= 1) {
    await press(row, 'Delete Run');
    const question = await window.dialog('Delete');
    if ((await question.innerText()).includes(about)) return question;
    await question.getByRole('button', { name: 'Cancel' }).click();
  }
  return window.dialog(about);
}

describe.skipIf(!hasEditor)('the sidebar', () => {
  let host: EditorHost;
  let folder: string;
  let window: EditorWindow;

  beforeAll(async () => {
    host = await EditorHost.start();
    folder = await projectIn(host, 'sums');
    const newest = sampleRun();
    await storeRuns(folder, {
      [NEWEST]: newest,
      [OLDER]: { ...sampleRunOfTwoPrograms(), startedAt: '2026-11-21T10:11:12.000Z' },
      [DAMAGED]: '{',
    });
    window = await host.open({ path: folder });
  }, 60_000);

  beforeEach(async () => {
    // A test that failed may have left its question open.
    if (await window.page.locator('.monaco-dialog-box').isVisible()) {
      await window.page.keyboard.press('Escape');
    }
    await window.openSidebar('Retarget');
  });

  afterAll(async () => {
    await host.stop();
  });

  test('expands a run down to its targets, and shows the one that is clicked in the panel', async () => {
    const results = await window.view('Results');
    await expand(await window.treeRow('Nov 22', results));
    await expand(await window.treeRow('saxpy', results));
    const target = await window.treeRow(/^znver4/, results);
    expect(await target.getAttribute('aria-label')).toMatch(/^znver4: faster, 2\.31x/);
    await target.click();
    await window.tab(/Retarget|kernels/);
    await (await window.treeRow('Nov 22', results)).locator('.monaco-tl-twistie').click();
  });

  test('keeps open what is open when another process stores and deletes a run', async () => {
    const results = await window.view('Results');
    const row = await window.treeRow('Nov 22', results);
    await expand(row);
    await window.treeRow('saxpy', results);
    const other = '20261123-101112-aaaa';
    await storeRuns(folder, {
      [other]: { ...sampleRun(), startedAt: '2026-11-23T10:11:12.000Z' },
    });
    const added = await window.treeRow('Nov 23', results);
    expect(await row.getAttribute('aria-expanded')).toBe('true');
    await window.treeRow('saxpy', results);
    await rm(documentPath(folder, other));
    await added.waitFor({ state: 'detached' });
    expect(await row.getAttribute('aria-expanded')).toBe('true');
    await row.locator('.monaco-tl-twistie').click();
  });

  test('takes names from outside as text', async () => {
    const run = sampleRun();
    const [program] = run.programs;
    const [result] = program?.benchmarks ?? [];
    if (program === undefined || result === undefined) throw new Error('The sample is empty.');
    const named = (name: string) => ({
      ...result,
      benchmark: { ...result.benchmark, name },
    });
    const hostile = '$(trash) <img src=x> [a](command:b) \u202Etxt';
    const programs = [{ ...program, benchmarks: [named(hostile), named('b')] }];
    await storeRuns(folder, {
      [HOSTILE]: { ...run, startedAt: '2026-11-19T10:11:12.000Z', programs },
    });
    const results = await window.view('Results');
    await expand(await window.treeRow('Nov 19', results));
    const row = await window.treeRow('<img src=x>', results);
    expect(await row.innerText()).toContain('$(trash) <img src=x> [a](command:b) \\u202etxt');
    expect(await row.locator('img, a[href]').count()).toBe(0);
    await window.screenshot('sidebar hostile');
    await rm(documentPath(folder, HOSTILE));
    await row.waitFor({ state: 'detached' });
  });

  test('ticks a target, which retarget.json then has', async () => {
    const targets = await window.view('Targets');
    const native = await window.treeRow(/^native/, targets);
    await native.locator('.custom-view-tree-node-item-checkbox').click();
    await expect
      .poll(() => readFile(join(folder, 'retarget.json'), 'utf8'), { timeout: 20_000 })
      .toContain('"native"');
    await expect
      .poll(() =>
        native.locator('.custom-view-tree-node-item-checkbox').getAttribute('aria-checked'),
      )
      .toBe('true');
  });

  test('makes another target the baseline from its context menu', async () => {
    const targets = await window.view('Targets');
    const item = window.page.getByRole('menuitem', { name: 'Make Baseline' });
    const chosen = targets.getByRole('treeitem').filter({ hasText: /x86-64-v2\s*baseline/ });
    // A menu takes neither click nor key in its first moments, which are long on a busy machine, and can close without either.
    await expect
      .poll(
        async () => {
          if (!(await item.isVisible())) {
            await (await window.treeRow('x86-64-v2', targets)).click({ button: 'right' });
          }
          await item.hover();
          await window.page.keyboard.press('Enter');
          return chosen.waitFor({ timeout: 3000 }).then(
            () => true,
            () => false,
          );
        },
        { timeout: 60_000, interval: 500 },
      )
      .toBe(true);
    expect(await readFile(join(folder, 'retarget.json'), 'utf8')).toContain(
      '"baseline": "x86-64-v2"',
    );
  });

  test('selects targets and baseline from lists that say how each fits', async () => {
    await window.palette('Retarget: Select Targets...');
    await window.typeIntoQuickInput('znver4');
    await window.pick('znver4');
    await window.screenshot('select targets');
    await window.accept();
    await expect
      .poll(() => readFile(join(folder, 'retarget.json'), 'utf8'), { timeout: 20_000 })
      .toContain('"znver4"');
    await window.palette('Retarget: Select Baseline...');
    await window.quickRow('current baseline').waitFor();
    await window.screenshot('select baseline');
    await window.typeIntoQuickInput('x86-64-v3');
    await window.pick('x86-64-v3');
    await expect
      .poll(() => readFile(join(folder, 'retarget.json'), 'utf8'), { timeout: 20_000 })
      .toContain('"baseline": "x86-64-v3"');
  });

  test('compares a run with an earlier one', async () => {
    const results = await window.view('Results');
    await press(await window.treeRow('Nov 22', results), 'Compare with Earlier Run');
    await window.pick('Nov 21');
    await window.tab(/Compar|Retarget/);
  });

  test('exports a report to where the user says, and opens it', async () => {
    const results = await window.view('Results');
    await press(await window.treeRow('Nov 22', results), 'Export Report');
    await window.pick('Markdown');
    const out = join(folder, 'exported.md');
    const name = window.page.locator('.quick-input-widget:visible .quick-input-box input');
    await expect.poll(() => name.inputValue()).toBe(join(folder, `retarget-${NEWEST}.md`));
    await window.typeIntoQuickInput(out);
    await expect.poll(() => name.inputValue()).toBe(out);
    await window.accept();
    await window.answer('Exported exported.md', 'Open');
    await window.tab('exported.md');
    expect(await readFile(out, 'utf8')).toContain('x86-64');
  });

  test('deletes a run only when its question is answered so', async () => {
    const results = await window.view('Results');
    const row = await window.treeRow('Nov 22', results);
    const question = await askToDelete(window, row, 'Delete the run of Nov 22');
    await window.screenshot('delete a run');
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect(existsSync(documentPath(folder, NEWEST))).toBe(true);
    const again = await askToDelete(window, row, 'Delete the run of Nov 22');
    await again.getByRole('button', { name: 'Delete' }).click();
    await row.waitFor({ state: 'detached' });
    expect(existsSync(documentPath(folder, NEWEST))).toBe(false);
  });

  test('deletes what cannot be read', async () => {
    const results = await window.view('Results');
    const row = await window.treeRow(DAMAGED, results);
    const question = await askToDelete(window, row, DAMAGED);
    await question.getByRole('button', { name: 'Delete' }).click();
    await row.waitFor({ state: 'detached' });
    expect(existsSync(documentPath(folder, DAMAGED))).toBe(false);
    expect(window.complaints).toEqual([]);
  });

  test('says the one next step in a project', async () => {
    const window = await host.open({ path: await projectIn(host, 'fresh') });
    await window.openSidebar('Retarget');
    const results = await window.view('Results');
    const next = results.locator('.welcome-view-content .monaco-button');
    await next.filter({ hasText: 'Profile Build for CPU Targets' }).waitFor();
    await window.treeRow(/^native/, await window.view('Targets'));
    await window.screenshot('sidebar welcome');
  });

  // The last one: the theme is the user's, and so stays.
  test('is good to look at: light, dark, high contrast, narrow', async () => {
    const folder = await projectIn(host, 'pictures');
    await storeRuns(folder, {
      [NEWEST]: sampleRun(),
      [OLDER]: { ...sampleRunOfTwoPrograms(), state: 'interrupted' },
      [DAMAGED]: '{',
    });
    const window = await host.open({ path: folder, viewport: { width: 1100, height: 1400 } });
    await window.openSidebar('Retarget');
    const results = await window.view('Results');
    await expand(await window.treeRow('Nov 22', results));
    await expand(await window.treeRow('norm', results));
    await expand(await window.treeRow('saxpy', results));
    const hostView = await window.view('Host');
    await expand(await window.treeRow('x86-64-v3', hostView));
    for (const theme of Object.keys(themes) as ThemeName[]) {
      await window.setTheme(theme);
      await window.screenshot(`sidebar ${theme}`);
    }
    await window.page.setViewportSize({ width: 480, height: 800 });
    await window.screenshot('sidebar narrow');
  });
});

describe.skipIf(!hasEditor)('the sidebar with a toolchain that is not there', () => {
  test('names the LLVM of the settings that is not there, and leads to the choice of another', async () => {
    const host = await EditorHost.start({
      settings: { 'retarget.toolchain.path': '/nowhere/llvm' },
    });
    const window = await host.open({ path: await projectIn(host, 'wrong toolchain') });
    await window.openSidebar('Retarget');
    const row = await window.treeRow('/nowhere/llvm', await window.view('Targets'));
    await window.screenshot('sidebar wrong toolchain');
    await row.click();
    await window.quickRow('Choose a folder').waitFor();
  });
});
