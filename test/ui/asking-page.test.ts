// Files that look at the target, and code from bitcode only, on the page that charts a run.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withAskingFiles } from '../report/asking-run.ts';
import { sampleRun } from '../report/sample-run.ts';
import { seriousProblems } from './page-checks.ts';
import { hasBrowser, keepPicture, ReportBrowser } from './report-browser.ts';

let browser: ReportBrowser;

beforeAll(async () => {
  if (hasBrowser) browser = await ReportBrowser.start();
}, 60_000);
afterAll(async () => {
  if (hasBrowser) await browser.stop();
});

const FILES = ['/home/ana/kernels/dot.c', '/home/ana/kernels/<b>copy</b>.c'];
const SHARE = { estimate: 1.12, low: 1.1, high: 1.14 };

describe.skipIf(!hasBrowser)('files that look at the target', () => {
  test('are listed where a number comes from, with their part of it', async () => {
    const { page, complaints } = await browser.open(
      withAskingFiles(sampleRun(), FILES, ['znver4'], SHARE),
    );
    expect(await page.getByRole('region', { name: 'Targets' }).innerText()).toMatch(
      /znver4 2 files with CPU-specific code \(dot\.c and b>\.c\) account for 1\.12x \[1\.10, 1\.14\] of its/,
    );
    await page.locator('table.results tr.row').nth(3).getByRole('button').first().click();
    const details = page.getByRole('dialog');
    const heading = details.getByText('Files with CPU-specific code');
    await heading.scrollIntoViewIfNeeded();
    const files = details.locator('.asking-files li');
    expect(await files.allInnerTexts()).toEqual(FILES);
    const text = await details.innerText();
    expect(text).toMatch(/Their share of the speedup\s+1\.12x \[1\.10, 1\.14\]/);
    expect(text).toMatch(/Executable from bitcode only\s+abab/);
    await keepPicture(page, 'details-asking');
    expect(await seriousProblems(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('are not spoken of for a target that changes nothing in them', async () => {
    const { page } = await browser.open(withAskingFiles(sampleRun(), FILES, ['znver4'], SHARE));
    await page.locator('table.results tr.row').nth(2).getByRole('button').first().click();
    expect(await page.getByRole('dialog').innerText()).not.toContain('CPU-specific code');
  });
});

test.skipIf(!hasBrowser)('a run from bitcode only says so in its facts and its notes', async () => {
  const run = sampleRun();
  const { page } = await browser.open({
    ...run,
    settings: { ...run.settings, bitcodeOnly: true },
  });
  expect(await page.locator('.advice').textContent()).toContain('This is from bitcode only: ');
  expect(await page.getByRole('region', { name: 'Targets' }).innerText()).toContain(
    'From bitcode only: files with CPU-specific code',
  );
});
