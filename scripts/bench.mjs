// `npm run bench [-- part ...]`: bundles the parts under scripts/bench/ and prints each one's table. Without names, all of them.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

import { importComputed } from './lib/typed.mjs';

const PARTS = ['statistics', 'build', 'scale', 'timing', 'command', 'offers', 'record', 'editor'];

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
/** @param {string} part */
const source = (part) => path.join(root, 'scripts', 'bench', `${part}.ts`);
const asked = process.argv.slice(2);
const unknown = asked.filter((part) => !PARTS.includes(part) || !existsSync(source(part)));
if (unknown.length > 0) {
  process.stderr.write(`No bench part ${unknown.join(', ')}; there are ${PARTS.join(', ')}.\n`);
  process.exit(2);
}
const parts = asked.length > 0 ? asked : PARTS.filter((part) => existsSync(source(part)));

// Parts that measure whole processes start these.
const workers = readdirSync(path.join(root, 'scripts', 'bench'))
  .filter((name) => name.endsWith('-worker.ts'))
  .map((name) => path.join(root, 'scripts', 'bench', name));

/** Scripts stay where they are: they find the repository, and each other, by their own place in it. */
const scriptsInPlace = /** @satisfies {import('esbuild').Plugin} */ ({
  name: 'scripts-in-place',
  setup(build) {
    build.onResolve({ filter: /^\..*\.mjs$/ }, ({ path: asked, resolveDir }) => ({
      path: pathToFileURL(path.resolve(resolveDir, asked)).href,
      external: true,
    }));
  },
});

const folder = path.join(root, 'dist', 'bench');
rmSync(folder, { recursive: true, force: true });
await build({
  entryPoints: [...parts.map(source), ...workers, path.join(root, 'scripts', 'bench', 'table.ts')],
  outdir: folder,
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // Packages are run from node_modules: some are CommonJS and do not bundle into ESM.
  packages: 'external',
  plugins: [scriptsInPlace],
  loader: { '.c': 'text' },
  logLevel: 'error',
  outExtension: { '.js': '.mjs' },
});
/**
 * @template Module
 * @param {string} part
 * @returns {Promise<Module>}
 */
const load = (part) => importComputed(pathToFileURL(path.join(folder, `${part}.mjs`)).href);
/** @type {typeof import('./bench/table.ts')} */
const { tableText } = await load('table');
for (const part of parts) {
  const started = performance.now();
  /** @type {{ run: () => Promise<import('./bench/table.ts').BenchTable> }} */
  const { run } = await load(part);
  const table = await run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${tableText(table)}  (${part}: ${seconds} s)\n\n`);
}
