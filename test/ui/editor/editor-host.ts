// VS Code's server with a browser, started once for a test file; opens as many windows as the file wants.
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { onTestFinished, type RunnerTask, TestRunner } from 'vitest';
import { MARK, newMark } from '../../../scripts/lib/editor/processes.mjs';
import { findInstallation, type Installation } from '../../../scripts/lib/editor/release.mjs';
import { startEditorServer, type EditorServer } from '../../../scripts/lib/editor/server.mjs';
import { writeUserSettings } from '../../../scripts/lib/editor/settings.mjs';
import {
  launchBrowser,
  openWorkbench,
  windowAddress,
} from '../../../scripts/lib/editor/workbench.mjs';
import { findBrowser } from '../../../scripts/lib/find-browser.mjs';
import { repository } from '../../../scripts/lib/repository.mjs';
import { EditorWindow, type ThemeName, themes } from './editor-window.ts';

/** Without an editor these tests cannot run: scripts/setup-editor.mjs --server brings one, and says why where it cannot. */
export const hasEditor = findInstallation() !== undefined && findBrowser() !== undefined;

export interface EditorOptions {
  /** Whether workspaces are trusted without asking (default); otherwise windows are in Restricted Mode. */
  readonly trusted?: boolean;
  readonly theme?: ThemeName;
  /**
   * User settings, on top of the calm ones of scripts/lib/editor/settings.mjs. This editor reads the file once only:
   * later changes are made in a window, or by the extension API.
   */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Packaged extensions to install; the one in development is then not loaded. */
  readonly vsix?: readonly string[];
  /** Folder of the extension to load instead of this repository; `null` loads none. */
  readonly developmentPath?: string | null;
  /** Added to the extension host's environment; `undefined` removes a name. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface WindowOptions {
  /** Absolute path of a folder, or of a .code-workspace file; without it the window is empty. */
  readonly path?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** The id that this version of VS Code gives a theme. */
async function themeId(installation: Installation, name: ThemeName): Promise<string> {
  const manifest = join(installation.builtInExtensions, 'theme-defaults', 'package.json');
  const text = await readFile(manifest, 'utf8');
  const { id } = themes[name];
  return text.includes(`"Default ${id}"`) ? `Default ${id}` : id;
}

/**
 * Makes a folder an installed extension. Loading it as one in development would take VS Code's automation, under
 * which windows show no notifications.
 */
async function linkExtension(folder: string, extensionsDir: string): Promise<void> {
  await mkdir(extensionsDir, { recursive: true });
  await symlink(folder, join(extensionsDir, 'under-test'));
}

interface Manifest {
  readonly contributes?: {
    readonly viewsContainers?: { readonly activitybar?: readonly { readonly title: string }[] };
  };
}

/** What installed extensions put into the activity bar. */
async function iconsOf(extensionsDir: string): Promise<string[]> {
  const folders = await readdir(extensionsDir, { withFileTypes: true }).catch(() => []);
  const icons = [];
  for (const folder of folders) {
    if (folder.isFile()) continue;
    const text = await readFile(join(extensionsDir, folder.name, 'package.json'), 'utf8').catch(
      () => '{}',
    );
    const { contributes } = JSON.parse(text) as Manifest;
    icons.push(...(contributes?.viewsContainers?.activitybar ?? []));
  }
  return icons.map(({ title }) => title);
}

/** Whether a test is running: what a file opens once for all its tests is of no one test. */
function isInTest(): boolean {
  return TestRunner.getCurrentTest() !== undefined;
}

/** Where a test failed, says what the window showed: on another machine that is all that is left of it. */
async function tellIfFailed(task: Readonly<RunnerTask>, window: EditorWindow): Promise<void> {
  if (task.result?.state !== 'fail' || window.page.isClosed()) return;
  process.stderr.write(`${task.name}: the window showed\n${await window.words()}\n`);
  await window.screenshot(`failed ${task.name}`);
}

/** After a test that failed, loads the window that it shares with others anew: nothing under way meets the next one. */
export async function freshIfFailed(
  task: Readonly<RunnerTask>,
  window: EditorWindow,
): Promise<void> {
  await tellIfFailed(task, window);
  if (task.result?.state === 'fail') await window.reload();
}

/** A window that a test opened ends with it, so that nothing it left under way meets the next one. */
function belongsToTest(window: EditorWindow): void {
  onTestFinished(async ({ task }) => {
    await tellIfFailed(task, window);
    await window.close();
  });
}

interface Parts {
  readonly scratch: string;
  readonly server: EditorServer;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly extensionsDir: string;
}

export class EditorHost {
  /** Retarget's cache and everything else of this host: for files that tests need beside their workspace. */
  readonly scratch: string;
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.scratch = parts.scratch;
  }

  /** One that a test starts ends with it. @throws where there is no editor, or its server does not start */
  static async start(options: EditorOptions = {}): Promise<EditorHost> {
    const installation = findInstallation();
    if (installation === undefined) {
      throw new Error('There is no editor: run `node scripts/setup-editor.mjs --server`.');
    }
    const { theme = 'dark', settings = {}, vsix = [], trusted = true } = options;
    const scratch = await realpath(await mkdtemp(join(tmpdir(), 'retarget-ui-editor-')));
    const userDataDir = join(scratch, 'user');
    const colorTheme = await themeId(installation, theme);
    await writeUserSettings(userDataDir, { 'workbench.colorTheme': colorTheme, ...settings });
    // Tests keep nothing in the user's own cache and wait for nobody's lock.
    const lock = join(scratch, 'lock');
    await mkdir(lock);
    const extensionsDir = join(scratch, 'extensions');
    const { developmentPath = vsix.length > 0 ? null : repository } = options;
    if (developmentPath !== null) await linkExtension(developmentPath, extensionsDir);
    const mark = newMark();
    const server = await startEditorServer(installation, {
      userDataDir,
      extensionsDir,
      trusted,
      vsix,
      env: {
        RETARGET_CACHE: join(scratch, 'cache'),
        RETARGET_LOCK_FOLDER: lock,
        ...options.env,
        [MARK]: mark,
      },
    });
    try {
      const browser = await launchBrowser({ env: { [MARK]: mark } });
      const context = await browser.newContext();
      await context.grantPermissions(['clipboard-read', 'clipboard-write'], {
        origin: server.origin,
      });
      const host = new EditorHost({ scratch, server, browser, context, extensionsDir });
      if (isInTest()) onTestFinished(() => host.stop());
      return host;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Opens a window and waits until it can be used. Windows of one host are windows of one user. */
  async open({ path, viewport }: WindowOptions = {}): Promise<EditorWindow> {
    const { server, context } = this.#parts;
    const isWorkspace = path?.endsWith('.code-workspace') === true;
    const opened = path === undefined ? {} : isWorkspace ? { workspace: path } : { folder: path };
    const address = windowAddress(server.origin, opened);
    const page = await openWorkbench(context, address);
    // Whatever a window waits for, real compilers may have the machine meanwhile.
    page.setDefaultTimeout(60_000);
    await page.setViewportSize(viewport ?? { width: 1280, height: 900 });
    const window = new EditorWindow(page, await iconsOf(this.#parts.extensionsDir));
    if (isInTest()) belongsToTest(window);
    await window.ready();
    if (isWorkspace) await window.withFolders();
    return window;
  }

  /** Ends everything. @throws where something the windows started had to be killed. */
  async stop(): Promise<void> {
    const { browser, server, scratch } = this.#parts;
    await browser.close();
    const left = await server.stop();
    await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    if (left.length > 0) {
      throw new Error(
        `Left running: ${left.map(({ name, pid }) => `${name} (${pid})`).join('; ')}`,
      );
    }
  }
}
