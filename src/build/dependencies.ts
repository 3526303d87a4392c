// Which files a compile or link read: the compiler's own dependency file, parsed.
import { readFile, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Builder } from './builder.ts';

/**
 * The prerequisites of the first rule of a make-style dependency file, in order. Compilers escape a space or `#`
 * with a backslash and a dollar by doubling it.
 */
export function parseDependencies(text: string): string[] {
  const [rule = ''] = text.replace(/\\\r?\n/gu, ' ').split(/\r?\n/u, 1);
  const colon = /:(?:\s|$)/u.exec(rule);
  if (colon === null) return [];
  const words = rule.slice(colon.index + 1).match(/(?:\\[\s\S]|[^\s\\])+/gu) ?? [];
  return words.map(unescaped);
}

/**
 * The same of what linkers write for `--dependency-file`: each file on a line of its own, in the order in which it was first read.
 * @param escapes whether they write a space as compilers do: lld does, GNU's linker writes every name as it is.
 */
export function parseLinkDependencies(text: string, escapes: boolean): string[] {
  const [, ...lines] = text.split(/\r?\n/u);
  const end = lines.findIndex((line) => line.trim() === '');
  const names = lines
    .slice(0, end === -1 ? lines.length : end)
    .map((line) => line.replace(/^ {1,2}/u, '').replace(/ \\$/u, ''));
  return [...new Set(escapes ? names.map(unescaped) : names)];
}

function unescaped(word: string): string {
  return word.replace(/\\([ #\\])/gu, '$1').replaceAll('$$', '$');
}

/** Gives a step a name for its dependency file, which is removed however the step ends. */
export async function withDependencyFile<T>(
  builder: Builder,
  step: (file: string) => Promise<T>,
): Promise<T> {
  const file = builder.temporary('.d');
  try {
    return await step(file);
  } finally {
    await rm(file, { force: true });
  }
}

/** Reads a dependency file: absolute paths of what was read, or undefined where there is no such file. */
export async function readDependencies(
  file: string,
  directory: string,
  parse = parseDependencies,
): Promise<string[] | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : parse(text).map((path) => resolve(directory, path));
}
