// VS Code's own server, started from an installation of code-server (not code-server's wrapper) on this machine only.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { endMarked, MARK, newMark, signal } from './processes.mjs';

/** Milliseconds until a server that says nothing counts as failed. */
const START_LIMIT = 60_000;

/** Milliseconds between asking the server to end and ending it. */
const END_GRACE = 3000;

/** Seconds that an extension host waits for a window whose connection was lost. */
const RECONNECTION_GRACE = '10';

/** Characters of the server's output that are kept for messages. */
const KEPT_OUTPUT = 16_384;

/**
 * @typedef {object} EditorServer
 * @property {string} origin such as `http://localhost:41234`; webviews need the name, not the address
 * @property {Promise<string>} ended a sentence with the server's last words, once it ends, asked or not
 * @property {() => Promise<{ pid: number, name: string }[]>} stop ends everything the server started; what had to be killed
 */

/**
 * Variables of an editor around us would send our editor's commands there.
 * @param {string} mark
 * @param {Readonly<Record<string, string | undefined>> | undefined} extra
 */
function environment(mark, extra) {
  const own = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('VSCODE_') && name !== 'ELECTRON_RUN_AS_NODE',
  );
  return {
    ...Object.fromEntries(own),
    ...extra,
    [MARK]: mark,
    // Without it the server asks the user's login shell for its variables, which may undo those given here.
    VSCODE_CLI: '1',
    // No marketplace: nothing is asked of the network.
    EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: '', itemUrl: '', resourceUrlTemplate: '' }),
  };
}

/**
 * Starts one process of the server: `said()` is its output so far, `ended` its end, as data.
 * @param {import('./release.mjs').Installation} installation
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
function spawnServer(installation, args, env) {
  const child = spawn(installation.node, [installation.serverMain, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that one signal reaches all of it.
    detached: true,
    env,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      output = (output + chunk).slice(-KEPT_OUTPUT);
    });
  }
  /** @type {Promise<string | undefined>} */
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve(`did not start (${error.message})`));
    child.on('close', (code, by) => resolve(code === 0 ? undefined : `ended (${by ?? code})`));
  });
  /** @param {NodeJS.Signals} name to all of it; nothing where it did not start */
  const send = (name) => {
    if (child.pid !== undefined) signal(-child.pid, name);
  };
  return { send, ended, said: () => output.trim() };
}

/**
 * Resolves with the port once the server listens.
 * @param {ReturnType<typeof spawnServer>} server
 */
async function listening(server) {
  const stop = new AbortController();
  const poll = async () => {
    const until = Date.now() + START_LIMIT;
    while (!stop.signal.aborted && Date.now() < until) {
      const port = /Extension host agent listening on (\d+)/.exec(server.said())?.[1];
      if (port !== undefined) return Number(port);
      await sleep(20);
    }
    return `was not ready after ${START_LIMIT / 1000} s`;
  };
  const outcome = await Promise.race([poll(), server.ended.then((why) => why ?? 'ended at once')]);
  stop.abort();
  if (typeof outcome === 'number') return outcome;
  throw new Error(`VS Code's server ${outcome}. It said:\n${server.said()}`);
}

/**
 * Installs extensions from .vsix files and waits until that is done.
 * @param {import('./release.mjs').Installation} installation
 * @param {readonly string[]} files
 * @param {{ dataFolder: string, extensionsDir: string, env: Record<string, string | undefined> }} where
 * @throws {Error} with the server's words
 */
async function installExtensions(installation, files, { dataFolder, extensionsDir, env }) {
  const server = spawnServer(
    installation,
    [
      '--accept-server-license-terms',
      ...['--server-data-dir', dataFolder, '--extensions-dir', extensionsDir],
      ...files.flatMap((file) => ['--install-extension', file]),
    ],
    env,
  );
  const failure = await server.ended;
  if (failure === undefined) return;
  throw new Error(
    `Installing ${files.join(', ')} failed: VS Code's server ${failure}. It said:\n${server.said()}`,
  );
}

/**
 * Starts a server and waits until it listens.
 * @param {import('./release.mjs').Installation} installation
 * @param {object} options
 * @param {string} options.userDataDir as VS Code's `--user-data-dir`
 * @param {string} options.extensionsDir where installed extensions are
 * @param {boolean} options.trusted whether every workspace is trusted without asking
 * @param {boolean} [options.automated] lets a window load extensions from folders and run tests in the extension host;
 *   such windows show neither toasts nor dialogs
 * @param {readonly string[]} [options.vsix] extensions to install before
 * @param {Readonly<Record<string, string | undefined>>} [options.env] for the server and the extension host
 * @returns {Promise<EditorServer>}
 * @throws {Error} with the server's words
 */
export async function startEditorServer(installation, options) {
  const { userDataDir, extensionsDir, trusted, vsix = [] } = options;
  const mark = options.env?.[MARK] ?? process.env[MARK] ?? newMark();
  const env = environment(mark, options.env);
  const dataFolder = await mkdtemp(join(tmpdir(), 'retarget-editor-server-'));
  await mkdir(userDataDir, { recursive: true });
  // The server keeps user data in `data` of its own folder, whatever it is told.
  await symlink(userDataDir, join(dataFolder, 'data'));
  const removeData = () =>
    rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  /** @type {ReturnType<typeof spawnServer> | undefined} */
  let started;
  try {
    if (vsix.length > 0) {
      await installExtensions(installation, vsix, { dataFolder, extensionsDir, env });
    }
    const server = (started = spawnServer(
      installation,
      [
        ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token'],
        '--accept-server-license-terms',
        ...(options.automated === true ? ['--enable-smoke-test-driver'] : []),
        ...['--server-data-dir', dataFolder, '--extensions-dir', extensionsDir],
        // A page that is reloaded cannot always say that it goes: its extension host would wait three hours for it.
        ...['--reconnection-grace-time', RECONNECTION_GRACE],
        ...(trusted ? ['--disable-workspace-trust'] : []),
      ],
      env,
    ));
    const port = await listening(server);
    const stop = async () => {
      server.send('SIGTERM');
      const timer = setTimeout(() => server.send('SIGKILL'), END_GRACE);
      await server.ended;
      clearTimeout(timer);
      server.send('SIGKILL');
      const left = await endMarked(mark);
      await removeData();
      return left;
    };
    const ended = server.ended.then(
      (failure) => `VS Code's server ${failure ?? 'ended'}. It said:\n${server.said()}`,
    );
    return { origin: `http://localhost:${port}`, ended, stop };
  } catch (error) {
    started?.send('SIGKILL');
    await endMarked(mark);
    await removeData();
    throw error;
  }
}
