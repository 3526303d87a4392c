// `npm test`: sets up what is missing, builds, checks (types, lint, circles, format), runs every test, those inside VS Code too,
// and ends with a line such as `123 passed, 0 failed`. `npm test -- <vitest arguments>` runs only those tests, without
// the check and without those inside VS Code. `npm run test:all` also holds the baseline rule on every public project, of
// which `npm test` takes one a day.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ensureTools } from './lib/ensure-tools.mjs';
import { ensureNodeModules } from './lib/node-modules.mjs';
import { requireNode } from './lib/node-version.mjs';
import { TAKE_ALL, todaysProjects } from './lib/projects-of-today.mjs';
import { addTally, tallyLine } from './lib/tally.mjs';
import { runCheck, runLaunches, runVitest, runWindows } from './lib/test-parts.mjs';
import { ensureBrowser } from './setup-browser.mjs';
import { editorUnwanted, ensureEditor, ensureEditorServer } from './setup-editor.mjs';
import { ensureLlvm } from './setup-llvm.mjs';

/** @typedef {import('./lib/test-parts.mjs').Outcome} Outcome */

const args = process.argv.slice(2);
const all = args.includes('--all');
const chosen = args.filter((word) => word !== '--all');

requireNode();
await ensureNodeModules();
await ensureLlvm();
const browser = await ensureBrowser();
await ensureTools();
const everything = chosen.length === 0;
const editor = everything ? await ensureEditor() : undefined;
const server = everything ? await ensureEditorServer() : undefined;

const { buildAll } = await import('./build.mjs');
await buildAll();

const scratch = await mkdtemp(join(tmpdir(), 'retarget-test-'));
/** @type {Record<string, string>} */
const env = {
  ...(browser === undefined ? {} : { RETARGET_CHROMIUM: browser }),
  ...(all ? TAKE_ALL : {}),
};

/** What was shown meanwhile: in a terminal, vitest writes over lines that others print. */
let held = '';
/** @param {string} text */
function show(text) {
  if (process.stdout.isTTY) held += text;
  else process.stdout.write(text);
}
const where = { scratch, env, show };

let interrupted = false;
process.on('SIGINT', () => (interrupted = true));

/** What runs beside the tests that `project node` names. @returns {Promise<Outcome[]>} */
async function beside() {
  const outcomes = [await runCheck(where)];
  if (!interrupted) outcomes.push(await runWindows(where));
  if (!interrupted) outcomes.push(await launches());
  return outcomes;
}

/** An editor that cannot be had counts as one failure, unless it was asked to be left out. */
async function launches() {
  const failure = { code: 1, tally: { passed: 0, failed: 1, skipped: 0 } };
  if (editor === undefined || 'missing' in editor) {
    show(`\nNo test ran inside VS Code. ${editor?.missing ?? ''}\n`);
    if (!editorUnwanted()) return failure;
    return { code: 0, tally: { passed: 0, failed: 0, skipped: 0 } };
  }
  const outcome = await runLaunches(where);
  if (server !== undefined && 'missing' in server) {
    // Their own reporter has them as skipped.
    show(`\nThe tests of test/ui/editor were skipped. ${server.missing}\n`);
    // VS Code's server is for Linux: elsewhere these tests are not to be had.
    if (process.platform === 'linux' && outcome.tally !== undefined) outcome.tally.failed++;
  }
  return outcome;
}

try {
  const [tests, others] = everything
    ? await Promise.all([runVitest(['--project', 'node'], where), beside()])
    : [await runVitest(chosen, where), []];
  process.stdout.write(held);
  const outcomes = [tests, ...others];
  if (outcomes.some(({ tally }) => tally === undefined)) {
    // Interrupted, or told to do something else than run tests: there is nothing to count.
    process.exitCode = outcomes.find(({ code }) => code !== 0)?.code ?? 0;
  } else {
    const sum = { passed: 0, failed: 0, skipped: 0 };
    for (const { tally } of outcomes) if (tally !== undefined) addTally(sum, tally);
    if (everything && !all) process.stdout.write(`\n${todaysProjects()}\n`);
    process.stdout.write(`\n${tallyLine(sum)}\n`);
    process.exitCode = sum.failed === 0 ? 0 : 1;
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
