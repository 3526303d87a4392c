// What action.yml runs in GitHub Actions: builds this checkout, profiles with it, and writes the job summary. Inputs come as
// variables, so that no shell reads them.
import { appendFile, mkdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { isMain } from './lib/is-main.mjs';
import { ensureNodeModules } from './lib/node-modules.mjs';
import { requireNode } from './lib/node-version.mjs';
import { run } from './lib/run.mjs';
import { stop } from './lib/stop.mjs';
import { ensureLlvm } from './setup-llvm.mjs';

/** Bytes of one step's summary; GitHub drops a longer one. */
const SUMMARY_LIMIT = 1024 * 1024;

/** By input: the option of `retarget profile`. */
const OPTIONS = {
  TARGETS: '--targets',
  BASELINE: '--baseline',
  PROGRAM: '--program',
  BUDGET: '--budget',
  PRECISION: '--precision',
  FAIL_BELOW: '--fail-below',
};

/** One word per line, without empty lines. */
const words = (text = '') => text.split(/\r?\n/).filter((line) => line.trim() !== '');

/**
 * The words for the command line.
 * @param {Readonly<Record<string, string | undefined>>} env with `INPUT_...`
 * @param {readonly string[]} reports absolute paths, whose extensions say the formats
 */
export function actionArguments(env, reports) {
  const build = words(env.INPUT_BUILD);
  const options = Object.entries(OPTIONS).flatMap(([name, option]) => {
    const value = env[`INPUT_${name}`]?.trim() ?? '';
    if (value === '') return [];
    // A recorded build names its programs by their executables.
    const spelled = name === 'PROGRAM' && build.length > 0 ? '--name' : option;
    return [`${spelled}=${value}`];
  });
  const all = [
    ...options,
    ...words(env.INPUT_ARGUMENTS),
    ...reports.map((file) => `--out=${file}`),
  ];
  if (build.length > 0) return ['record', '--profile', ...all, '--', ...build];
  return ['profile', ...all, '--', env.INPUT_PATH || '.'];
}

/**
 * A report as the job summary takes it.
 * @param {string} markdown
 */
export function summaryOf(markdown) {
  const bytes = Buffer.byteLength(markdown);
  if (bytes < SUMMARY_LIMIT) return `${markdown.trimEnd()}\n`;
  return `The report is too long for a job summary (${(bytes / 1e6).toFixed(1)} MB). Upload the file in the output \`html\` as an artifact.\n`;
}

/**
 * A variable of GitHub Actions.
 * @param {string} name
 */
const given = (name) =>
  process.env[name] ?? stop(`${name} is not set: this script is for action.yml.`);

async function main() {
  requireNode();
  const workspace = given('GITHUB_WORKSPACE');
  const outputs = given('GITHUB_OUTPUT');
  const summary = given('GITHUB_STEP_SUMMARY');
  const folder = join(given('RUNNER_TEMP'), 'retarget');
  await ensureNodeModules();
  await ensureLlvm();
  const dist = join(folder, 'dist');
  const { buildEngine, buildPage } = await import('./build.mjs');
  await Promise.all([buildEngine(dist), buildPage(dist)]);

  /** @param {string} extension */
  const report = (extension) => join(folder, `run.${extension}`);
  const [html, json, markdown] = [report('html'), report('json'), report('md')];
  await mkdir(folder, { recursive: true });
  const recorded = words(process.env.INPUT_BUILD).length > 0;
  process.exitCode = await run(
    process.execPath,
    [join(dist, 'cli.js'), ...actionArguments(process.env, [html, json, markdown])],
    { cwd: recorded ? resolve(workspace, process.env.INPUT_PATH || '.') : workspace },
  );
  // A run that failed, or is below the threshold, has its report all the same.
  if ((await stat(markdown).catch(() => undefined)) === undefined) return;
  await appendFile(outputs, `html=${html}\njson=${json}\nmarkdown=${markdown}\n`);
  await appendFile(summary, summaryOf(await readFile(markdown, 'utf8')));
}

if (isMain(import.meta.url)) await main();
