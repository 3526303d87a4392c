// This Retarget's version, as the bundler writes it in from package.json.

declare const RETARGET_VERSION: string | undefined;

export const VERSION: string =
  typeof RETARGET_VERSION === 'undefined' ? '0.0.0-unbundled' : RETARGET_VERSION;
