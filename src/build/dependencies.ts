// Which files a compile or link read: the compiler's own dependency file, parsed.
import { readFile, rm } from 'node:fs/promises';
import { resolve } from 'node:path';

/**
 * The prerequisites of the first rule of a make-style dependency file, in order. Compilers escape a space or `#`
 * with a backslash and a dollar by doubling it.
 */
export function parseDependencies(text: string): string[] {
  const [rule = ''] = text.replace(/\\\r?\n/gu, ' ').split(/\r?\n/u, 1);
  const colon = /:(?:\s|$)/u.exec(rule);
  if (colon === null) return [];
  const words = rule.slice(colon.index + 1).match(/(?:\\[\s\S]|[^\s\\])+/gu) ?? [];
  return words.map((word) => word.replace(/\\([ #\\])/gu, '$1').replaceAll('$$', '$'));
}

/** Takes a dependency file in and away: absolute paths of what was read, or undefined where there is no such file. */
export async function takeDependencies(
  file: string,
  directory: string,
): Promise<string[] | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  await rm(file, { force: true });
  return text === undefined
    ? undefined
    : parseDependencies(text).map((path) => resolve(directory, path));
}
