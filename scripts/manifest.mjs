// Writes what package.json says of the extension (commands, menus, views, settings, ...) from the tables in src/manifest:
// `node scripts/manifest.mjs`. The keys are kept in place; everything else in package.json is left as it is.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';

import { importSource } from './lib/import-source.mjs';
import { isMain } from './lib/is-main.mjs';
import { repository } from './lib/repository.mjs';

const FILE = join(repository, 'package.json');

/** The text that package.json should have. */
export async function manifestText() {
  const { generatedManifest } = await importSource('src/manifest/contributes.ts');
  const written = JSON.parse(await readFile(FILE, 'utf8'));
  return format(JSON.stringify({ ...written, ...generatedManifest() }), {
    parser: 'json-stringify',
  });
}

if (isMain(import.meta.url)) await writeFile(FILE, await manifestText());
