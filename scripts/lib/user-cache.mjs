// Where scripts keep what is costly to fetch: beside Retarget's own cache, not in it, since `cache clear` is no
// reason to fetch again.
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Absolute path of a folder in this user's cache; it may not exist yet.
 * @param {string} name
 */
export function userCache(name) {
  const base =
    process.env.XDG_CACHE_HOME ??
    (process.platform === 'darwin'
      ? join(homedir(), 'Library', 'Caches')
      : join(homedir(), '.cache'));
  return join(base, name);
}
