// Rust without Cargo: sources that no package holds, and what makes one of them.
import { Crawl } from '../files/crawl.ts';
import { foreignLanguage } from '../flags/languages.ts';
import { DEEPEST } from './source-tree.ts';

export function isRustSource(path: string): boolean {
  return foreignLanguage(path) === 'Rust';
}

/** Relative to the directory, those called main.rs first. */
export async function rustSources(directory: string, signal?: AbortSignal): Promise<string[]> {
  const { files } = await new Crawl(signal).find(['**/*.rs'], {
    cwd: directory,
    deep: DEEPEST,
    ignore: ['**/target/**', '**/node_modules/**'],
    followSymbolicLinks: false,
  });
  const isMain = (file: string): boolean => /(?:^|\/)main\.rs$/u.test(file);
  const sorted = [...files].sort();
  return [...sorted.filter(isMain), ...sorted.filter((file) => !isMain(file))];
}
