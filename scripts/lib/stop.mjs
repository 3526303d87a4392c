// How scripts give up: words on standard error, then the exit code the command line uses for the same thing.

/** The command line's own exit code for a toolchain that is missing or unusable. */
export const TOOLCHAIN_MISSING = 3;

/**
 * Ends the script.
 * @param {string} message what happened and what to do, whole lines
 * @param {number} [code] exit code
 * @returns {never}
 */
export function stop(message, code = 1) {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}
