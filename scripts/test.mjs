// `npm test`: sets up what is missing, builds, checks (types, lint, circles, format), runs every test, those inside VS Code too,
// and ends with a line such as `123 passed, 0 failed`. `npm test -- <vitest arguments>` runs only those tests, without
// the check and without those inside VS Code.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ensureTools } from './lib/ensure-tools.mjs';
import { ensureNodeModules } from './lib/node-modules.mjs';
import { requireNode } from './lib/node-version.mjs';
import { repository } from './lib/repository.mjs';
import { run, runNpm } from './lib/run.mjs';
import { addTally, tallyLine, tallyOf } from './lib/tally.mjs';
import { parseJson } from './lib/typed.mjs';
import { ensureBrowser } from './setup-browser.mjs';
import { editorUnwanted, ensureEditor, ensureEditorServer } from './setup-editor.mjs';
import { ensureLlvm } from './setup-llvm.mjs';
import { runEditorTests } from './test-editor.mjs';

const chosen = process.argv.slice(2);

requireNode();
await ensureNodeModules();
await ensureLlvm();
const browser = await ensureBrowser();
await ensureTools();
const everything = chosen.length === 0;
const editor = everything ? await ensureEditor() : undefined;
const server = everything ? await ensureEditorServer() : undefined;

/** Tests inside VS Code; an editor that cannot be had counts as one failure, unless it was asked to be left out. */
async function editorTally() {
  const none = { passed: 0, failed: 0, skipped: 0 };
  if (editor === undefined) return none;
  if ('missing' in editor) {
    process.stdout.write(`\nNo test ran inside VS Code. ${editor.missing}\n`);
    return { ...none, failed: editorUnwanted() ? 0 : 1 };
  }
  process.stdout.write(`\nTests inside VS Code: ${editor.what}\n`);
  const tally = await runEditorTests(editor);
  if (server !== undefined && 'missing' in server) {
    // Their own reporter has them as skipped.
    process.stdout.write(`\nThe tests of test/ui/editor were skipped. ${server.missing}\n`);
    // VS Code's server is for Linux: elsewhere these tests are not to be had.
    if (process.platform === 'linux') tally.failed++;
  }
  return tally;
}

const { buildAll } = await import('./build.mjs');
await buildAll();

const checkCode = everything ? await runNpm(['run', '--silent', 'check']) : 0;

const scratch = await mkdtemp(join(tmpdir(), 'retarget-test-'));
try {
  const file = join(scratch, 'report.json');
  const testCode = await run(
    process.execPath,
    [
      join(repository, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      ...chosen,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
    { env: browser === undefined ? {} : { RETARGET_CHROMIUM: browser } },
  );
  if (checkCode !== 0) {
    process.stdout.write('\nnpm run check failed (see above): counted as one failure.\n');
  }
  const written = await readFile(file, 'utf8').catch(() => undefined);
  if (written === undefined) {
    // Interrupted, or told to do something else than run tests: there is nothing to count.
    process.exitCode = testCode === 0 ? checkCode : testCode;
  } else {
    const tally = tallyOf(parseJson(written), testCode);
    const inEditor = await editorTally();
    addTally(tally, inEditor);
    if (checkCode !== 0) tally.failed++;
    process.stdout.write(`\n${tallyLine(tally)}\n`);
    process.exitCode = tally.failed === 0 ? 0 : 1;
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
