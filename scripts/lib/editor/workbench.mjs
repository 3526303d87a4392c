// VS Code's workbench in a page of a browser.
import { chromium } from 'playwright-core';

import { findBrowser } from '../find-browser.mjs';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Nothing outside this machine is reached, so no test can come to depend on it.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

/**
 * Starts the browser.
 * @param {{ headed?: boolean | undefined, env?: Record<string, string | undefined> }} [options]
 * @throws {Error} where there is none
 */
export async function launchBrowser({ headed = false, env = {} } = {}) {
  const executablePath = findBrowser();
  if (executablePath === undefined) {
    throw new Error('There is no Chromium for VS Code: run `node scripts/setup-browser.mjs`.');
  }
  return chromium.launch({
    executablePath,
    args: FLAGS,
    headless: !headed,
    // Whoever starts it ends it, on signals too.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    env: { ...process.env, ...env },
  });
}

/**
 * A file or folder on the server, as the workbench names it.
 * @param {string} path
 */
const remote = (path) =>
  `vscode-remote://remote${encodeURI(path).replace(/[?#]/g, encodeURIComponent)}`;

/**
 * The address of a window.
 * @param {string} origin the server's
 * @param {object} opened
 * @param {string | undefined} [opened.folder] absolute path
 * @param {string | undefined} [opened.workspace] absolute path of a .code-workspace file
 * @param {readonly string[]} [opened.developmentPaths] extensions to load from their folders
 * @param {string | undefined} [opened.testsPath] module whose `run` the extension host calls
 */
export function windowAddress(origin, opened) {
  const { folder, workspace, developmentPaths = [], testsPath } = opened;
  const address = new URL('/', origin);
  if (workspace !== undefined) address.searchParams.set('workspace', workspace);
  else if (folder !== undefined) address.searchParams.set('folder', folder);
  // Otherwise the folder that was opened last would be opened again.
  else address.searchParams.set('ew', 'true');
  const payload = developmentPaths.map((path) => ['extensionDevelopmentPath', remote(path)]);
  if (testsPath !== undefined) payload.push(['extensionTestsPath', remote(testsPath)]);
  if (payload.length > 0) address.searchParams.set('payload', JSON.stringify(payload));
  return address.href;
}

/**
 * Opens a window.
 * @param {import('playwright-core').BrowserContext} context
 * @param {string} address as `windowAddress` gives it
 * @param {object} [hear]
 * @param {(level: string, values: readonly unknown[]) => void} [hear.onLog] what the workbench and the tests log
 * @param {(code: number) => void} [hear.onExit] the tests' exit code
 */
export async function openWorkbench(context, address, { onLog, onExit } = {}) {
  const page = await context.newPage();
  // The workbench calls these two by name, where the server has its smoke test driver enabled.
  await page.exposeFunction('codeAutomationLog', onLog ?? (() => undefined));
  await page.exposeFunction('codeAutomationExit', onExit ?? (() => undefined));
  await page.goto(address);
  return page;
}
