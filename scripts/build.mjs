// Bundles the faces with esbuild: the command line and the language server for Node, the extension for VS Code, and the
// page for browsers.
//
//   node scripts/build.mjs            dist/cli.js, dist/server.js, dist/chunks/, dist/extension.js, dist/extension/, dist/page.js, dist/page.css
//   node scripts/build.mjs --watch    the same, and again after each change, until it is interrupted
import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { inertFeatures } from './lib/inert-features.mjs';
import { isMain } from './lib/is-main.mjs';
import { readPackageJson } from './lib/package-json.mjs';
import { repository } from './lib/repository.mjs';
import { requiredModules } from './lib/required-modules.mjs';
import { usedTypes } from './lib/used-types.mjs';

/** What CommonJS libraries inside an ES module bundle expect to find. */
const COMMONJS_NAMES = [
  "import { createRequire as __createRequire } from 'node:module';",
  // write-file-atomic makes its temporary files' names from it.
  'const __filename = import.meta.filename;',
  'const __dirname = import.meta.dirname;',
  // Each of a hundred chunks makes one, from a path in half the time.
  'const require = __createRequire(__filename);',
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

/** @typedef {import('esbuild').BuildOptions & { metafile: true }} Bundle */

/**
 * @typedef {object} BuildOptions
 * @property {boolean} [maps] whether source maps are made, which stack traces are read with; they do not ship
 */

/**
 * The command and the server are started as programs of their own.
 * @type {import('esbuild').Plugin}
 */
const executableEntries = {
  name: 'executable-entries',
  setup({ initialOptions, ...build }) {
    build.onEnd(async ({ errors }) => {
      if (errors.length > 0) return;
      const { outdir = '', entryPoints = {} } = initialOptions;
      for (const entry of Object.keys(entryPoints)) await chmod(join(outdir, `${entry}.js`), 0o755);
    });
  },
};

/**
 * The command line and the language server: `cli.js` and `server.js`, both executable, with what they share and what
 * they load on demand in `chunks/`.
 * @param {string} out folder, made where missing
 * @param {BuildOptions} [options]
 * @returns {Promise<Bundle>}
 */
async function engine(out, { maps = true } = {}) {
  const { version } = await readPackageJson();
  return {
    ...NODE_BUNDLE,
    sourcemap: maps ? 'linked' : false,
    entryPoints: { cli: 'src/cli/start.ts', server: 'src/server/main.ts' },
    outdir: out,
    chunkNames: 'chunks/[name]-[hash]',
    // Some libraries' CommonJS entry loads files by computed names, which no bundler can follow.
    mainFields: ['module', 'main'],
    // Names stay readable in stacks; white space and dead branches go.
    minifyWhitespace: true,
    minifySyntax: true,
    loader: { '.c': 'text' },
    define: { RETARGET_VERSION: JSON.stringify(version) },
    banner: { js: `#!/usr/bin/env node\n${COMMONJS_NAMES}` },
    plugins: [executableEntries],
  };
}

/**
 * The VS Code extension: `extension.js`, which is all that activation loads, and the rest in `extension/`.
 * @param {string} out folder, made where missing
 * @param {BuildOptions} [options]
 * @returns {Bundle}
 */
function extension(out, { maps = true } = {}) {
  return {
    ...NODE_BUNDLE,
    sourcemap: maps ? 'linked' : false,
    entryPoints: { extension: 'src/editor/extension.ts' },
    outdir: out,
    chunkNames: 'extension/[name]-[hash]',
    external: ['vscode'],
    plugins: [inertFeatures, usedTypes, requiredModules],
    minify: true,
  };
}

/**
 * The page that draws a run: `page.js` (one classic script) and `page.css`, for the standalone report and the editor.
 * @param {string} out folder, made where missing
 * @returns {Bundle}
 */
function page(out) {
  return {
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
  };
}

const DIST = join(repository, 'dist');

/**
 * Chunks carry hashes in their names: those of an older build would stay for ever.
 * @param {string} out
 * @param {string} folder
 */
const forgetChunks = (out, folder) => rm(join(out, folder), { recursive: true, force: true });

/** The command line and the language server: see `engine`. */
export async function buildEngine(out = DIST, options = {}) {
  const { build } = await import('esbuild');
  await forgetChunks(out, 'chunks');
  return (await build({ ...(await engine(out, options)), metafile: true })).metafile;
}

/** The VS Code extension: see `extension`. */
export async function buildExtension(out = DIST, options = {}) {
  const { build } = await import('esbuild');
  await forgetChunks(out, 'extension');
  return (await build({ ...extension(out, options), metafile: true })).metafile;
}

/** The page: see `page`. */
export async function buildPage(out = DIST) {
  const { build } = await import('esbuild');
  return (await build({ ...page(out), metafile: true })).metafile;
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

/**
 * Builds everything, and again whatever a changed file is part of, until it is told to stop. Mistakes in the sources are
 * printed, and end nothing.
 * @param {string} out folder, made where missing
 * @param {(state: 'building' | 'built') => void} tell hears when work begins and when all bundles are done
 * @returns {Promise<() => Promise<void>>} ends the watching
 */
export async function watchAll(out, tell) {
  const { context } = await import('esbuild');
  await Promise.all([forgetChunks(out, 'chunks'), forgetChunks(out, 'extension')]);
  const bundles = [await engine(out), extension(out), page(out)];
  let busy = 0;
  /** @type {import('esbuild').Plugin} */
  const telling = {
    name: 'telling',
    setup(build) {
      build.onStart(() => {
        if (busy++ === 0) tell('building');
      });
      build.onEnd(() => {
        if (--busy === 0) tell('built');
      });
    },
  };
  const contexts = await Promise.all(
    bundles.map((bundle) => context({ ...bundle, plugins: [...(bundle.plugins ?? []), telling] })),
  );
  await Promise.all(contexts.map((each) => each.watch()));
  return async () => {
    await Promise.all(contexts.map((each) => each.dispose()));
  };
}

async function main() {
  if (process.argv.includes('--watch')) {
    // .vscode/tasks.json waits for these lines.
    const LINES = { building: 'Building', built: 'Watching for changes' };
    await watchAll(DIST, (state) => process.stdout.write(`${LINES[state]}\n`));
    return;
  }
  try {
    await buildAll();
  } catch (error) {
    // esbuild has printed where and why already.
    if (!(error instanceof Error && 'errors' in error)) throw error;
    process.exitCode = 1;
  }
}

if (isMain(import.meta.url)) await main();
