// Which Node the repository needs; imported first, so that an older one gets a sentence instead of a stack.
import { readFileSync } from 'node:fs';

import { stop } from './stop.mjs';
import { parseJson } from './typed.mjs';

/**
 * Whether a version such as `v20.20.2` satisfies an `engines.node` of the form `>=20.17`.
 * @param {string} version
 * @param {string} range
 */
export function satisfies(version, range) {
  const wanted = range
    .replace(/^>=\s*/, '')
    .split('.')
    .map(Number);
  const found = version.replace(/^v/, '').split('.').map(Number);
  for (const [i, part] of wanted.entries()) {
    if ((found[i] ?? 0) !== part) return (found[i] ?? 0) > part;
  }
  return true;
}

/** Ends the script, with a clear message, on a Node that is too old. */
export function requireNode() {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  /** @type {import('./package-json.mjs').PackageJson} */
  const manifest = parseJson(text);
  const range = manifest.engines.node;
  if (!satisfies(process.version, range)) {
    stop(
      `Retarget needs Node ${range}; this is ${process.version} (${process.execPath}).\n` +
        'Install a newer one from https://nodejs.org/ or with your version manager.',
      2,
    );
  }
}
