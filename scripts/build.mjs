// Bundles the faces with esbuild: the command line and the language server for Node, the extension for VS Code, and the
// page for browsers.
//
//   node scripts/build.mjs    dist/cli.js, dist/server.js, dist/chunks/, dist/extension.js, dist/extension/, dist/page.js, dist/page.css
import { chmod, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { inertFeatures } from './lib/inert-features.mjs';
import { isMain } from './lib/is-main.mjs';
import { repository } from './lib/repository.mjs';
import { requiredModules } from './lib/required-modules.mjs';
import { usedTypes } from './lib/used-types.mjs';

/** What CommonJS libraries inside an ES module bundle expect to find. */
const COMMONJS_NAMES = [
  "import { createRequire as __createRequire } from 'node:module';",
  "import { fileURLToPath as __fileURLToPath } from 'node:url';",
  'const require = __createRequire(import.meta.url);',
  // write-file-atomic makes its temporary files' names from it.
  'const __filename = __fileURLToPath(import.meta.url);',
  "const __dirname = __fileURLToPath(new URL('.', import.meta.url));",
].join('\n');

/** What every bundle for Node has in common. Chunks are loaded on demand: loading time is start-up time. */
const NODE_BUNDLE = /** @type {const} */ ({
  absWorkingDir: repository,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.17',
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
});

/**
 * @typedef {object} BuildOptions
 * @property {boolean} [maps] whether source maps are made, which stack traces are read with; they do not ship
 */

/**
 * The command line and the language server: `cli.js` and `server.js`, both executable, with what they share and what
 * they load on demand in `chunks/`.
 * @param {string} [out] folder, made where missing
 * @param {BuildOptions} [options]
 */
export async function buildEngine(out = join(repository, 'dist'), { maps = true } = {}) {
  const { build } = await import('esbuild');
  const manifest = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'));
  // Chunks carry hashes in their names: those of an older build would stay for ever.
  await rm(join(out, 'chunks'), { recursive: true, force: true });
  const result = await build({
    ...NODE_BUNDLE,
    sourcemap: maps ? 'linked' : false,
    entryPoints: { cli: 'src/cli/main.ts', server: 'src/server/main.ts' },
    outdir: out,
    chunkNames: 'chunks/[name]-[hash]',
    // Some libraries' CommonJS entry loads files by computed names, which no bundler can follow.
    mainFields: ['module', 'main'],
    // Names stay readable in stacks; white space and dead branches go.
    minifyWhitespace: true,
    minifySyntax: true,
    loader: { '.c': 'text' },
    define: { RETARGET_VERSION: JSON.stringify(manifest.version) },
    banner: { js: `#!/usr/bin/env node\n${COMMONJS_NAMES}` },
  });
  for (const entry of ['cli.js', 'server.js']) await chmod(join(out, entry), 0o755);
  return result.metafile;
}

/**
 * The VS Code extension: `extension.js`, which is all that activation loads, and the rest in `extension/`.
 * @param {string} [out] folder, made where missing
 * @param {BuildOptions} [options]
 */
export async function buildExtension(out = join(repository, 'dist'), { maps = true } = {}) {
  const { build } = await import('esbuild');
  await rm(join(out, 'extension'), { recursive: true, force: true });
  const result = await build({
    ...NODE_BUNDLE,
    sourcemap: maps ? 'linked' : false,
    entryPoints: { extension: 'src/editor/extension.ts' },
    outdir: out,
    chunkNames: 'extension/[name]-[hash]',
    external: ['vscode'],
    plugins: [inertFeatures, usedTypes, requiredModules],
    minify: true,
  });
  return result.metafile;
}

/**
 * The page that draws a run: `page.js` (one classic script) and `page.css`, for the standalone report and the editor.
 * @param {string} [out] folder, made where missing
 */
export async function buildPage(out = join(repository, 'dist')) {
  const { build } = await import('esbuild');
  const result = await build({
    absWorkingDir: repository,
    entryPoints: ['webview/main.ts', 'webview/page.css'],
    entryNames: 'page',
    outdir: out,
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: ['chrome114', 'firefox115', 'safari16.4'],
    minify: true,
    metafile: true,
    logLevel: 'warning',
  });
  return result.metafile;
}

/**
 * Everything that ships.
 * @param {string} [out] folder, made where missing
 * @param {BuildOptions} [options]
 * @returns {Promise<import('esbuild').Metafile[]>} what went into it
 */
export function buildAll(out, options) {
  return Promise.all([buildEngine(out, options), buildExtension(out, options), buildPage(out)]);
}

if (isMain(import.meta.url)) {
  try {
    await buildAll();
  } catch (error) {
    // esbuild has printed where and why already.
    if (!Array.isArray(error?.errors)) throw error;
    process.exitCode = 1;
  }
}
