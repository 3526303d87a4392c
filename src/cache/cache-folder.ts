// Where Retarget keeps what it can make again: one folder per user.
import envPaths from 'env-paths';

/** Absolute path of the user's cache folder; `RETARGET_CACHE` moves it. It need not exist yet. */
export function cacheFolder(): string {
  const configured = process.env['RETARGET_CACHE'];
  if (configured !== undefined && configured !== '') return configured;
  return envPaths('retarget', { suffix: '' }).cache;
}
