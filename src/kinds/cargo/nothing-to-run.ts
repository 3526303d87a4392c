// Why a folder of Rust offers nothing: its crate is a library alone, the crates are in folders below it, or there is none.
import { dirname, join } from 'node:path';
import { Crawl } from '../../files/crawl.ts';
import { FailureError } from '../../model/failure.ts';
import { kindOf } from '../../config/inputs.ts';
import { DEEPEST, sourceTree } from '../source-tree.ts';
import { CARGO_FILE } from './manifest.ts';
import { rustSources } from '../rust-sources.ts';
import { rustAdvice } from '../messages.ts';
import { readWorkspace } from './workspace.ts';
import { crateBelow, nothingToRun as nothingToRunWords, rustWithoutCargo } from './messages.ts';

/** Nothing where the folder is none of Rust alone. @param directory one that offers nothing */
export async function nothingToRun(
  directory: string,
  signal?: AbortSignal,
): Promise<FailureError | undefined> {
  const file = join(directory, CARGO_FILE);
  if ((await kindOf(file)) === 'file') return onlyLibraries(file);
  if ((await sourceTree(directory)).sources.length > 0) return undefined;
  const [first, ...others] = await folderOfCrates(directory, signal);
  if (first === undefined) return withoutCrate(directory, signal);
  return new FailureError({
    code: 'project-empty',
    ...crateBelow({
      ...{ directory, file: CARGO_FILE, folders: [first, ...others] },
      first: join(directory, first),
    }),
    place: { file: directory },
  });
}

async function withoutCrate(
  directory: string,
  signal?: AbortSignal,
): Promise<FailureError | undefined> {
  const sources = await rustSources(directory, signal);
  if (sources.length === 0) return undefined;
  return new FailureError({
    code: 'project-empty',
    message: rustWithoutCargo({ directory, sources, file: CARGO_FILE }),
    hint: rustAdvice(),
    place: { file: directory },
  });
}

async function onlyLibraries(file: string): Promise<FailureError> {
  const packages = (await readWorkspace(file)).packages.map(({ name }) => name);
  return new FailureError({
    code: 'project-empty',
    ...nothingToRunWords({ file, packages }),
    place: { file },
  });
}

/** Relative to the directory, the outermost first; what is below a crate is that one's own affair. */
async function folderOfCrates(directory: string, signal?: AbortSignal): Promise<string[]> {
  const { files } = await new Crawl(signal).find([`**/${CARGO_FILE}`], {
    cwd: directory,
    deep: DEEPEST,
    ignore: ['**/target/**', '**/node_modules/**'],
    followSymbolicLinks: false,
  });
  const folders = files.map((file) => dirname(file)).sort(outermostFirst);
  return folders.filter(
    (folder) => !folders.some((other) => folder !== other && folder.startsWith(`${other}/`)),
  );
}

function outermostFirst(left: string, right: string): number {
  const depth = left.split('/').length - right.split('/').length;
  if (depth !== 0) return depth;
  return left < right ? -1 : 1;
}
