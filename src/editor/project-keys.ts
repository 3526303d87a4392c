// What a project's retarget.json says something about. Loaded when a task is made: it brings a parser.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseTree } from 'jsonc-parser';

/**
 * @param path absolute, of a folder, a retarget.json, or anything else that can be profiled
 * @returns the keys at the top of its retarget.json; none where there is no such file, or none that can be read
 */
export async function projectKeys(path: string): Promise<ReadonlySet<string>> {
  const file = /\.jsonc?$/u.test(path) ? path : join(path, 'retarget.json');
  const text = await readFile(file, 'utf8').catch(() => '');
  const members = parseTree(text)?.children ?? [];
  return new Set(
    members.flatMap(({ type, children }) => {
      const key: unknown = children?.[0]?.value;
      return type === 'property' && typeof key === 'string' ? [key] : [];
    }),
  );
}
