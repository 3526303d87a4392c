// Writes the extension's part of package.json (commands, menus, views, settings, ...) and its texts, package.nls.json, from
// the tables in src/manifest: `node scripts/manifest.mjs`. It leaves everything else in package.json, and its order, as it is.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';

import { importSource } from './lib/import-source.mjs';
import { isMain } from './lib/is-main.mjs';
import { readPackageJson } from './lib/package-json.mjs';
import { repository } from './lib/repository.mjs';

/** @param {unknown} value */
const asJson = (value) => format(JSON.stringify(value), { parser: 'json-stringify' });

/**
 * @returns {Promise<Record<'package.json' | 'package.nls.json', string>>} what the files should contain
 */
export async function manifestFiles() {
  /** @type {typeof import('../src/manifest/contributes.ts')} */
  const { generatedManifest } = await importSource('src/manifest/contributes.ts');
  const { manifest, texts } = generatedManifest();
  const written = await readPackageJson();
  return {
    'package.json': await asJson({ ...written, ...manifest }),
    'package.nls.json': await asJson({ description: written.description, ...texts }),
  };
}

if (isMain(import.meta.url)) {
  for (const [name, content] of Object.entries(await manifestFiles())) {
    await writeFile(join(repository, name), content);
  }
}
