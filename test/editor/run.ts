// What the extension host calls: runs the suites of one launch with mocha, prints what they say and writes down how they went.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Mocha from 'mocha';
import { version } from 'vscode';
import { TESTS_BEGIN, TESTS_END } from '../../scripts/lib/editor/session-lines.mjs';
import type { LaunchResults } from './launches.ts';

/** Milliseconds for one test: real compilers take their time on a busy machine. */
const TEST_LIMIT = 60_000;

/** A variable that scripts/test-editor.mjs sets for every launch. */
function given(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set.`);
  return value;
}

/** @throws where a test fails, which makes the editor's exit code 1 */
export async function run(): Promise<void> {
  // console, since it is the one output that every kind of VS Code hands on.
  // eslint-disable-next-line no-console
  console.log(`${TESTS_BEGIN} ${version}`);
  const suites = given('RETARGET_EDITOR_SUITES');
  const grep = process.env['RETARGET_EDITOR_GREP'];
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: TEST_LIMIT,
    color: process.env['FORCE_COLOR'] === '1',
    forbidOnly: process.env['CI'] === 'true',
    // VS Code itself loses an event now and then; what was tried again is told.
    retries: 1,
    ...(grep === undefined || grep === '' ? {} : { grep }),
  });
  const files = await readdir(suites);
  for (const file of files.filter((name) => name.endsWith('.test.mjs')).sort()) {
    mocha.addFile(join(suites, file));
  }
  await mocha.loadFilesAsync();
  const results = await resultsOf(mocha);
  const file = given('RETARGET_EDITOR_RESULTS');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(results));
  // eslint-disable-next-line no-console
  console.log(TESTS_END);
  if (results.failed > 0) throw new Error(`${results.failed} tests failed.`);
}

function resultsOf(mocha: Mocha): Promise<LaunchResults> {
  return new Promise((resolve) => {
    const failures: { title: string; message: string }[] = [];
    const runner = mocha.run((failed) => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed, skipped: pending, failures });
    });
    runner.on('retry', (test: Mocha.Test, error: unknown) => {
      // eslint-disable-next-line no-console
      console.log(`Tried again: ${test.fullTitle()}: ${String(error)}`);
    });
    runner.on('fail', (test, error: unknown) => {
      failures.push({ title: test.fullTitle(), message: String(error) });
    });
  });
}
