// Makes sure that there is a real VS Code to test in, and says which:
//
//   node scripts/setup-editor.mjs            what `npm run test:editor` starts
//   node scripts/setup-editor.mjs --server   VS Code's server, which the tests of test/ui/editor drive in a browser
//
// RETARGET_VSCODE       path of a desktop VS Code, or the one to download (`1.100.3`, `stable`, `insiders`); `server` for
//                       VS Code's server; `none` to go without
// RETARGET_CODE_SERVER  another version of code-server, such as 4.100.3 for VS Code 1.100.3
import { fileURLToPath } from 'node:url';

import { downloadedDesktop, namedDesktop } from './lib/editor/desktop.mjs';
import { installCodeServer } from './lib/editor/install.mjs';
import { codeServerVersion, findInstallation, vscodeVersion } from './lib/editor/release.mjs';
import { isMain } from './lib/is-main.mjs';
import { ensureNodeModules } from './lib/node-modules.mjs';
import { requireNode } from './lib/node-version.mjs';
import { stop } from './lib/stop.mjs';
import { ensureBrowser } from './setup-browser.mjs';

/**
 * An editor that takes VS Code's flags and is started as `executable ...before ...flags`.
 * @typedef {object} Editor
 * @property {string} executable
 * @property {readonly string[]} before
 * @property {string} what which one it is, for people
 */

/** Whether tests in an editor were asked to be left out. */
export const editorUnwanted = () => process.env.RETARGET_VSCODE === 'none';

/**
 * VS Code's server and a browser for it, installed where they are missing.
 * @returns {Promise<import('./lib/editor/release.mjs').Installation | { missing: string }>}
 */
export async function ensureEditorServer() {
  if (editorUnwanted()) return { missing: 'RETARGET_VSCODE=none: no tests in VS Code.' };
  if ((await ensureBrowser()) === undefined) {
    return { missing: "There is no browser for VS Code's server: see the words above." };
  }
  return findInstallation() ?? (await installCodeServer(codeServerVersion()));
}

/**
 * The editor to test in: a named one, else desktop VS Code where it can be had, else VS Code's server.
 * @returns {Promise<Editor | { missing: string }>}
 */
export async function ensureEditor() {
  const asked = process.env.RETARGET_VSCODE ?? '';
  if (/^(?:\d+\.\d+\.\d+|stable|insiders)$/.test(asked)) return downloadedDesktop(asked);
  if (asked !== '' && asked !== 'server' && asked !== 'none') return namedDesktop(asked);
  const version = vscodeVersion(codeServerVersion());
  const desktop = asked === '' ? await downloadedDesktop(version) : undefined;
  if (desktop !== undefined && !('missing' in desktop)) return desktop;
  const server = await ensureEditorServer();
  if ('missing' in server) {
    if (desktop === undefined) return server;
    return {
      missing: `There is no VS Code to test in: ${desktop.missing}.\n${server.missing}\nRETARGET_VSCODE=/path/to/code names one.`,
    };
  }
  const because = desktop === undefined ? '' : `; ${desktop.missing}`;
  return {
    executable: process.execPath,
    before: [fileURLToPath(new URL('vscode-server.mjs', import.meta.url))],
    what: `VS Code ${version}, the server of code-server ${server.version}${because}`,
  };
}

if (isMain(import.meta.url)) {
  requireNode();
  await ensureNodeModules();
  if (process.argv.includes('--server')) {
    const server = await ensureEditorServer();
    if ('missing' in server) stop(server.missing);
    process.stdout.write(`${server.node} ${server.serverMain}\n`);
  } else {
    const editor = await ensureEditor();
    if ('missing' in editor) stop(editor.missing);
    process.stdout.write(`${editor.what}\n${[editor.executable, ...editor.before].join(' ')}\n`);
  }
}
