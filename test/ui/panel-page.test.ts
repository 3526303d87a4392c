import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Failure } from '../../src/model/failure.ts';
import type { LiveProgress } from '../../src/protocol/profile-messages.ts';
import { hostileRun, HOSTILE } from '../report/hostile-run.ts';
import { sampleBuildRun, sampleRun, sampleRunOfTwoPrograms } from '../report/sample-run.ts';
import { bigRun } from './big-run.ts';
import { coloursDrawn, picture, seriousProblems, sidewaysScroll } from './page-checks.ts';
import { PanelBrowser, SUBJECT } from './panel-browser.ts';
import { hasBrowser } from './report-browser.ts';
import { sampleComparison } from './sample-comparison.ts';

let browser: PanelBrowser;

beforeAll(async () => {
  if (hasBrowser) browser = await PanelBrowser.start();
}, 60_000);
afterAll(async () => {
  if (hasBrowser) await browser.stop();
});

/** A profile that measures its second benchmark. */
function measuring(rounds: number, estimate: number): LiveProgress {
  const speedup = { estimate, low: estimate - 0.1, high: estimate + 0.1 };
  return {
    phase: 'measuring',
    message: `kernels/norm: round ${rounds}`,
    timeLeft: 'about 12 s left',
    fraction: 0.4 + rounds / 100,
    benchmark: {
      program: 'kernels',
      name: 'later',
      rounds,
      speedups: [
        { target: 'x86-64-v3', speedup },
        { target: 'znver4', speedup: { ...speedup, estimate: estimate + 0.02 } },
      ],
    },
  };
}

describe.skipIf(!hasBrowser)('the page in an editor', () => {
  test('says that it is ready, draws the run that comes in pieces, and says so', async () => {
    const panel = await browser.open();
    expect(await panel.told()).toEqual([{ type: 'ready' }]);
    await panel.showRun(sampleRunOfTwoPrograms());
    expect(await panel.page.locator('h1').textContent()).toContain('1.31x');
    expect(await coloursDrawn(panel.page)).toBeGreaterThan(10);
    await expect.poll(() => panel.toldOf('drawn')).toHaveLength(1);
    const [drawn] = await panel.toldOf('drawn');
    expect(drawn).toMatchObject({ title: 'Retarget: kernels', brief: false });
    expect(drawn?.milliseconds).toBeGreaterThan(0);
    expect(panel.complaints).toEqual([]);
  });

  test('the chart fills its place from the first drawing on, and where there is more room later', async () => {
    const panel = await browser.open();
    await panel.showRun(sampleRun());
    const gap = async (): Promise<number> => {
      const [canvas, pane] = await Promise.all(
        ['.chart-pane canvas', '.chart-pane'].map((place) =>
          panel.page.locator(place).boundingBox(),
        ),
      );
      if (canvas == null || pane == null) throw new Error('there is no chart');
      return Math.abs(canvas.width - pane.width) + Math.abs(canvas.height - pane.height);
    };
    expect(await gap()).toBeLessThan(2);
    await panel.page.setViewportSize({ width: 700, height: 900 });
    await expect.poll(gap).toBeLessThan(2);
    await panel.showRun(sampleRun({ programs: [] }));
    await panel.page.getByText('This run has no measurements.').waitFor();
    await panel.page.setViewportSize({ width: 1300, height: 900 });
    await panel.showRun(sampleRun());
    await expect.poll(gap).toBeLessThan(2);
    expect(panel.complaints).toEqual([]);
  });

  test('what a failure advises is a button each, which asks the editor to do it', async () => {
    const panel = await browser.open();
    const run = sampleRun();
    const [program] = run.programs;
    const [result] = program?.benchmarks ?? [];
    if (program === undefined || result === undefined) throw new Error('no benchmark');
    const failure: Failure = {
      code: 'benchmark-unstable-output',
      message: 'Its output changes.',
      remedies: [
        { kind: 'set-benchmark', check: { ignoreLines: ['^Date'] } },
        { kind: 'set-benchmark', check: { output: 'numbers', tolerance: 1e-6 } },
        { kind: 'set-benchmark', check: { output: 'exit-code' } },
        { kind: 'set', what: 'args' },
        { kind: 'list-runs' },
      ],
    };
    const programs = [{ ...program, benchmarks: [{ ...result, failure }] }];
    await panel.showRun({ ...run, programs });
    const buttons = panel.page.locator('.failure + .advice-buttons button');
    expect(await buttons.allTextContents()).toEqual([
      ...['Ignore These Lines', 'Allow Rounding', 'Use Exit Code', 'Set Arguments...'],
    ]);
    await buttons.nth(2).click();
    expect(await panel.toldOf('advice')).toEqual([
      { type: 'advice', place: { program: 0, benchmark: 0 }, remedy: 2 },
    ]);
    expect(await seriousProblems(panel.page)).toEqual([]);
    expect(panel.complaints).toEqual([]);
  });

  test('pieces of a document that started over are dropped', async () => {
    const panel = await browser.open();
    const text = JSON.stringify(sampleRun());
    const piece = { type: 'run-piece', brief: false } as const;
    await panel.send(
      { type: 'subject', subject: SUBJECT },
      { ...piece, text: '{"stale', index: 0, last: false },
      { ...piece, text: text.slice(0, 900), index: 0, last: false },
      { ...piece, text: text.slice(900), index: 1, last: true },
    );
    await panel.page.locator('h1').waitFor();
    expect(panel.complaints).toEqual([]);
  });

  test('messages that are none change nothing and break nothing', async () => {
    const panel = await browser.open();
    await panel.showRun(sampleRun());
    const before = await panel.page.locator('main').innerText();
    await panel.page
      .evaluate(`for (const data of [null, 'run', {}, { type: 'run-piece' }, { type: 'notice' },
      { type: 'toString' }, { type: 'subject', subject: null }]) postMessage(data, '*')`);
    await panel.send({ type: 'said', text: 'heard' });
    await panel.page.getByText('heard').waitFor();
    expect(await panel.page.locator('main').innerText()).toBe(before);
    expect(panel.complaints).toEqual([]);
  });

  test('a brief run draws the same chart; its samples are asked for, and stay when the run grows', async () => {
    const panel = await browser.open();
    await panel.send({ type: 'subject', subject: SUBJECT });
    await panel.sendRun(sampleRun({ state: 'running' }), true);
    await panel.page.locator('h1').waitFor();
    await expect.poll(() => panel.toldOf('whole')).toHaveLength(1);
    await panel.page.locator('.row-button').nth(3).click();
    const details = panel.page.getByRole('dialog');
    expect(await details.innerText()).toContain('Loading samples.');
    await panel.sendRun(sampleRun({ state: 'running' }));
    await details.getByText('All 12 samples').waitFor();
    expect(await details.innerText()).toContain('-fuse-ld=lld');
    await panel.page.keyboard.press('Escape');
    await panel.sendRun(sampleRun(), true);
    await panel.page.locator('.row-button').nth(3).click();
    expect(await details.getByText('All 12 samples').count()).toBe(1);
    expect(panel.complaints).toEqual([]);
  });

  test('what the reader chose stays when the run grows, and when the panel was hidden or reloaded', async () => {
    const panel = await browser.open();
    const { page } = panel;
    await panel.showRun(sampleRun({ state: 'running' }));
    await page.getByRole('radio', { name: 'Times' }).check({ force: true });
    await page.getByRole('checkbox', { name: 'znver4' }).uncheck();
    await page.locator('.group-button').first().click();
    await panel.sendRun(sampleRunOfTwoPrograms());
    const stays = async (): Promise<void> => {
      await page.getByRole('button', { name: 'codec / compress' }).waitFor();
      expect(await page.getByRole('radio', { name: 'Times' }).isChecked()).toBe(true);
      expect(await page.getByRole('checkbox', { name: 'znver4' }).isChecked()).toBe(false);
      expect(await page.locator('.group-button').first().getAttribute('aria-expanded')).toBe(
        'false',
      );
    };
    await stays();
    await panel.reload();
    await panel.showRun(sampleRunOfTwoPrograms());
    await stays();
    await page.locator('.row-button').nth(1).click();
    const heading = page.getByRole('dialog').getByRole('heading').first();
    const opened = await heading.innerText();
    await panel.reload();
    await panel.showRun(sampleRunOfTwoPrograms());
    expect(await heading.innerText()).toBe(opened);
    expect(panel.complaints).toEqual([]);
  });

  test('what was chosen for one project does not hold for another', async () => {
    const panel = await browser.open();
    await panel.showRun(sampleRun());
    await panel.page.getByRole('checkbox', { name: 'znver4' }).uncheck();
    await panel.send({ type: 'subject', subject: { kind: 'run', path: '/other/runs/2.json' } });
    await panel.sendRun(sampleRun());
    await panel.page.locator('h1').waitFor();
    expect(await panel.page.getByRole('checkbox', { name: 'znver4' }).isChecked()).toBe(true);
  });

  test('goes to the benchmark or the bar that was asked for', async () => {
    const panel = await browser.open();
    const run = bigRun({ benchmarks: 40, targets: 6, rounds: 3 });
    const place = { program: 0, benchmark: 30 };
    await panel.send({ type: 'subject', subject: SUBJECT, reveal: place });
    await panel.sendRun(run);
    const button = panel.page.getByRole('button', { name: 'benchmark 31' });
    await expect.poll(() => button.getAttribute('aria-expanded')).toBe('true');
    expect(await panel.page.evaluate('document.activeElement.textContent')).toBe('benchmark 31');
    await panel.send({ type: 'subject', subject: SUBJECT, reveal: { ...place, target: 'cpu-2' } });
    await panel.sendRun(run);
    expect(await panel.page.getByRole('dialog').getByRole('heading').first().innerText()).toBe(
      'benchmark 31 for cpu-2',
    );
  });
});

describe.skipIf(!hasBrowser)('a profile under way', () => {
  test('shows what happens now, what is left, and bars that grow; then the result', async () => {
    const panel = await browser.open();
    const { page } = panel;
    await panel.send({ type: 'subject', subject: SUBJECT });
    await panel.send({
      type: 'progress',
      progress: { phase: 'building', message: 'Building kernels.c' },
    });
    await panel.sendRun(sampleRun({ state: 'running' }), true);
    await page.locator('h1').waitFor();
    expect(await page.getByText('Building kernels.c').isVisible()).toBe(true);
    const bar = page.getByRole('progressbar');
    expect(await bar.getAttribute('aria-valuenow')).toBeNull();
    const before = await picture(page);
    await panel.send({ type: 'progress', progress: measuring(3, 1.4) });
    await page.getByText('about 12 s left').waitFor();
    expect(await bar.getAttribute('aria-valuenow')).toBe('43');
    const first = await picture(page);
    expect(first).not.toBe(before);
    await panel.send({ type: 'progress', progress: measuring(4, 1.7) });
    await expect.poll(() => picture(page)).not.toBe(first);
    await panel.keepPicture('panel-live-dark');
    expect(await seriousProblems(page)).toEqual([]);
    await panel.send({ type: 'progress' });
    await panel.sendRun(sampleRun());
    await expect.poll(() => bar.count()).toBe(0);
    await expect.poll(() => page.locator('h1').textContent()).not.toContain('so far');
    expect(panel.complaints).toEqual([]);
  });

  test('tells screen readers when something else begins, and not every step', async () => {
    const panel = await browser.open();
    await panel.showRun(sampleRun({ state: 'running' }));
    await panel.page.evaluate(`window.spoken = [];
      const place = document.querySelector('.progress-place [role=status]');
      new MutationObserver(() => window.spoken.push(place.textContent)).observe(place, { childList: true, characterData: true, subtree: true })`);
    await panel.send(
      { type: 'progress', progress: { phase: 'building', message: 'a' } },
      { type: 'progress', progress: { phase: 'building', message: 'b' } },
    );
    for (const rounds of [1, 2, 3, 4]) {
      await panel.send({ type: 'progress', progress: measuring(rounds, 1.4) });
    }
    await panel.send({ type: 'progress' });
    expect(await panel.page.evaluate('window.spoken')).toEqual([
      'Building.',
      'Measuring later.',
      'The profile has ended.',
    ]);
  });

  test('is not shown over another run or a comparison', async () => {
    const panel = await browser.open();
    await panel.send({ type: 'subject', subject: SUBJECT });
    await panel.send({ type: 'progress', progress: measuring(3, 1.4) });
    await panel.page.getByText('about 12 s left').waitFor();
    await panel.send({ type: 'subject', subject: { kind: 'run', path: '/elsewhere/older.json' } });
    await panel.sendRun(sampleRun());
    await panel.page.locator('h1').waitFor();
    expect(await panel.page.getByRole('progressbar').count()).toBe(0);
    expect(await panel.page.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
    expect(panel.complaints).toEqual([]);
  });

  test('is cancelled by its button, once', async () => {
    const panel = await browser.open();
    await panel.showRun(sampleRun({ state: 'running' }));
    await panel.send({ type: 'progress', progress: measuring(3, 1.4) });
    await panel.page.getByRole('button', { name: 'Cancel' }).click();
    expect(await panel.page.getByRole('button', { name: 'Cancelling' }).isDisabled()).toBe(true);
    await panel.send({ type: 'progress', progress: measuring(4, 1.4) });
    expect(await panel.page.getByRole('button', { name: 'Cancelling' }).isDisabled()).toBe(true);
    expect(await panel.toldOf('cancel')).toHaveLength(1);
  });
});

describe.skipIf(!hasBrowser)('notices', () => {
  test('a run that cannot be read is said in words, with what can be done', async () => {
    const panel = await browser.open();
    await panel.send({ type: 'subject', subject: SUBJECT });
    await panel.page.getByText('Loading the run.').waitFor();
    await panel.send({
      type: 'notice',
      text: `${HOSTILE} is not a run.`,
      hint: 'Delete it.',
      offers: ['retry', 'show-log'],
    });
    const alert = panel.page.getByRole('alert');
    await alert.getByText('Delete it.').waitFor();
    expect(await panel.page.getByText('Loading the run.').count()).toBe(0);
    await alert.getByRole('button', { name: 'Try Again' }).click();
    await alert.getByRole('button', { name: 'Show Log' }).click();
    expect(await panel.toldOf('offer')).toEqual([
      { type: 'offer', offer: 'retry' },
      { type: 'offer', offer: 'show-log' },
    ]);
    await panel.keepPicture('panel-notice-dark');
    await panel.sendRun(sampleRun());
    await panel.page.locator('h1').waitFor();
    expect(await alert.innerText()).toBe('');
    expect(panel.complaints).toEqual([]);
  });

  test('what is said of the subject itself stays when its run is read once more', async () => {
    const panel = await browser.open();
    await panel.showRun(sampleRun());
    await panel.send({ type: 'notice', text: 'The profile failed.', offers: [], lasting: true });
    await panel.sendRun(sampleRun({ state: 'failed' }));
    await panel.page.getByText('The run failed', { exact: false }).first().waitFor();
    expect(await panel.page.getByText('The profile failed.').isVisible()).toBe(true);
  });

  test('a picture stays below a notice about its document', async () => {
    const panel = await browser.open();
    await panel.showRun(sampleRun());
    await panel.send({ type: 'notice', text: 'This run was deleted.', offers: [] });
    await panel.page.getByText('This run was deleted.').waitFor();
    expect(await panel.page.locator('tr.row').count()).toBe(15);
  });

  test('what is no run, although it is JSON, is said to be undrawable and goes to the log', async () => {
    const panel = await browser.open();
    for (const text of ['{"programs":[],"targets":[null]}', '[]', '{"progr', 'null']) {
      await panel.send(
        { type: 'subject', subject: SUBJECT },
        { type: 'run-piece', text, index: 0, last: true, brief: false },
      );
      await panel.page.getByText('This cannot be displayed.').waitFor();
    }
    expect(await panel.toldOf('broken')).toHaveLength(4);
  });
});

describe.skipIf(!hasBrowser)('taking the picture elsewhere', () => {
  test('asks for Markdown, CSV and HTML by name, and says what came of it', async () => {
    const panel = await browser.open();
    await panel.showRun(sampleRun());
    for (const name of ['Copy as Markdown', 'Save as CSV', 'Save as HTML', 'Save as Markdown']) {
      await panel.page.getByRole('button', { name, exact: true }).click();
    }
    expect(
      (await panel.told()).filter(({ type }) => type === 'save' || type === 'copy-markdown'),
    ).toEqual([
      { type: 'copy-markdown' },
      { type: 'save', format: 'csv' },
      { type: 'save', format: 'html' },
      { type: 'save', format: 'markdown' },
    ]);
    await panel.send({ type: 'said', text: 'Copied as Markdown.' });
    await panel.page.getByRole('status').getByText('Copied as Markdown.').waitFor();
  });

  test('the PNG holds the whole chart, also what is scrolled out of sight', async () => {
    const panel = await browser.open();
    await panel.showRun(bigRun({ benchmarks: 12, targets: 9, rounds: 0 }));
    const { width, height } = await savedPicture(panel, 'picture-dark');
    expect(width).toBe(2160);
    // 12 benchmarks with 8 rows each, at two pixels per CSS pixel.
    expect(height).toBeGreaterThan(2 * 12 * 8 * 21);
    const { last } = await savedPicture(panel);
    expect(last).toBeGreaterThan(3);
  });

  test('a PNG that would be too tall ends early and says so', async () => {
    const panel = await browser.open();
    await panel.showRun(bigRun({ benchmarks: 200, targets: 50, rounds: 0 }));
    await panel.page.getByRole('button', { name: 'Save as PNG' }).click();
    // Before the picture is looked into, which may take longer than the words stay.
    await panel.page
      .getByRole('status')
      .getByText(/shows \d+ of 200 benchmarks/)
      .waitFor();
    const { height } = await savedPicture(panel);
    expect(height).toBeLessThanOrEqual(16_000);
  });
});

describe.skipIf(!hasBrowser)('a comparison of two runs', () => {
  test('shows before, after, ratio, verdict and notes, without what only a run has', async () => {
    const panel = await browser.open();
    const { page } = panel;
    await panel.showComparison('1 slower now (kernels/saxpy for x86-64-v3).', sampleComparison);
    const table = await page.locator('table.changes').innerText();
    expect(table).toMatch(/x86-64-v3\s+100 ms\s+151 ms\s+0\.66\u00d7/);
    expect(table).toContain('slower now');
    expect(table).toMatch(/Speed vs\. before[^]*Verdict\s+Speedup\s+Change in speedup/i);
    expect(table).toMatch(/1\.50\u00d7 \u2192 1\.0\u00d7\s+0\.67\u00d7 \(/);
    expect(await page.getByText('LLVM differs').count()).toBe(1);
    expect(await page.getByRole('radio').count()).toBe(0);
    for (const name of ['PNG', 'CSV', 'HTML', 'Markdown', 'JSON']) {
      expect(await page.getByRole('button', { name: `Save as ${name}` }).count()).toBe(1);
    }
    await page.getByTitle('Show the earlier run').click();
    await page.getByTitle('Show the later run').click();
    expect(await panel.toldOf('open-run')).toEqual([
      { type: 'open-run', which: 'before' },
      { type: 'open-run', which: 'after' },
    ]);
    expect(await coloursDrawn(page)).toBeGreaterThan(10);
    await page.getByRole('button', { name: 'Copy as Markdown' }).click();
    const [copied] = await panel.toldOf('copy-markdown');
    expect(copied?.text).toMatch(/\| kernels\/saxpy \| x86-64-v3 \| 100 ms \| 151 ms \|/);
    await savedPicture(panel, 'picture-comparison-dark');
    for (const theme of ['dark', 'light', 'high-contrast'] as const) {
      await panel.theme(theme);
      expect(await seriousProblems(page)).toEqual([]);
      await panel.keepPicture(`comparison-${theme}`);
    }
    expect(panel.complaints).toEqual([]);
  });

  test('fits a narrow column', async () => {
    const panel = await browser.open('light', 380);
    await panel.showComparison('1 slower now.', sampleComparison);
    await panel.keepPicture('comparison-narrow-light');
    expect(await sidewaysScroll(panel.page)).toBe(false);
    // Before, after and the change are what a comparison is.
    await panel.page.setViewportSize({ width: 500, height: 900 });
    const row = panel.page.locator('tr.change').filter({ hasText: '151 ms' });
    for (const text of ['100 ms', '151 ms', '0.66\u00d7', 'slower now']) {
      expect(await row.getByText(text).isVisible()).toBe(true);
    }
    const alone = panel.page.locator('tr.change').filter({ hasText: 'only before' });
    expect(await alone.getByText('100 ms').isVisible()).toBe(true);
  });
});

describe.skipIf(!hasBrowser)('looks', () => {
  test.each(['light', 'dark', 'high-contrast', 'high-contrast-light'] as const)(
    'is accessible and fits in %s, wide and narrow, with and without its details',
    async (theme) => {
      for (const width of [1280, 400]) {
        const panel = await browser.open(theme, width);
        const { page } = panel;
        await panel.showRun(sampleRunOfTwoPrograms());
        expect(await seriousProblems(page)).toEqual([]);
        expect(await sidewaysScroll(page)).toBe(false);
        await panel.keepPicture(`panel-${width}-${theme}`);
        await page.locator('.row-button').nth(3).click();
        expect(await seriousProblems(page)).toEqual([]);
        expect(await sidewaysScroll(page)).toBe(false);
        await panel.keepPicture(`panel-details-${width}-${theme}`);
      }
    },
  );

  test('follows the editor\u2019s theme when it changes, the chart and open details included', async () => {
    const panel = await browser.open('dark');
    const { page } = panel;
    await panel.showRun(sampleRun());
    await page.locator('.row-button').nth(3).click();
    const plot = (): Promise<string> =>
      page.evaluate<string>(`document.querySelector('.samples-plot canvas').toDataURL()`);
    const seen = new Set([await picture(page)]);
    const plots = new Set([await plot()]);
    for (const theme of ['light', 'high-contrast', 'high-contrast-light'] as const) {
      await panel.theme(theme);
      await expect.poll(async () => seen.has(await picture(page))).toBe(false);
      await expect.poll(async () => plots.has(await plot())).toBe(false);
      seen.add(await picture(page));
      plots.add(await plot());
    }
    expect(seen.size).toBe(4);
  });

  test('hostile names are text and nothing else, live ones and those of a comparison too', async () => {
    const panel = await browser.open();
    const { page } = panel;
    await panel.showRun(hostileRun());
    await panel.send({
      type: 'progress',
      progress: { ...measuring(3, 1.4), message: HOSTILE, timeLeft: HOSTILE },
    });
    await page.locator('.row-button').nth(2).click();
    expect(await page.locator('body').innerText()).not.toMatch(/[\u202e\u2066\u001b]/u);
    await page.keyboard.press('Escape');
    await savedPicture(panel, 'picture-hostile');
    await panel.showComparison(HOSTILE, {
      ...sampleComparison,
      notes: [HOSTILE],
      rows: sampleComparison.rows.map((row) => ({ ...row, target: HOSTILE, benchmark: HOSTILE })),
    });
    expect(await page.locator('body').innerText()).not.toMatch(/[\u202e\u2066\u001b]/u);
    expect(await page.locator('script').count()).toBe(1);
    expect(panel.complaints).toEqual([]);
  });

  test('a run of 200 benchmarks and 50 targets folds, filters and answers', async () => {
    const panel = await browser.open();
    await panel.showRun(bigRun({ benchmarks: 200, targets: 50, rounds: 2 }));
    await panel.page.getByRole('searchbox').fill('benchmark 77');
    expect(await panel.page.locator('tr.group').count()).toBe(1);
    await panel.page.getByRole('button', { name: 'Cpu-3' }).first().click();
    expect(await panel.page.getByRole('dialog').count()).toBe(1);
    expect(panel.complaints).toEqual([]);
  });

  test('a run that only built, and an interrupted one, say what they are', async () => {
    const panel = await browser.open();
    await panel.showRun(sampleBuildRun());
    expect(await panel.page.locator('.chart-card').innerText()).toContain('no measurements');
    await panel.sendRun(sampleRun({ state: 'interrupted' }));
    await panel.page.getByText('Interrupted: only completed results are shown').waitFor();
  });
});

/** Saves as PNG and looks into it: its size, and how many colours its last rows of the chart have. */
async function savedPicture(
  panel: Awaited<ReturnType<PanelBrowser['open']>>,
  name?: string,
): Promise<{ width: number; height: number; last: number }> {
  await panel.page.getByRole('button', { name: 'Save as PNG' }).click();
  const saved = (await panel.toldOf('save')).at(-1);
  const png = saved?.png ?? '';
  const folder = process.env['RETARGET_SCREENSHOTS'];
  if (folder !== undefined && name !== undefined) {
    await writeFile(`${folder}/${name}.png`, Buffer.from(png, 'base64'));
  }
  return panel.lookInto(png);
}
