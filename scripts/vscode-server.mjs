#!/usr/bin/env node
// Stands in for VS Code's executable where there is none: takes its flags, opens VS Code's own server (as
// setup-editor.mjs installs it) in a headless browser, prints what the tests print and ends with their exit code.
//
//   node scripts/vscode-server.mjs --extensionDevelopmentPath=DIR --extensionTestsPath=FILE [--user-data-dir=DIR]
//     [--extensions-dir=DIR] [--install-extension=VSIX] [--disable-workspace-trust] [FOLDER | FILE.code-workspace]
//
// RETARGET_EDITOR_TIME_LIMIT  seconds until the tests count as hung
// RETARGET_EDITOR_HEADED      set to 1, shows the browser
import { parseEditorFlags } from './lib/editor/flags.mjs';
import { findInstallation } from './lib/editor/release.mjs';
import { runSession } from './lib/editor/session.mjs';
import { stop } from './lib/stop.mjs';

const installation = findInstallation();
if (installation === undefined) {
  stop("VS Code's server is not installed: run `node scripts/setup-editor.mjs --server`.", 2);
}
const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(name, () => interrupted.abort());
}
const seconds = Number(process.env.RETARGET_EDITOR_TIME_LIMIT);
process.exitCode = await runSession(installation, parseEditorFlags(process.argv.slice(2)), {
  signal: interrupted.signal,
  headed: process.env.RETARGET_EDITOR_HEADED === '1',
  ...(seconds > 0 ? { timeLimit: seconds } : {}),
});
