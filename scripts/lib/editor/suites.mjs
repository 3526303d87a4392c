// The tests that run inside the editor, bundled: the extension host cannot load TypeScript.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { repository } from '../repository.mjs';
import { importComputed } from '../typed.mjs';

const source = join(repository, 'test', 'editor');

/**
 * The suites of one launch, relative to test/editor.
 * @param {string} name
 */
function suitesOf(name) {
  const folder = join(source, name);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join(name, file));
}

/**
 * Bundles runner, launches and suites.
 * @param {string} folder absolute path, inside the repository, so that packages are found from there
 * @returns {Promise<readonly import('../../../test/editor/launches.ts').Launch[]>} the launches
 */
export async function bundleSuites(folder) {
  const { build } = await import('esbuild');
  const launchFolders = readdirSync(source, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const suites = launchFolders.flatMap(({ name }) => suitesOf(name));
  await build({
    absWorkingDir: repository,
    entryPoints: ['run.ts', 'launches.ts', ...suites].map((file) => join(source, file)),
    outdir: folder,
    outbase: source,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    external: ['vscode'],
    sourcemap: 'inline',
    loader: { '.c': 'text' },
    logLevel: 'error',
    outExtension: { '.js': '.mjs' },
  });
  /** @type {typeof import('../../../test/editor/launches.ts')} */
  const { launches } = await importComputed(join(folder, 'launches.mjs'));
  return launches;
}
