// The chart panel as a person meets it in VS Code: shown, read, hidden, moved, reloaded, copied from, and fed by a profile.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { repository } from '../../../scripts/lib/repository.mjs';
import type { Run } from '../../../src/model/run.ts';
import { sampleRunOfTwoPrograms } from '../../report/sample-run.ts';
import { bigRun } from '../big-run.ts';
import { coloursDrawn, picture, seriousProblems, sidewaysScroll } from '../page-checks.ts';
import { EditorHost, hasEditor, freshIfFailed } from './editor-host.ts';
import type { EditorWindow } from './editor-window.ts';
import { forgetRuns } from './profiles.ts';

const OLDER = '20261122-160501-3f2a';
const BIG = '20261124-090000-0b16';
const SHOW = 'Retarget: Show Results';

describe.skipIf(!hasEditor)('the chart panel', () => {
  let host: EditorHost;
  let folder: string;
  let window: EditorWindow;

  /** Stores a run as if it had been profiled here. */
  async function store(run: Run): Promise<string> {
    const path = join(folder, '.retarget', 'runs', `${run.id}.json`);
    await mkdir(join(folder, '.retarget', 'runs'), { recursive: true });
    await writeFile(path, JSON.stringify({ ...run, project: folder }));
    return path;
  }

  async function shown(): Promise<Frame> {
    const frame = await window.webviewFrame();
    await frame.locator('h1').waitFor();
    return frame;
  }

  beforeAll(async () => {
    host = await EditorHost.start();
    folder = join(host.scratch, 'panel');
    await cp(join(repository, 'test/editor/workspaces/sums'), folder, { recursive: true });
    window = await host.open({ path: folder });
  });

  // One window for all, which is empty again after each.
  afterEach(async ({ task }) => {
    await freshIfFailed(task, window);
    await window.clear();
    await forgetRuns(folder);
    expect(window.complaints.splice(0)).toEqual([]);
  });

  afterAll(async () => {
    await host.stop();
  });

  test('a click on a bar opens samples and provenance, by mouse and by keyboard', async () => {
    await store(sampleRunOfTwoPrograms());
    await window.palette(SHOW);
    const frame = await shown();
    const box = await frame.locator('.chart-pane canvas').boundingBox();
    if (box === null) throw new Error('the chart is drawn');
    // Axis; the mean with its title, four rows and a gap; title and two rows of the first benchmark, then the middle of the third.
    const above = 42 + (26 + 4 * 21 + 14) + (26 + 2 * 21);
    await window.page.mouse.click(box.x + box.width / 2, box.y + above + 10);
    const details = frame.getByRole('dialog');
    await details.getByText('All 12 samples').waitFor();
    expect(await details.innerText()).toContain('-fuse-ld=lld');
    await window.screenshot('panel details');
    await window.page.keyboard.press('Escape');
    await expect.poll(() => details.count()).toBe(0);
    await frame.getByRole('button', { name: 'x86-64-v3' }).first().focus();
    await window.page.keyboard.press('Enter');
    await details.waitFor();
  });

  test('comes back as it was after being hidden, moved to another column and reloaded', async () => {
    await store(sampleRunOfTwoPrograms());
    await window.palette(SHOW);
    let frame = await shown();
    await frame.getByRole('radio', { name: 'Times' }).check({ force: true });
    await frame.getByRole('checkbox', { name: 'znver4' }).uncheck();
    const stays = async (): Promise<void> => {
      frame = await shown();
      expect(await frame.getByRole('radio', { name: 'Times' }).isChecked()).toBe(true);
      expect(await frame.getByRole('checkbox', { name: 'znver4' }).isChecked()).toBe(false);
    };
    await window.palette('File: New Untitled Text File');
    await window.tab('Untitled-1');
    const tab = await window.tab('Retarget: panel');
    await tab.click();
    await stays();
    await window.palette('View: Move Editor into Next Group');
    await stays();
    expect(await sidewaysScroll(frame)).toBe(false);
    await window.screenshot('panel column');
    await window.palette('Developer: Reload Window');
    await frame.waitForSelector('h1', { state: 'detached' }).catch(() => undefined);
    await window.ready();
    await stays();
  });

  test('a run of 200 benchmarks and 50 targets is drawn and answers', async () => {
    await store({
      ...bigRun({ benchmarks: 200, targets: 50, rounds: 1 }),
      id: BIG,
      startedAt: '2026-11-24T09:00:00.000Z',
    });
    await window.palette(SHOW);
    const frame = await shown();
    await frame.getByRole('searchbox').fill('benchmark 77');
    await expect.poll(() => frame.locator('tr.group').count()).toBe(1);
    await window.screenshot('panel big');
  });

  test('says what became of a run that is damaged, made by a newer version, or deleted', async () => {
    const run = sampleRunOfTwoPrograms();
    const path = await store(run);
    await window.palette(SHOW);
    const frame = await shown();
    const alert = frame.getByRole('alert');
    await writeFile(path, '{"schema": 1, "id": ');
    await alert.getByText('cannot be read as a stored run').first().waitFor();
    expect(await frame.locator('h1').count()).toBe(1);
    await window.screenshot('panel damaged');
    await writeFile(path, JSON.stringify({ ...run, schema: 999 }));
    await alert.getByText('schema version 999').first().waitFor();
    await store(run);
    await expect.poll(() => alert.innerText()).toBe('');
    await rm(path);
    await alert.getByText('This run was deleted.').waitFor();
    await window.palette('Developer: Reload Window');
    await frame.waitForSelector('h1', { state: 'detached' }).catch(() => undefined);
    await window.ready();
    const again = await window.webviewFrame();
    await again.getByRole('alert').getByRole('button', { name: 'Try Again' }).waitFor();
    await store(run);
    await shown();
  });

  test('compares runs of different hosts only where one insists', async () => {
    const run = sampleRunOfTwoPrograms();
    await store({ ...run, id: OLDER, startedAt: '2026-11-22T16:05:01.000Z' });
    const elsewhere = { ...run.host, id: 'another', brand: 'Another CPU' };
    await store({ ...run, id: BIG, startedAt: '2026-11-24T09:00:00.000Z', host: elsewhere });
    await window.palette('Retarget: Compare with Earlier Run...');
    await window.pick('Nov 22');
    const frame = await window.webviewFrame();
    const anyway = frame.getByRole('alert').getByRole('button', { name: 'Compare Anyway' });
    await anyway.waitFor();
    expect(await frame.getByRole('alert').innerText()).not.toContain('--');
    await window.screenshot('panel other host');
    await anyway.click();
    await frame.getByText('The runs are from different hosts').waitFor();
    expect(await frame.locator('table.changes').innerText()).toContain('x86-64-v3');
    await window.screenshot('panel comparison');
  });

  test('copies as Markdown, and saves the picture and the table where one says', async () => {
    const run = sampleRunOfTwoPrograms();
    await store(run);
    await window.palette(SHOW);
    const frame = await shown();
    await frame.getByRole('button', { name: 'Copy as Markdown' }).click();
    await frame.getByText('Copied as Markdown.').waitFor();
    const copied = await window.page.evaluate<string>('navigator.clipboard.readText()');
    expect(copied).toMatch(/\| x86-64-v3 +\|/u);
    for (const [name, file, start] of [
      ['Save as PNG', 'chart.png', '\u0089PNG'],
      ['Save as CSV', 'table.csv', 'run'],
    ] as const) {
      await frame.getByRole('button', { name }).click();
      const target = join(folder, file);
      // The dialog writes its own suggestion whenever it has looked at the folder, also over what was typed.
      const input = window.page.locator('.quick-input-widget:visible .quick-input-box input');
      const isTyped = async (): Promise<boolean> => {
        if ((await input.inputValue()) === target) return true;
        await input.fill(target);
        return false;
      };
      await expect.poll(() => input.inputValue()).toContain('retarget-');
      await expect.poll(isTyped, { interval: 800 }).toBe(true);
      await window.accept();
      await frame.getByText(`Saved as ${file}.`).waitFor();
      expect((await readFile(target, 'latin1')).startsWith(start)).toBe(true);
    }
  });

  test('moves on to a profile that begins, shows its progress, and its result at the end', async () => {
    await store({ ...sampleRunOfTwoPrograms(), id: OLDER });
    await window.palette(SHOW);
    const frame = await shown();
    expect(await frame.locator('h1').textContent()).toContain('1.31x');
    await window.palette('Retarget: Profile Build for CPU Targets');
    const bar = frame.getByRole('progressbar', { name: 'Profile' });
    await bar.waitFor();
    await frame.getByRole('button', { name: 'Cancel' }).waitFor();
    await window.screenshot('panel live');
    await expect.poll(() => bar.count(), { timeout: 40_000 }).toBe(0);
    await expect.poll(() => frame.locator('h1').textContent()).not.toMatch(/1\.31x|so far/u);
    await expect
      .poll(() => frame.locator('table.results').innerText(), { timeout: 20_000 })
      .toContain('x86-64-v3');
    await window.screenshot('panel finished');
  });

  test('a profile goes on when its panel is closed, and the panel comes back to it', async () => {
    const file = join(folder, 'retarget.json');
    const config = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    await writeFile(file, JSON.stringify({ ...config, budget: '30s', precision: 0.0005 }));
    await window.palette('Retarget: Profile Build for CPU Targets');
    await expect.poll(() => window.offers(SHOW), { timeout: 30_000 }).toBe(true);
    await window.notification('Profil');
    await window.palette(SHOW);
    let frame = await window.webviewFrame();
    await frame.getByRole('progressbar', { name: 'Profile' }).waitFor();
    await frame.locator('.progress-line').getByText(/left/u).waitFor();
    await frame.getByRole('img', { name: /Speedup over/u }).waitFor();
    await window.screenshot('panel measuring');
    await window.palette('View: Close Editor');
    await window.palette(SHOW);
    frame = await window.webviewFrame();
    await frame.getByRole('button', { name: 'Cancel' }).click();
    await frame.getByText('Interrupted: only completed results are shown').waitFor();
    expect(await frame.getByRole('progressbar', { name: 'Profile' }).count()).toBe(0);
  });

  // The last one: the theme stays.
  test('shows the latest run by one command, in every theme, accessible to everybody', async () => {
    await store(sampleRunOfTwoPrograms());
    await window.palette(SHOW);
    const frame = await shown();
    await window.tab('Retarget: panel');
    expect(await frame.locator('h1').textContent()).toContain('1.31x');
    expect(await coloursDrawn(frame)).toBeGreaterThan(10);
    const pictures = new Set([await picture(frame)]);
    await window.screenshot('panel dark');
    expect(await seriousProblems(frame)).toEqual([]);
    for (const theme of ['light', 'high contrast', 'high contrast light'] as const) {
      await window.setTheme(theme);
      await expect.poll(async () => pictures.has(await picture(frame))).toBe(false);
      pictures.add(await picture(frame));
      await window.screenshot(`panel ${theme}`);
      expect(await seriousProblems(frame)).toEqual([]);
    }
  });
});
