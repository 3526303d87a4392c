// Real public programs for tests and measurements: Debian's copies of their upstream archives, fetched when they
// are needed, checked by hash, kept in the user's cache folder, never committed.
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { outputOf } from './run.mjs';
import { userCache } from './user-cache.mjs';

/**
 * @typedef {object} PublicSource
 * @property {string} archive path below a Debian mirror's root
 * @property {string} sha256 hex
 * @property {string} folder what unpacking it makes
 */

const APT_HELPER = '/usr/lib/apt/apt-helper';

/** The mirrors that the system's own apt is set up with; none where there is no apt. */
function mirrors() {
  const listed = outputOf('apt-get', [
    'indextargets',
    '--format',
    '$(REPO_URI)',
    'Created-By: Packages',
  ]);
  const own = (listed ?? '').split('\n').flatMap((line) => {
    const uri = line.trim().replace(/\/$/, '');
    return /^https?:.*\/debian$/.test(uri) ? [uri] : [];
  });
  return [...new Set(own)];
}

/**
 * Whether a file could be fetched.
 * @param {string} url
 * @param {string} file where to
 */
async function download(url, file) {
  // apt knows this system's proxies and certificates; Node's fetch does not.
  if (existsSync(APT_HELPER)) {
    return outputOf(APT_HELPER, ['download-file', url, file]) !== undefined;
  }
  try {
    const response = await fetch(url);
    if (!response.ok) return false;
    await writeFile(file, Buffer.from(await response.arrayBuffer()));
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} file may be missing
 * @param {string} sha256 hex
 */
async function hasHash(file, sha256) {
  const content = await readFile(file).catch(() => undefined);
  return content !== undefined && createHash('sha256').update(content).digest('hex') === sha256;
}

/**
 * The archive in the user's cache, or undefined where it cannot be fetched.
 * @param {PublicSource} source
 */
async function archiveOf(source) {
  const folder = userCache('retarget-public-sources');
  const kept = join(folder, `${source.sha256}.tar`);
  if (await hasHash(kept, source.sha256)) return kept;
  await mkdir(folder, { recursive: true });
  // A name of its own, so that two processes fetching at once do not write into each other's file.
  const partial = join(folder, `${randomUUID()}.partial`);
  try {
    for (const mirror of mirrors()) {
      if (!(await download(`${mirror}/${source.archive}`, partial))) continue;
      if (!(await hasHash(partial, source.sha256))) continue;
      await rename(partial, kept);
      return kept;
    }
    return undefined;
  } finally {
    await rm(partial, { force: true });
  }
}

/**
 * Unpacks a public program into a folder.
 * @param {PublicSource} source
 * @param {string} into absolute path of a folder, made where missing
 * @returns {Promise<{ folder: string } | { missing: string }>} the unpacked folder, or a sentence saying why there is none
 */
export async function unpackPublicSource(source, into) {
  const archive = await archiveOf(source);
  if (archive === undefined) {
    return { missing: `${source.archive} could not be fetched from a Debian mirror.` };
  }
  await mkdir(into, { recursive: true });
  if (outputOf('tar', ['-xf', archive, '-C', into]) === undefined) {
    const needs = source.archive.endsWith('.xz') ? ' (is xz installed?)' : '';
    return { missing: `${source.archive} could not be unpacked by tar${needs}.` };
  }
  return { folder: join(into, source.folder) };
}
