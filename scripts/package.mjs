// Packs the VS Code extension: `npm run package` leaves retarget-<version>.vsix in the repository's folder.
//
// It is put together in a folder of its own, from a fresh build: what .vscodeignore lists, the licences of what is
// bundled, a README that needs no repository around it, and a manifest without what only development needs.
import { cp, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

import { buildAll } from './build.mjs';
import { isMain } from './lib/is-main.mjs';
import { readPackageJson } from './lib/package-json.mjs';
import { writePackagedFiles } from './lib/packaged-files.mjs';
import { repository } from './lib/repository.mjs';

/** Bytes. */
export const SIZE_LIMIT = 1.5e6;

/** Of package.json: of no use to who installs the extension. */
const DEVELOPMENT = ['private', 'scripts', 'devDependencies', 'dependencies', 'overrides'];

/** The manifest's texts, and their translations. */
const TEXTS = /^package\.nls(?:\.[\w-]+)?\.json$/;

/**
 * Everything that may go into the package, in a folder.
 * @param {string} folder
 */
async function stage(folder) {
  const built = await buildAll(join(folder, 'dist'), { maps: false });
  const translations = (await readdir(repository)).filter((name) => TEXTS.test(name));
  for (const path of [
    '.vscodeignore',
    'CHANGELOG.md',
    'LICENSE',
    'l10n',
    'media',
    ...translations,
  ]) {
    await cp(join(repository, path), join(folder, path), { recursive: true });
  }
  const manifest = await readPackageJson();
  for (const key of DEVELOPMENT) delete manifest[key];
  // npm wants it in words, VS Code by its key.
  manifest.description = '%description%';
  await writePackagedFiles(folder, manifest, built);
  return manifest;
}

/**
 * @param {string} [out] folder for the package, which exists
 * @returns {Promise<{ file: string, bytes: number, names: string[] }>} its path, size and files
 * @throws {Error} where the package is larger than `SIZE_LIMIT`
 */
export async function packageExtension(out = repository) {
  // Commands for the marketplace load much that packing does not need.
  const { createVSIX, listFiles, PackageManager } = await import('@vscode/vsce');
  const folder = await mkdtemp(join(tmpdir(), 'retarget-package-'));
  try {
    const { name, version } = await stage(folder);
    const file = join(out, `${name}-${version}.vsix`);
    await createVSIX({
      cwd: folder,
      packagePath: file,
      // All of them are in the bundles.
      dependencies: false,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    });
    const names = await listFiles({ cwd: folder, packageManager: PackageManager.None });
    const { size: bytes } = await stat(file);
    if (bytes > SIZE_LIMIT) throw new Error(`${file} has ${bytes} bytes: more than ${SIZE_LIMIT}.`);
    return { file, bytes, names: names.sort() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (isMain(import.meta.url)) {
  const { file, bytes, names } = await packageExtension();
  process.stdout.write(
    `${names.join('\n')}\n\n${relative(process.cwd(), file)}: ${names.length} files, ${(bytes / 1e6).toFixed(2)} MB\n`,
  );
}
