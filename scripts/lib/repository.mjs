// Where the repository is, whatever folder a script was started from.
import { fileURLToPath } from 'node:url';

/** Absolute path of the repository, without a trailing separator. */
export const repository = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
