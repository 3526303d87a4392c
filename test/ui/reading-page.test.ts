// What a reader does with the page is theirs: what they searched for, where the keyboard is, what they unfolded.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProgramResult, Run } from '../../src/model/run.ts';
import { withAskingFiles } from '../report/asking-run.ts';
import { sampleCodec, sampleRun } from '../report/sample-run.ts';
import { bigRun } from './big-run.ts';
import { seriousProblems } from './page-checks.ts';
import { PanelBrowser, SUBJECT, type PanelPage } from './panel-browser.ts';
import { hasBrowser } from './report-browser.ts';

let browser: PanelBrowser;

beforeAll(async () => {
  if (hasBrowser) browser = await PanelBrowser.start();
}, 60_000);
afterAll(async () => {
  if (hasBrowser) await browser.stop();
});

describe.skipIf(!hasBrowser)('the search for a benchmark', () => {
  const run = bigRun({ benchmarks: 9, targets: 3, rounds: 0 });
  const shown = ({ page }: PanelPage): Promise<number> => page.locator('tr.group').count();

  test('shows its filter when the panel comes back, and over the next run of the project', async () => {
    const panel = await browser.open();
    const box = panel.page.getByRole('searchbox');
    await panel.showRun(run);
    await box.fill('benchmark 4');
    expect(await shown(panel)).toBe(1);
    await panel.reload();
    await panel.showRun(run);
    expect(await shown(panel)).toBe(1);
    expect(await box.inputValue()).toBe('benchmark 4');
    const next = { kind: 'run', path: '/project/.retarget/runs/2.json' } as const;
    await panel.send({ type: 'subject', subject: next });
    await panel.sendRun(run);
    await panel.page.locator('h1').waitFor();
    expect(await shown(panel)).toBe(1);
    expect(await box.inputValue()).toBe('benchmark 4');
    expect(panel.complaints).toEqual([]);
  });

  test('is empty once a benchmark that it left out was asked for', async () => {
    const panel = await browser.open();
    await panel.showRun(run);
    await panel.page.getByRole('searchbox').fill('benchmark 4');
    await panel.send({ type: 'subject', subject: SUBJECT, reveal: { program: 0, benchmark: 6 } });
    await panel.sendRun(run);
    await expect.poll(() => shown(panel)).toBe(9);
    expect(await panel.page.getByRole('searchbox').inputValue()).toBe('');
  });

  test('leaves what is being typed as it is, also when the run grows meanwhile', async () => {
    const panel = await browser.open();
    const box = panel.page.getByRole('searchbox');
    await panel.showRun(run);
    await box.pressSequentially(' Benchmark ');
    await box.press('ArrowLeft');
    await panel.sendRun({ ...run, state: 'running' });
    await panel.page.getByText('In progress: results so far').waitFor();
    await box.press('s');
    expect(await box.inputValue()).toBe(' Benchmarks ');
    expect(await shown(panel)).toBe(0);
    await box.fill('');
    expect(await shown(panel)).toBe(9);
  });

  test('stays under the fingers of somebody who empties it where so few benchmarks need none', async () => {
    const panel = await browser.open();
    const box = panel.page.getByRole('searchbox');
    await panel.showRun(run);
    await box.fill('benchmark 1');
    await panel.sendRun(bigRun({ benchmarks: 2, targets: 3, rounds: 0 }));
    await panel.page.getByRole('button', { name: 'benchmark 2' }).waitFor({ state: 'detached' });
    await box.fill('');
    await expect.poll(() => shown(panel)).toBe(2);
    await box.pressSequentially('2');
    expect(await box.inputValue()).toBe('2');
    expect(await shown(panel)).toBe(1);
  });
});

/** The sample's program as it stands after some of its benchmarks. */
function after(benchmarks: number, change: Partial<ProgramResult> = {}): Run {
  const run = sampleRun({ state: 'running' });
  const programs = run.programs.map((program) => ({
    ...program,
    benchmarks: program.benchmarks.slice(0, benchmarks),
    ...change,
  }));
  return { ...run, programs };
}

/** A save: the run arrives once more, and everything that follows from it is drawn. */
async function save(panel: PanelPage, run: Run, brief = true): Promise<void> {
  await panel.sendRun(run, brief);
  saves += 1;
  await panel.send({ type: 'said', text: `save ${saves}` });
  await panel.page.getByText(`save ${saves}`, { exact: true }).waitFor();
}
let saves = 0;

/** What has the keyboard's focus, in words: its name, or what it is. */
function focus({ page }: PanelPage): Promise<string> {
  return page.evaluate<string>(`(() => {
    const { activeElement: it } = document;
    const words = it.ariaLabel ?? (it.closest('label') ?? it).textContent;
    return it === document.body ? 'nothing' : it.localName + ' ' + words.trim();
  })()`);
}

function hasFocus({ page }: PanelPage, row: number): Promise<boolean> {
  return page.evaluate<boolean>(
    `document.querySelectorAll('.row-button')[${row}] === document.activeElement`,
  );
}

describe.skipIf(!hasBrowser)('each save of a run under way', () => {
  test('draws nothing anew that it does not change, and so leaves the focus and what is unfolded', async () => {
    const panel = await browser.open();
    const { page } = panel;
    await panel.showRun(after(2));
    await page.locator('.host-line').click();
    const needs = page.locator('.needs details').first();
    await needs.locator('summary').click();
    await page.getByRole('checkbox', { name: 'znver4' }).focus();
    await page.evaluate(`window.changed = [];
      for (const part of ['.targets', '.features', '.builds', '.results', '.remarks']) {
        for (const place of document.querySelectorAll(part)) {
          new MutationObserver(() => changed.push(part)).observe(place, { childList: true, subtree: true });
        }
      }`);
    await save(panel, after(2), false);
    await save(panel, after(2));
    expect(await page.evaluate('window.changed')).toEqual([]);
    expect(await focus(panel)).toBe('input znver4');
    await save(panel, after(3));
    expect(await page.evaluate('[...new Set(window.changed)].sort()')).toEqual([
      '.remarks',
      '.results',
    ]);
    expect(await focus(panel)).toBe('input znver4');
    expect(await needs.getAttribute('open')).toBe('');
    expect(panel.complaints).toEqual([]);
  });

  test('leaves the reader where they are in what it does change', async () => {
    const panel = await browser.open();
    const { page } = panel;
    const run = after(2);
    const broken = (programs: number): Run => ({
      ...run,
      programs: [...run.programs, { ...sampleCodec(), benchmarks: [] }].slice(0, programs),
      warnings: Array.from({ length: 12 + programs }, (_, index) => ({
        code: 'load',
        message: `${'abcdefghijklmn'[index]} was busy: ${'very '.repeat(index === 0 ? 100 : 0)}`,
      })),
    });
    await panel.showRun(broken(1));
    const warnings = page.getByRole('region', { name: 'Warnings' });
    await warnings.getByText('2 more').click();
    await warnings.locator('.one-line > summary').first().press('Enter');
    await page.locator('.builds summary').press('Enter');
    const unfolded = async (): Promise<void> => {
      expect(await warnings.locator('details[open]').count()).toBe(2);
      expect(await page.locator('.builds > details').getAttribute('open')).toBe('');
    };
    await unfolded();
    await page.locator('.builds .table-scroll').focus();
    await save(panel, broken(2));
    await warnings.getByText('3 more').waitFor();
    expect(await page.locator('.builds summary').innerText()).toContain('10 variants');
    expect(await focus(panel)).toBe('div Builds');
    await unfolded();
    await warnings.locator('.one-line > summary').first().focus();
    await save(panel, broken(1));
    expect(await focus(panel)).toMatch(/^summary a was busy/);
    await unfolded();
    await page.locator('.row-button').nth(6).focus();
    await save(panel, after(3));
    expect(await focus(panel)).toBe('button x86-64-v2');
    expect(await hasFocus(panel, 6)).toBe(true);
    expect(await seriousProblems(page)).toEqual([]);
    expect(panel.complaints).toEqual([]);
  });

  test('leaves the drawer as it is, its scrolling and the focus in it included', async () => {
    const panel = await browser.open('dark', 700);
    const { page } = panel;
    const asking = (run: Run): Run => withAskingFiles(run, ['/home/ana/dot.c'], ['znver4']);
    await panel.showRun(asking(after(1)));
    await page.locator('.row-button').nth(3).press('Enter');
    const drawer = page.getByRole('dialog');
    await drawer.locator('.sample-list summary').click();
    for (const unit of await drawer.locator('.unit > summary').all()) await unit.press('Enter');
    const place = async (): Promise<unknown[]> => [
      await drawer.locator('details[open]').count(),
      await page.evaluate(`document.querySelector('.details-body').scrollTop`),
      await focus(panel),
      await drawer.innerText(),
    ];
    const before = await place();
    expect(before.slice(0, 3)).toEqual([3, expect.any(Number), 'summary /home/ana/dot.c']);
    expect(before[1]).toBeGreaterThan(100);
    for (const brief of [true, false, true]) {
      await save(panel, asking(after(1)), brief);
      expect(await place()).toEqual(before);
    }
    // As when one more benchmark corrects it: other figures, and everything else as it was.
    const [program] = asking(after(1)).programs;
    const corrected = program?.benchmarks.map((result) => ({
      ...result,
      comparisons: result.comparisons.map((one) => ({ ...one, pValue: 0.04 })),
    }));
    await save(panel, asking(after(1, { benchmarks: corrected ?? [] })));
    await drawer.getByText('p = 0.04', { exact: false }).waitFor();
    expect((await place()).slice(0, 3)).toEqual(before.slice(0, 3));
    expect(await seriousProblems(page)).toEqual([]);
    expect(panel.complaints).toEqual([]);
  });

  test('keeps the focus in the drawer when what had it is gone', async () => {
    const panel = await browser.open();
    const { page } = panel;
    await panel.showRun(after(1));
    await page.locator('.row-button').nth(3).press('Enter');
    await page.locator('dialog .unit summary').first().press('Enter');
    expect(await focus(panel)).toBe('summary /home/ana/kernels/kernels.c');
    const rebuilt = sampleRun().programs[0]?.variants.map((variant) => ({
      ...variant,
      executableHash: 'cd'.repeat(32),
    }));
    await save(panel, after(1, { variants: rebuilt ?? [] }));
    await expect.poll(() => page.locator('dialog .unit').count()).toBe(0);
    expect(await focus(panel)).toBe('button Close');
  });

  test('lets the focus go back to the row that opened the drawer, although the row was drawn anew', async () => {
    const panel = await browser.open();
    const { page } = panel;
    await panel.showRun(after(1));
    const row = page.locator('.row-button').nth(3);
    await row.press('Enter');
    await save(panel, after(2));
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(panel.complaints).toEqual([]);
    await expect.poll(() => focus(panel)).toBe('button znver4');
    expect(await hasFocus(panel, 3)).toBe(true);
    expect(panel.complaints).toEqual([]);
  });
});
