// One launch: a workspace of its own in a temporary folder, the editor started on it, and how its tests went.
import { mkdir, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';

import { repository } from '../repository.mjs';
import { run } from '../run.mjs';
import { parseJson } from '../typed.mjs';
import { endMarked, MARK, newMark } from './processes.mjs';
import { writeUserSettings } from './settings.mjs';

/**
 * @typedef {object} LaunchOptions
 * @property {string} suites folder of the bundled suites (see suites.mjs)
 * @property {string} cache Retarget's cache, shared by the launches of one invocation
 * @property {string | undefined} [grep] only tests whose title matches this regular expression
 * @property {boolean | undefined} [headed] shows the window
 */

/**
 * @typedef {object} Start
 * @property {boolean} trusted
 * @property {string | undefined} opened
 * @property {string} suites
 * @property {string} userDataDir
 * @property {string} extensionsDir
 * @property {Record<string, string>} env
 */

/**
 * Starts the editor and waits for its end; the exit code.
 * @param {import('../../setup-editor.mjs').Editor} editor
 * @param {Start} how
 */
async function start(editor, { trusted, opened, suites, userDataDir, extensionsDir, env }) {
  const testsPath = join(suites, 'run.mjs');
  const args = [
    ...editor.before,
    ...(opened === undefined ? [] : [opened]),
    `--user-data-dir=${userDataDir}`,
    `--extensions-dir=${extensionsDir}`,
  ];
  if (trusted) {
    return runTests({
      vscodeExecutablePath: editor.executable,
      extensionDevelopmentPath: repository,
      extensionTestsPath: testsPath,
      launchArgs: args,
      extensionTestsEnv: env,
    }).catch(() => 1);
  }
  // runTests switches workspace trust off, always: the same flags without that one.
  return run(
    editor.executable,
    [
      ...args,
      '--no-sandbox',
      '--disable-gpu-sandbox',
      '--disable-updates',
      '--skip-welcome',
      '--skip-release-notes',
      `--extensionTestsPath=${testsPath}`,
      `--extensionDevelopmentPath=${repository}`,
    ],
    { env },
  );
}

/**
 * What the tests wrote down, made to fit the exit code: an editor that ends badly is a failure even if no test was.
 * @param {string} file
 * @param {number} code
 */
async function tally(file, code) {
  const written = await readFile(file, 'utf8').catch(() => undefined);
  if (written === undefined) return { passed: 0, failed: 1, skipped: 0 };
  /** @type {import('../../../test/editor/launches.ts').LaunchResults} */
  const { passed, failed, skipped } = parseJson(written);
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1), skipped };
}

/**
 * Runs the suites of one launch.
 * @param {import('../../setup-editor.mjs').Editor} editor
 * @param {import('../../../test/editor/launches.ts').Launch} launch
 * @param {LaunchOptions} options
 * @returns {Promise<{ passed: number, failed: number, skipped: number }>}
 */
export async function runLaunch(editor, launch, { suites, cache, grep, headed }) {
  // The real path: an editor names files by it, and tests compare.
  const scratch = await realpath(await mkdtemp(join(tmpdir(), 'retarget-launch-')));
  const mark = newMark();
  try {
    const workspaces = join(scratch, 'workspace');
    const userDataDir = join(scratch, 'user');
    const results = join(scratch, 'results.json');
    await mkdir(workspaces);
    await writeUserSettings(userDataDir, launch.settings);
    const code = await start(editor, {
      trusted: launch.trusted,
      opened: await launch.workspace(workspaces),
      suites,
      userDataDir,
      extensionsDir: join(scratch, 'extensions'),
      env: {
        RETARGET_CACHE: cache,
        RETARGET_LOCK_FOLDER: join(scratch, 'lock'),
        RETARGET_EDITOR_SUITES: join(suites, launch.name),
        RETARGET_EDITOR_RESULTS: results,
        RETARGET_EDITOR_GREP: grep ?? '',
        RETARGET_EDITOR_HEADED: headed === true ? '1' : '',
        [MARK]: mark,
        ...launch.env,
      },
    });
    return await tally(results, code);
  } finally {
    await endMarked(mark);
    await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
