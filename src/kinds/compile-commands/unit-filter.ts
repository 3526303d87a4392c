// The "units" globs: which sources of a compile_commands.json belong to a program. Matched as text; nothing is searched.
import { isAbsolute, posix } from 'node:path';
import picomatch from 'picomatch';
import { escapePath } from 'tinyglobby';

/** Whether a source's absolute path is chosen: some glob matches it, or is exactly it, and no glob with `!` does. */
export function filterUnits(
  directory: string,
  patterns: readonly string[],
): (source: string) => boolean {
  const isNegative = (pattern: string): boolean => /^!(?!\()/u.test(pattern);
  const absolute = (pattern: string): string =>
    isAbsolute(pattern) ? pattern : posix.join(escapePath(directory), pattern);
  const matchers = patterns
    .filter((pattern) => !isNegative(pattern))
    .map((pattern) => ({
      exact: isAbsolute(pattern) ? pattern : posix.join(directory, pattern),
      matches: picomatch(absolute(pattern)),
    }));
  const excluded = patterns
    .filter(isNegative)
    .map((pattern) => picomatch(absolute(pattern.slice(1))));
  return (source) =>
    matchers.some(({ exact, matches }) => source === exact || matches(source)) &&
    !excluded.some((matches) => matches(source));
}
