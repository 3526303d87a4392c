// One start of the editor, as VS Code's own executable does it: from flags to the tests' exit code, nothing left behind.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from 'node:util';

import { MARK, newMark } from './processes.mjs';
import { TESTS_BEGIN, TESTS_END } from './session-lines.mjs';
import { startEditorServer } from './server.mjs';
import { writeUserSettings } from './settings.mjs';
import { launchBrowser, openWorkbench, windowAddress } from './workbench.mjs';

/** What the workbench logs at any time, and nobody who reads tests wants to know. */
const NOISE =
  /^(?:(?:Ignoring fetching|Updating) additional builtin|\[AccountPolicyGate\]|\[AgentHost)/;

/** Seconds that the tests of one window may take, unless RETARGET_EDITOR_TIME_LIMIT says otherwise. */
const TIME_LIMIT = 900;

/** Exit code of a session that did not come to the tests' own. */
const FAILED = 1;

/**
 * What the session prints: the tests' words, and the workbench's own only where the tests never began.
 * @param {(text: string) => void} write
 */
function transcript(write) {
  /** @type {string[]} */
  const before = [];
  let state = 'before';
  return {
    /**
     * @param {string} level
     * @param {readonly unknown[]} values
     */
    log: (level, values) => {
      const line = format(...values);
      if (state === 'before' && line.startsWith(TESTS_BEGIN)) state = 'tests';
      if (state === 'tests' && line === TESTS_END) state = 'after';
      if (state === 'before') before.push(`[${level}] ${line}\n`);
      else if (state === 'tests' && !NOISE.test(line)) write(`${line}\n`);
    },
    finish: () => {
      if (state === 'before') for (const line of before) write(line);
    },
  };
}

/**
 * Resolves with why the session has to end early.
 * @param {import('./server.mjs').EditorServer} server
 * @param {import('playwright-core').Page} page
 * @param {number} seconds
 * @param {AbortSignal} signal
 * @returns {Promise<string>}
 */
function untimelyEnds(server, page, seconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(
      () => resolve(`The tests did not end within ${seconds} s (RETARGET_EDITOR_TIME_LIMIT).`),
      seconds * 1000,
    );
    timer.unref();
    void server.ended.then(resolve);
    page.on('crash', () => resolve("The window's page crashed."));
    page.on('close', () => resolve('The window was closed.'));
    signal.addEventListener('abort', () => resolve('Interrupted.'));
    if (signal.aborted) resolve('Interrupted.');
  });
}

/**
 * Opens one window and waits until the tests in it end (or, without tests, until the window is closed).
 * @param {import('./release.mjs').Installation} installation
 * @param {import('./flags.mjs').EditorFlags} flags
 * @param {{ signal: AbortSignal, headed?: boolean | undefined, timeLimit?: number }} options seconds
 * @returns {Promise<number>} exit code
 */
export async function runSession(installation, flags, { signal, headed, timeLimit = TIME_LIMIT }) {
  const scratch = await mkdtemp(join(tmpdir(), 'retarget-editor-'));
  const mark = process.env[MARK] ?? newMark();
  const output = transcript((text) => process.stdout.write(text));
  /** @param {string} text */
  const complain = (text) => process.stderr.write(`${text}\n`);
  let server;
  let browser;
  try {
    const userDataDir = flags.userDataDir ?? join(scratch, 'user');
    if (flags.userDataDir === undefined) await writeUserSettings(userDataDir);
    server = await startEditorServer(installation, {
      userDataDir,
      extensionsDir: flags.extensionsDir ?? join(scratch, 'extensions'),
      trusted: flags.trusted,
      automated: true,
      vsix: flags.installExtensions,
      env: { [MARK]: mark },
    });
    browser = await launchBrowser({ headed, env: { [MARK]: mark } });
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    /** @type {(code: number) => void} */
    let onExit = () => undefined;
    /** @type {Promise<number>} */
    const exit = new Promise((resolve) => {
      onExit = resolve;
    });
    const page = await openWorkbench(context, windowAddress(server.origin, flags), {
      onLog: output.log,
      onExit,
    });
    const outcome = await Promise.race([exit, untimelyEnds(server, page, timeLimit, signal)]);
    if (typeof outcome === 'number') return outcome;
    complain(outcome);
    return FAILED;
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    return FAILED;
  } finally {
    output.finish();
    await browser?.close();
    for (const { pid, name } of (await server?.stop()) ?? []) {
      complain(`Still running after the editor had ended, and killed: ${name} (${pid})`);
    }
    await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
