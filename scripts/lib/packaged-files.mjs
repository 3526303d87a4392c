// The files that each package has of its own: made from the repository's, or from what its bundles hold.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { packagedReadme } from './packaged-readme.mjs';
import { repository } from './repository.mjs';
import { thirdParties, thirdPartyText } from './third-party.mjs';

/**
 * Writes a package's package.json, its README and the licences of the libraries in it.
 * @param {string} folder of the package
 * @param {object} manifest what package.json says
 * @param {import('esbuild').Metafile[]} built what went into its bundles
 */
export async function writePackagedFiles(folder, manifest, built) {
  const readme = await readFile(join(repository, 'README.md'), 'utf8');
  const written = {
    'package.json': `${JSON.stringify(manifest, undefined, 2)}\n`,
    'README.md': packagedReadme(readme),
    'THIRD-PARTY-LICENSES.txt': thirdPartyText(await thirdParties(built)),
  };
  for (const [name, content] of Object.entries(written)) {
    await writeFile(join(folder, name), content);
  }
}
