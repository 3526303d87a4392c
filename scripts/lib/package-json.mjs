// The repository's package.json.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { repository } from './repository.mjs';
import { parseJson } from './typed.mjs';

/**
 * @typedef {Record<string, unknown> & {
 *   name: string, version: string, description: string, engines: { node: string, vscode: string }
 * }} PackageJson
 */

/** @returns {Promise<PackageJson>} */
export async function readPackageJson() {
  const text = await readFile(join(repository, 'package.json'), 'utf8');
  return parseJson(text);
}
