// The libraries: installed where they are missing or not those of package-lock.json.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { repository } from './repository.mjs';
import { runNpm } from './run.mjs';
import { stop } from './stop.mjs';
import { parseJson } from './typed.mjs';

/** @typedef {{ packages: Record<string, { version?: string, optional?: boolean }> }} Lock */

/**
 * Whether the packages that npm noted as installed are those that the lock file asks for.
 * Optional packages may be absent (they are for other systems), but not in another version.
 * @param {Lock} lock package-lock.json
 * @param {Lock | undefined} installed node_modules/.package-lock.json
 */
export function isInstalled(lock, installed) {
  if (installed === undefined) return false;
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed.packages[path];
    return found === undefined ? wanted.optional === true : found.version === wanted.version;
  });
}

/**
 * What npm wrote down, or undefined where there is nothing to be read.
 * @param {string} path
 * @returns {Lock | undefined}
 */
function readLock(path) {
  try {
    return parseJson(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Runs `npm ci` unless the libraries are there already. */
export async function ensureNodeModules() {
  const lock = readLock(join(repository, 'package-lock.json'));
  if (lock === undefined) stop('package-lock.json is missing or damaged: restore it from git.', 2);
  const installed = readLock(join(repository, 'node_modules', '.package-lock.json'));
  if (isInstalled(lock, installed)) return;
  process.stderr.write('Installing libraries (npm ci) ...\n');
  const code = await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) {
    stop(`npm ci failed with exit code ${code}: see its words above. Is the network there?`, 1);
  }
}
