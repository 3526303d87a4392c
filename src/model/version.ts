// Retarget's own version, put here by the bundler.

declare const RETARGET_VERSION: string | undefined;

/** Such as `0.2.0`. */
export const VERSION: string =
  typeof RETARGET_VERSION === 'undefined' ? '0.0.0-unbundled' : RETARGET_VERSION;
