// The files that say how a project is built: when one of them changes, its record is no longer sure to be whole.
import { readdir, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { RecordedStep } from './recorded-step.ts';

const NAMES =
  /^(?:(?:GNUm|[Mm])akefile|build\.ninja|meson\.build|meson\.options|meson_options\.txt|configure(?:\.ac)?|Makefile\.am|CMakeLists\.txt|.+\.(?:mk|in|cmake))$/u;
const MOST_FOLDERS = 2000;

/** Those in the folders that a build ran in, and files that its command itself names, with when they last changed. */
export async function buildFilesOf(
  { directory, command }: { readonly directory: string; readonly command: readonly string[] },
  steps: readonly Pick<RecordedStep, 'directory'>[],
): Promise<Record<string, number>> {
  const folders = new Set([directory, ...steps.map((step) => step.directory)]);
  const paths: string[] = [];
  for (const folder of [...folders].slice(0, MOST_FOLDERS)) {
    for (const name of await readdir(folder).catch(() => [])) {
      if (NAMES.test(name)) paths.push(resolve(folder, name));
    }
  }
  for (const word of command) {
    if (!word.startsWith('-') && word.length < 1000) paths.push(resolve(directory, word));
  }
  const found: Record<string, number> = {};
  await Promise.all(
    paths.map(async (path) => {
      const facts = await stat(path).catch(() => undefined);
      if (facts?.isFile() === true) found[path] = facts.mtimeMs;
    }),
  );
  return Object.fromEntries(
    Object.entries(found).sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}

/** Absolute paths of those that were changed or removed since. */
export async function changedBuildFiles(
  recorded: Readonly<Record<string, number>>,
): Promise<string[]> {
  const changed = await Promise.all(
    Object.entries(recorded).map(async ([path, changedAt]) => {
      const facts = await stat(path).catch(() => undefined);
      return facts?.mtimeMs === changedAt ? [] : [path];
    }),
  );
  return changed.flat();
}
