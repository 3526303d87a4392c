// Imports a TypeScript source of the repository from a script, bundled on the way.
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { repository } from './repository.mjs';
import { importComputed } from './typed.mjs';

/**
 * @template Module
 * @param {string} source path in the repository
 * @returns {Promise<Module>} its exports
 */
export async function importSource(source) {
  const { build } = await import('esbuild');
  // Inside the repository, so that the bundle finds the installed packages.
  const folder = await mkdtemp(join(repository, 'node_modules', '.source-'));
  try {
    const outfile = join(folder, 'source.mjs');
    await build({
      entryPoints: [join(repository, source)],
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      outfile,
      logLevel: 'error',
    });
    return await importComputed(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
