// Opens the panel's page in a real browser: the same HTML, bundle and content policy as in VS Code, with the editor's
// side of the messages in the test's hands.
import { chromium, type Browser, type Page } from 'playwright-core';
import { panelHtml } from '../../src/editor/panel/panel-html.ts';
import type { RunComparison } from '../../src/model/run-comparison.ts';
import type { Run } from '../../src/model/run.ts';
import type { FromPage, PageSubject, ToPage } from '../../src/protocol/page-messages.ts';
import { EDITOR_THEMES, type ThemeName } from './editor-themes.ts';
import { pageBundle } from './page-bundle.ts';
import { BROWSER, FLAGS, keepPicture } from './report-browser.ts';

const ORIGIN = 'https://panel.test';

/** As in VS Code, what the page keeps outlives it. */
const EDITOR = `window.told = [];
window.acquireVsCodeApi = () => ({
  postMessage: (message) => window.told.push(message),
  getState: () => JSON.parse(sessionStorage.getItem('kept') ?? 'null') ?? undefined,
  setState: (state) => sessionStorage.setItem('kept', JSON.stringify(state)),
});`;

export const SUBJECT: PageSubject = { kind: 'run', path: '/project/.retarget/runs/1.json' };

export class PanelPage {
  readonly page: Page;
  /** Console errors, exceptions, dialogs, policy violations and requests elsewhere, as they came. */
  readonly complaints: string[] = [];
  #theme: ThemeName = 'dark';

  constructor(page: Page) {
    this.page = page;
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        this.complaints.push(message.text());
      }
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('dialog', (dialog) => {
      this.complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
  }

  async open(theme: ThemeName): Promise<this> {
    this.#theme = theme;
    const { script, style } = await pageBundle();
    const html = panelHtml({
      source: ORIGIN,
      script: `${ORIGIN}/page.js`,
      style: `${ORIGIN}/page.css`,
    });
    const files: Readonly<Record<string, { contentType: string; body: string }>> = {
      '/': { contentType: 'text/html', body: html },
      '/page.js': { contentType: 'text/javascript', body: script },
      '/page.css': { contentType: 'text/css', body: style },
    };
    await this.page.route('**/*', async (route) => {
      const url = new URL(route.request().url());
      const file = url.origin === ORIGIN ? files[url.pathname] : undefined;
      if (file === undefined) {
        this.complaints.push(`asked for ${url.href}`);
        await route.abort();
      } else await route.fulfill(file);
    });
    await this.page.goto(`${ORIGIN}/`);
    await this.theme(theme);
    return this;
  }

  /** What VS Code does when the user chooses another theme. */
  async theme(name: ThemeName): Promise<void> {
    this.#theme = name;
    await this.page.evaluate(
      `(({ classes, variables }) => {
        const { style } = document.documentElement;
        style.cssText = '';
        for (const [name, value] of Object.entries(variables)) style.setProperty('--vscode-' + name, value);
        document.body.className = classes;
      })(${JSON.stringify(EDITOR_THEMES[name])})`,
    );
  }

  /** As after the panel was hidden, or the window reloaded. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.theme(this.#theme);
  }

  async send(...messages: readonly ToPage[]): Promise<void> {
    await this.page.evaluate(
      `for (const message of ${JSON.stringify(messages)}) postMessage(message, '*')`,
    );
  }

  /** A run as the panel sends it, in pieces. */
  async sendRun(run: Run, brief = false): Promise<void> {
    const whole = JSON.stringify(brief ? briefRun(run) : run);
    const size = Math.ceil(whole.length / 3);
    const pieces = [0, 1, 2].map((index): ToPage => {
      const text = whole.slice(index * size, (index + 1) * size);
      return { type: 'run-piece', text, index, last: index === 2, brief };
    });
    await this.send(...pieces);
  }

  async showRun(run: Run): Promise<void> {
    await this.send({ type: 'subject', subject: SUBJECT });
    await this.sendRun(run);
    await this.page.locator('h1').waitFor();
  }

  async showComparison(headline: string, comparison: RunComparison): Promise<void> {
    const subject = { kind: 'comparison', before: '/a.json', after: '/b.json' } as const;
    await this.send({ type: 'subject', subject }, { type: 'comparison', headline, comparison });
    await this.page.locator('h1').waitFor();
  }

  /** What the page told its editor, in order. */
  told(): Promise<FromPage[]> {
    return this.page.evaluate<FromPage[]>('window.told');
  }

  async toldOf<T extends FromPage['type']>(type: T): Promise<Extract<FromPage, { type: T }>[]> {
    const all = await this.told();
    return all.filter((one): one is Extract<FromPage, { type: T }> => one.type === type);
  }

  /** Decodes a PNG: its size in pixels, and how many colours there are in its lowest 200 rows of pixels. */
  async lookInto(png: string): Promise<{ width: number; height: number; last: number }> {
    // In a page of its own: this one may load no picture from anywhere.
    const other = await this.page.context().newPage();
    const found = await other.evaluate<{ width: number; height: number; last: number }>(
      `new Promise((done, failed) => {
        const image = new Image();
        image.onerror = failed;
        image.onload = () => {
          const { width, height } = image;
          const canvas = document.createElement('canvas');
          canvas.width = width;
          canvas.height = 200;
          const context = canvas.getContext('2d');
          context.drawImage(image, 0, 200 - height);
          const { data } = context.getImageData(0, 0, width, 200);
          done({ width, height, last: new Set(new Uint32Array(data.buffer)).size });
        };
        image.src = 'data:image/png;base64,${png}';
      })`,
    );
    await other.close();
    return found;
  }

  keepPicture(name: string): Promise<void> {
    return keepPicture(this.page, name);
  }
}

export class PanelBrowser {
  readonly #browser: Browser;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async start(): Promise<PanelBrowser> {
    return new PanelBrowser(await chromium.launch({ executablePath: BROWSER, args: FLAGS }));
  }

  stop(): Promise<void> {
    return this.#browser.close();
  }

  async open(theme: ThemeName = 'dark', width = 1100): Promise<PanelPage> {
    const context = await this.#browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    await page.addInitScript(EDITOR);
    return new PanelPage(page).open(theme);
  }
}

/** What the server leaves out of a brief document. */
export function briefRun(run: Run): Run {
  return {
    ...run,
    programs: run.programs.map((program) => ({
      ...program,
      variants: program.variants.map((variant) => ({ ...variant, units: [], linkArgv: [] })),
      benchmarks: program.benchmarks.map((result) => ({ ...result, samples: [] })),
    })),
  };
}
