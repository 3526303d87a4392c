// Opens rendered reports in a real browser, from a file, the way a reader does; collects whatever goes wrong there.
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import type { Run } from '../../src/model/run.ts';
import { renderHtml } from '../../src/report/html.ts';
import { pageBundle } from './page-bundle.ts';

export const BROWSER = process.env['RETARGET_CHROMIUM'] ?? '/usr/bin/chromium';

/** Without a browser these tests cannot run: scripts/test.mjs says so and how to get one. */
export const hasBrowser = existsSync(BROWSER);

export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** For looking at a page: with RETARGET_SCREENSHOTS set to a folder, such as test-results, it gets pictures. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env['RETARGET_SCREENSHOTS'];
  if (folder !== undefined)
    await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

export interface OpenReport {
  readonly page: Page;
  /** Console errors, exceptions, dialogs and policy violations, as they came. */
  readonly complaints: readonly string[];
  /** Addresses that were asked for beside the report itself. */
  readonly requests: readonly string[];
}

export class ReportBrowser {
  readonly #browser: Browser;
  readonly #folder: string;
  #files = 0;

  private constructor(browser: Browser, folder: string) {
    this.#browser = browser;
    this.#folder = folder;
  }

  static async start(): Promise<ReportBrowser> {
    const folder = await mkdtemp(join(tmpdir(), 'retarget-ui-'));
    const browser = await chromium.launch({ executablePath: BROWSER, args: FLAGS });
    return new ReportBrowser(browser, folder);
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** @param before a script that runs before the page's own */
  async open(run: Run, options: BrowserContextOptions = {}, before?: string): Promise<OpenReport> {
    const file = join(this.#folder, `report ${(this.#files += 1)}.html`);
    await writeFile(file, renderHtml(run, await pageBundle()));
    const context = await this.#browser.newContext({
      viewport: { width: 1280, height: 900 },
      ...options,
    });
    const page = await context.newPage();
    if (before !== undefined) await page.addInitScript(before);
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    const address = pathToFileURL(file).href;
    page.on('request', (request) => {
      if (request.url() !== address) requests.push(request.url());
    });
    await page.goto(address);
    return { page, complaints, requests };
  }
}
