import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { hostileRun } from '../report/hostile-run.ts';
import { sampleBuildRun, sampleRun, sampleRunOfTwoPrograms } from '../report/sample-run.ts';
import { bigRun } from './big-run.ts';
import { coloursDrawn, picture, seriousProblems, sidewaysScroll } from './page-checks.ts';
import { hasBrowser, keepPicture, ReportBrowser } from './report-browser.ts';

let browser: ReportBrowser;

beforeAll(async () => {
  if (hasBrowser) browser = await ReportBrowser.start();
}, 60_000);
afterAll(async () => {
  if (hasBrowser) await browser.stop();
});

describe.skipIf(!hasBrowser)('the report in a browser', () => {
  test('draws the run without a network, an error or a breach of its policy', async () => {
    const { page, complaints, requests } = await browser.open(sampleRunOfTwoPrograms());
    expect(await page.locator('h1').textContent()).toContain('1.31x');
    expect(await coloursDrawn(page)).toBeGreaterThan(10);
    expect(await page.getByRole('img', { name: /Speedup over x86-64/ }).count()).toBe(1);
    expect(requests).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('says in its table what the chart draws, with verdicts in words', async () => {
    const { page } = await browser.open(sampleRun());
    const rows = page.locator('table.results tr.row');
    expect(await rows.count()).toBe(15);
    const text = await rows.nth(3).innerText();
    expect(text).toMatch(/znver4\s+2\.31\u00d7\s+2\.27\s\u2013\s2\.36/);
    expect(text).toContain('faster');
    const all = await page.locator('table.results').innerText();
    for (const words of [
      'baseline',
      'identical code to x86-64',
      'cannot run here',
      'inconclusive',
      'slower',
      'wrong output',
      'no difference',
    ]) {
      expect(all).toContain(words);
    }
  });

  test('says beside each verdict that another program was measured', async () => {
    const run = sampleRun();
    const ownProgram = { state: 'different', compared: [], differences: ['other output'] } as const;
    const programs = run.programs.map((program) => ({ ...program, ownProgram }));
    const { page } = await browser.open({ ...run, programs });
    const rows = page.locator('table.results tr.row');
    const doubts = rows.getByText("not the project's own program");
    expect(await doubts.count()).toBe(await rows.count());
    await page.locator('tbody').first().getByRole('button', { name: 'znver4' }).click();
    expect(await page.getByRole('dialog').innerText()).toContain(
      "What was measured is not the project's own program.",
    );
  });

  test('shows the host by level, what targets need, problems, warnings and how it was measured', async () => {
    const { page } = await browser.open(sampleRun());
    const place = page.getByRole('region', { name: 'Host' });
    const line = await place.innerText();
    expect(line).toContain('AMD EPYC 9B14 (KVM)');
    expect(line).not.toContain('avx512fp16');
    expect(await place.locator('.level-cell.whole').count()).toBe(4);
    await page.locator('.host-line').click();
    const host = await place.innerText();
    expect(host).toMatch(/x86-64-v3\s+.*all 9/);
    expect(host).toMatch(/lacks:\s+avx512fp16, avxvnni/);
    expect(host).toMatch(/switched off:\s+clzero, mwaitx/);
    expect(await page.getByRole('region', { name: 'Problems' }).innerText()).toContain('tolerance');
    expect(await page.getByRole('region', { name: 'Warnings' }).innerText()).toContain(
      'Load average',
    );
    const method = page.getByRole('region', { name: 'How to read this' });
    await method.locator('summary').click();
    expect(await method.innerText()).toContain('95');
  });

  test('what makes numbers doubtful stands above results and builds, and the host is one line above all, in a narrow window too', async () => {
    const { page } = await browser.open(sampleRun());
    await page.setViewportSize({ width: 500, height: 900 });
    const tops = await Promise.all(
      ['Host', 'Problems', 'Warnings', 'Results', 'Builds', 'How to read this'].map(
        async (name) => (await page.getByRole('region', { name }).boundingBox())?.y ?? NaN,
      ),
    );
    expect(tops).toEqual(tops.toSorted((a, b) => a - b));
  });

  test('the arrow keys switch the view, and the chart and its description follow', async () => {
    const { page } = await browser.open(sampleRun());
    const seen = new Set([await picture(page)]);
    await page.getByRole('radio', { name: 'Speedup' }).focus();
    for (const description of [
      /Median of the metric/,
      /Each dot is one sample/,
      /Geometric mean/,
    ]) {
      await page.keyboard.press('ArrowRight');
      expect(await page.getByRole('img', { name: description }).count()).toBe(1);
      seen.add(await picture(page));
    }
    expect(seen.size).toBe(4);
  });

  test('a row opens its samples and provenance by keyboard, and Escape returns to it', async () => {
    const { page, complaints } = await browser.open(sampleRun());
    const button = page.locator('tbody').first().getByRole('button', { name: 'znver4' });
    await button.focus();
    await page.keyboard.press('Enter');
    const details = page.getByRole('dialog');
    const text = await details.innerText();
    expect(text).toContain('--kernel saxpy');
    expect(text).toContain('p = 0.0015');
    expect(text).toContain('-fuse-ld=lld');
    expect(text).toContain('Debian clang version 22.1.8');
    await details.getByText('kernels.c').first().click();
    expect(await details.innerText()).toContain('-march=znver4');
    await details.getByText('All 12 samples').click();
    expect(await details.locator('.sample-list tbody tr').count()).toBe(12);
    await page.keyboard.press('Escape');
    expect(await details.count()).toBe(0);
    expect(await page.evaluate<string>('document.activeElement.textContent')).toBe('znver4');
    expect(complaints).toEqual([]);
  });

  test('a bar opens the same details as its row', async () => {
    const { page } = await browser.open(sampleRun());
    const box = await page.locator('.chart-pane canvas').boundingBox();
    if (box === null) throw new Error('the chart is drawn');
    // Axis, the means (title, four rows, a gap), title, two rows of the first benchmark, then the middle of the third.
    const means = 26 + 4 * 21 + 14;
    await page.mouse.move(box.x + box.width / 2, box.y + 42 + means + 26 + 2 * 21 + 10);
    expect(await page.locator('.tip').innerText()).toContain('znver4, saxpy');
    await page.mouse.down();
    await page.mouse.up();
    expect(await page.getByRole('dialog').getByRole('heading').first().innerText()).toBe(
      'saxpy for znver4',
    );
  });

  test('a target that is switched off leaves the chart and the table', async () => {
    const { page } = await browser.open(sampleRun());
    const before = await picture(page);
    await page.getByRole('checkbox', { name: 'znver4' }).uncheck();
    expect(await page.locator('table.results tr.row').count()).toBe(12);
    expect(await picture(page)).not.toBe(before);
  });

  test('hostile names are text and nothing else, in every view and in the details', async () => {
    const { page, complaints, requests } = await browser.open(hostileRun());
    for (const view of ['Times', 'Samples', 'Geomean', 'Speedup']) {
      await page.getByRole('radio', { name: view }).check({ force: true });
    }
    await page.locator('.row-button').nth(2).click();
    expect(await page.getByRole('dialog').innerText()).toContain('<script>alert(1)</script>');
    expect(await page.locator('body script').count()).toBe(2);
    expect(await page.locator('body').innerText()).not.toMatch(/[\u202e\u2066\u001b]/);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([]);
  });

  test('names that run from right to left turn nothing around, and controls are seen', async () => {
    const run = sampleRun();
    const name = '\u05e9\u05dc\u05d5\u05dd 12 \u0645\u0631\u062d\u0628\u0627\u001b[31m';
    const programs = run.programs.map((program) => ({
      ...program,
      name,
      benchmarks: program.benchmarks.map((result) => ({
        ...result,
        benchmark: { ...result.benchmark, name },
      })),
    }));
    const { page } = await browser.open({ ...run, programs });
    await page.locator('.row-button').nth(2).click();
    // As text: what is run in the page knows its types there alone.
    const loose = await page.evaluate(`(() => {
      const found = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const { parentElement, textContent } = walker.currentNode;
        if (parentElement.tagName === 'SCRIPT' || !/[\\u0590-\\u08ff]/u.test(textContent)) continue;
        if (getComputedStyle(parentElement).unicodeBidi !== 'isolate') found.push(textContent);
      }
      return found;
    })()`);
    expect(loose).toEqual([]);
    const text = await page.locator('body').innerText();
    expect(text).toContain('\u05e9\u05dc\u05d5\u05dd');
    expect(text).toContain('\\x1b[31m');
    expect(text).not.toContain('\u001b');
  });

  test('a name of 10,000 characters is shortened on the page and whole in its title', async () => {
    const name = `${'long '.repeat(2000)}end`;
    const run = sampleRun();
    const programs = run.programs.map((program) => ({
      ...program,
      benchmarks: program.benchmarks.map((result) => ({
        ...result,
        benchmark: { ...result.benchmark, name },
      })),
    }));
    const { page } = await browser.open(
      { ...run, programs },
      { viewport: { width: 360, height: 800 } },
    );
    const shown = page.locator('.group-button .name').first();
    expect((await shown.innerText()).length).toBeLessThan(100);
    expect(await shown.getAttribute('title')).toBe(name);
    expect(await sidewaysScroll(page)).toBe(false);
  });

  test.each([
    { width: 360, colorScheme: 'light' },
    { width: 360, colorScheme: 'dark' },
    { width: 1440, colorScheme: 'light' },
    { width: 1440, colorScheme: 'dark' },
  ] as const)(
    'is accessible and fits at $width pixels in $colorScheme',
    async ({ width, colorScheme }) => {
      const { page } = await browser.open(sampleRunOfTwoPrograms(), {
        viewport: { width, height: 900 },
        colorScheme,
      });
      expect(await seriousProblems(page)).toEqual([]);
      expect(await sidewaysScroll(page)).toBe(false);
      await keepPicture(page, `report-${width}-${colorScheme}`);
      await page.locator('.row-button').nth(3).click();
      expect(await seriousProblems(page)).toEqual([]);
      expect(await sidewaysScroll(page)).toBe(false);
      await keepPicture(page, `details-${width}-${colorScheme}`);
    },
  );

  test('follows a change of the system\u2019s theme, forced colours included', async () => {
    const { page } = await browser.open(sampleRun());
    const pictures = [await picture(page)];
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => picture(page)).not.toBe(pictures[0]);
    pictures.push(await picture(page));
    await page.emulateMedia({ forcedColors: 'active' });
    await expect.poll(async () => pictures.includes(await picture(page))).toBe(false);
    expect(await seriousProblems(page)).toEqual([]);
  });

  test.each([
    ['interrupted', 'Interrupted'],
    ['failed', 'The run failed'],
    ['running', 'provisional'],
  ] as const)('says plainly that a run is %s', async (state, words) => {
    const { page } = await browser.open(sampleRun({ state }));
    expect(await page.locator('.state').innerText()).toContain(words);
  });

  test('a run that only built shows its variants', async () => {
    const { page } = await browser.open(sampleBuildRun());
    expect(await page.locator('.chart-card').innerText()).toContain('no measurements');
    const builds = await page.getByRole('region', { name: 'Builds' }).innerText();
    expect(builds).toContain('same as x86-64');
    expect(builds).toContain('codec.c does not compile for sapphirerapids.');
  });

  test('a run of 200 benchmarks and 50 targets folds, scrolls and filters', async () => {
    const run = bigRun({ benchmarks: 200, targets: 50, rounds: 0 });
    const { page, complaints } = await browser.open(run);
    expect(await page.locator('tr.row').count()).toBe(0);
    expect(await page.locator('tr.group').count()).toBe(200);
    await page.locator('.group-button').nth(3).press('Enter');
    expect(await page.locator('tr.row').count()).toBe(50);
    const canvas = await page.locator('.chart-pane canvas').boundingBox();
    expect(canvas?.height).toBeLessThan(1000);
    const top = await picture(page);
    await page.locator('.chart-scroll').focus();
    await page.keyboard.press('End');
    await expect.poll(() => picture(page)).not.toBe(top);
    await page.getByRole('searchbox').fill('benchmark 77');
    expect(await page.locator('tr.group').count()).toBe(1);
    expect(await page.locator('tr.row').count()).toBe(50);
    await page.locator('.group-button').click();
    expect(await page.locator('tr.row').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('a target has the same colour in every run, whatever stands around it', async () => {
    const run = sampleRun();
    const colour = async (shown: Run): Promise<string> => {
      const { page } = await browser.open(shown);
      return page.evaluate<string>(`(() => {
        const label = [...document.querySelectorAll('label.target')]
          .find((it) => it.textContent.includes('znver4'));
        return getComputedStyle(label.querySelector('.swatch')).backgroundColor;
      })()`);
    };
    const fewer = run.targets.filter(({ name }) => name === run.baseline || name === 'znver4');
    expect(await colour({ ...run, targets: fewer })).toBe(await colour(run));
  });

  test('names of targets do not wrap, in a narrow window too', async () => {
    const { page } = await browser.open(sampleRun(), { viewport: { width: 380, height: 900 } });
    const lines = await page.evaluate<number[]>(
      `[...document.querySelectorAll('.results .row th .name')].map((it) => {
        const { height } = it.getBoundingClientRect();
        return Math.round(height / Number.parseFloat(getComputedStyle(it).lineHeight));
      })`,
    );
    expect(new Set(lines)).toEqual(new Set([1]));
  });

  test('a run in which every target failed has no chart of nothing', async () => {
    const run = sampleRun();
    const failure = { code: 'benchmark-crashed', message: 'It crashed.' } as const;
    const programs = run.programs.map((program) => ({
      ...{ ...program, overall: [] },
      benchmarks: program.benchmarks.map((result) => ({
        ...result,
        comparisons: result.comparisons.map(({ target, verdict, median }) =>
          verdict === 'baseline'
            ? { target, verdict, ...(median === undefined ? {} : { median }) }
            : { target, verdict: 'failed' as const, failure },
        ),
      })),
    }));
    const { page } = await browser.open({ ...run, programs });
    expect(await page.locator('h1').innerText()).toBe(
      'Stay with x86-64: every other target failed.',
    );
    expect(await page.locator('.chart-pane').isVisible()).toBe(false);
    expect(await page.locator('.chart-card').innerText()).toContain('The table shows why.');
  });

  test('in a browser messages from other windows change nothing', async () => {
    const { page } = await browser.open(sampleRun());
    await page.evaluate(
      `postMessage(${JSON.stringify({
        type: 'run-piece',
        text: JSON.stringify(sampleBuildRun()),
        index: 0,
        last: true,
        brief: false,
      })})`,
    );
    await page.evaluate('new Promise((done) => setTimeout(done, 50))');
    expect(await page.locator('tr.row').count()).toBe(15);
  });
});
