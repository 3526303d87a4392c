// Runs the tests of test/editor inside a real VS Code, one launch after the other:
//
//   npm run test:editor -- [--launch NAME]... [--grep REGEXP] [--headed] [--built] [--tally FILE]
//
// --built   the extension has been built already
// --tally   writes how many tests went which way, as JSON
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { isMain } from './lib/is-main.mjs';
import { ensureNodeModules } from './lib/node-modules.mjs';
import { requireNode } from './lib/node-version.mjs';
import { repository } from './lib/repository.mjs';
import { stop } from './lib/stop.mjs';
import { addTally, tallyLine } from './lib/tally.mjs';
import { ensureEditor } from './setup-editor.mjs';

/**
 * Runs the launches. The extension has been built already.
 * @param {import('./setup-editor.mjs').Editor} editor
 * @param {{ names?: readonly string[] | undefined, grep?: string | undefined, headed?: boolean | undefined }} [options] without names, all launches
 * @returns {Promise<import('./lib/tally.mjs').Tally>}
 * @throws {RangeError} for a name that no launch has
 */
async function runEditorTests(editor, { names = [], grep, headed } = {}) {
  const { bundleSuites } = await import('./lib/editor/suites.mjs');
  const { runLaunch } = await import('./lib/editor/launch.mjs');
  // Inside the repository, so that the suites find the installed packages; a name of its own, so that two
  // invocations do not meet.
  const suites = await mkdtemp(join(repository, 'node_modules', '.editor-tests-'));
  const cache = await mkdtemp(join(tmpdir(), 'retarget-editor-cache-'));
  const sum = { passed: 0, failed: 0, skipped: 0 };
  try {
    const launches = await bundleSuites(suites);
    const unknown = names.filter((name) => !launches.some((launch) => launch.name === name));
    if (unknown.length > 0) {
      const known = launches.map(({ name }) => name).join(', ');
      throw new RangeError(`There is no launch ${unknown.join(', ')}; there are ${known}.`);
    }
    for (const launch of launches) {
      if (names.length > 0 && !names.includes(launch.name)) continue;
      if (!existsSync(join(suites, launch.name))) continue;
      process.stdout.write(`\nLaunch ${launch.name}\n`);
      const started = performance.now();
      const tally = await runLaunch(editor, launch, { suites, cache, grep, headed });
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      process.stdout.write(`Launch ${launch.name}: ${tallyLine(tally)} (${seconds} s)\n`);
      addTally(sum, tally);
    }
    return sum;
  } finally {
    await rm(suites, { recursive: true, force: true });
    await rm(cache, { recursive: true, force: true });
  }
}

function options() {
  try {
    const { values } = parseArgs({
      options: {
        launch: { type: 'string', multiple: true },
        grep: { type: 'string' },
        headed: { type: 'boolean' },
        built: { type: 'boolean' },
        tally: { type: 'string' },
      },
    });
    return values;
  } catch (error) {
    return stop(
      `${error instanceof Error ? error.message : String(error)}\nusage: npm run test:editor -- [--launch NAME]... [--grep REGEXP] [--headed] [--built] [--tally FILE]`,
      2,
    );
  }
}

if (isMain(import.meta.url)) {
  const { launch, grep, headed, built, tally: file } = options();
  requireNode();
  await ensureNodeModules();
  const editor = await ensureEditor();
  if ('missing' in editor) stop(editor.missing);
  process.stdout.write(`${editor.what}\n`);
  if (built !== true) {
    const { buildAll } = await import('./build.mjs');
    await buildAll();
  }
  try {
    const tally = await runEditorTests(editor, { names: launch, grep, headed });
    process.stdout.write(`\n${tallyLine(tally)}\n`);
    if (file !== undefined) await writeFile(file, JSON.stringify(tally));
    const ran = tally.passed + tally.failed + tally.skipped;
    if (ran === 0) process.stderr.write(`No test has ${grep ?? 'a title'} in its title.\n`);
    process.exitCode = tally.failed === 0 && ran > 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    stop(error.message, 2);
  }
}
