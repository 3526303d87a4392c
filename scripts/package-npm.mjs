// Packs the command line and the language server for npm: `npm run package:npm` leaves retarget-<version>.tgz in the
// repository's folder. package.json stays private, so that nothing else is ever published from here.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

import { buildEngine, buildPage } from './build.mjs';
import { isMain } from './lib/is-main.mjs';
import { readPackageJson } from './lib/package-json.mjs';
import { writePackagedFiles } from './lib/packaged-files.mjs';
import { repository } from './lib/repository.mjs';
import { runNpm } from './lib/run.mjs';

/**
 * Where the code is kept, which npm compares with where it was built: provenance needs it.
 * @param {Readonly<Record<string, string | undefined>>} env of GitHub Actions
 */
export function repositoryField({ GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name }) {
  if (server === undefined || name === undefined) return {};
  return { repository: { type: 'git', url: `git+${server}/${name}.git` } };
}

/**
 * The package's package.json: what npm and its users need. Libraries are in the bundles.
 * @param {import('./lib/package-json.mjs').PackageJson} manifest the repository's
 */
function npmManifest(manifest) {
  const { name, version, description, keywords, license, type, bin } = manifest;
  return {
    ...{ name, version, description, keywords, license, type, bin },
    ...repositoryField(process.env),
    engines: { node: manifest.engines.node },
    files: ['dist', 'CHANGELOG.md', 'THIRD-PARTY-LICENSES.txt'],
  };
}

/**
 * @param {string} [out] folder for the package, which exists
 * @returns {Promise<string>} its path
 */
export async function packageForNpm(out = repository) {
  const folder = await mkdtemp(join(tmpdir(), 'retarget-npm-'));
  try {
    const dist = join(folder, 'dist');
    const built = await Promise.all([buildEngine(dist, { maps: false }), buildPage(dist)]);
    for (const path of ['CHANGELOG.md', 'LICENSE']) {
      await cp(join(repository, path), join(folder, path));
    }
    const manifest = npmManifest(await readPackageJson());
    await writePackagedFiles(folder, manifest, built);
    const code = await runNpm(['pack', folder, '--pack-destination', out, '--loglevel=error']);
    if (code !== 0) throw new Error(`npm pack ended with exit code ${code}.`);
    return join(out, `${manifest.name}-${manifest.version}.tgz`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (isMain(import.meta.url)) {
  process.stdout.write(`${relative(process.cwd(), await packageForNpm())}\n`);
}
