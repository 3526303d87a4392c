// The parts of `npm test`. Tests of test/ run in one stream; the checks, the windows and the launches, which wait for browsers
// more than they compute, run beside them, one after the other.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { repository } from './repository.mjs';
import { npmCommand, run, runKept } from './run.mjs';
import { tallyOf } from './tally.mjs';
import { parseJson } from './typed.mjs';

/** @typedef {import('./tally.mjs').Tally} Tally */

/**
 * @typedef {object} Outcome
 * @property {Tally | undefined} tally undefined where nothing was counted: interrupted, or told to do something else
 * @property {number} code exit code
 */

/**
 * @typedef {object} Where
 * @property {string} scratch folder for reports
 * @property {Record<string, string>} env added to the environment
 * @property {(text: string) => void} show hears what a part beside the others wrote, as one block
 */

/**
 * @param {string} file
 * @param {number} code
 * @returns {Promise<Outcome>}
 */
async function vitestOutcome(file, code) {
  const written = await readFile(file, 'utf8').catch(() => undefined);
  return { code, tally: written === undefined ? undefined : tallyOf(parseJson(written), code) };
}

/**
 * @param {readonly string[]} args
 * @param {string} file where vitest writes its report
 * @returns {[command: string, ...args: string[]]}
 */
function vitest(args, file) {
  const script = join(repository, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  return [process.execPath, script, 'run', ...args, ...reporters];
}

/**
 * Runs vitest in the terminal.
 * @param {readonly string[]} args
 * @param {Where} where
 */
export async function runVitest(args, { scratch, env }) {
  const file = join(scratch, 'report.json');
  const [command, ...rest] = vitest(args, file);
  return vitestOutcome(file, await run(command, rest, { env }));
}

/**
 * Runs a part beside the others.
 * @param {string} title
 * @param {readonly [command: string, ...args: string[]]} argv
 * @param {Where} where
 */
async function runBeside(title, argv, { env, show }) {
  const started = performance.now();
  const { code, output } = await runKept(argv, env);
  const seconds = Math.round((performance.now() - started) / 1000);
  show(`\n--- ${title}\n${output}--- end of ${title} (${seconds} s)\n\n`);
  return code;
}

/**
 * `npm run check`, which counts as one failure where it fails.
 * @param {Where} where
 * @returns {Promise<Outcome>}
 */
export async function runCheck(where) {
  const code = await runBeside('npm run check', npmCommand(['run', '--silent', 'check']), where);
  return { code, tally: { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 } };
}

/**
 * The tests of test/ui/editor.
 * @param {Where} where
 */
export async function runWindows(where) {
  const file = join(where.scratch, 'windows.json');
  const code = await runBeside('test/ui/editor', vitest(['--project', 'window'], file), where);
  return vitestOutcome(file, code);
}

/**
 * The tests of test/editor. The extension has been built.
 * @param {Where} where
 * @returns {Promise<Outcome>}
 */
export async function runLaunches(where) {
  const file = join(where.scratch, 'launches.json');
  const script = join(repository, 'scripts', 'test-editor.mjs');
  const argv = /** @type {const} */ ([process.execPath, script, '--built', '--tally', file]);
  const code = await runBeside('test/editor', argv, where);
  const written = await readFile(file, 'utf8').catch(() => undefined);
  const failed = { passed: 0, failed: 1, skipped: 0 };
  return { code, tally: written === undefined ? failed : parseJson(written) };
}
