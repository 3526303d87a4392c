// What code a variant is made of: two variants, or a variant of two runs, are the same code only where this is equal.
import type { Variant } from './run.ts';

/** The hashes of the executable and of every shared library of the project that it loads; absent unless built. */
export function codeOf({
  executableHash,
  libraries = [],
}: Pick<Variant, 'executableHash' | 'libraries'>): string | undefined {
  if (executableHash === undefined) return undefined;
  const shared = libraries.flatMap(({ name, hash }) => (hash === undefined ? [] : [name, hash]));
  return [executableHash, ...shared].join(' ');
}
