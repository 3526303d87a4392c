// How much of what can be made again is kept.

const DEFAULT_LIMIT = 2 * 1024 ** 3;

/** Bytes; `RETARGET_CACHE_SIZE` says megabytes. */
export function cacheLimit(): number {
  const megabytes = Number.parseFloat(process.env['RETARGET_CACHE_SIZE'] ?? '');
  return Number.isFinite(megabytes) && megabytes > 0 ? megabytes * 1024 ** 2 : DEFAULT_LIMIT;
}
