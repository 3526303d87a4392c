// An executable out of the cache, and the project's own libraries that it loads, where they can be run.
import { cachedExecutableDamaged } from './messages/machine.ts';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Artifact, ArtifactCache } from '../cache/artifact-cache.ts';
import { FailureError } from '../model/failure.ts';
import type { BuiltVariant } from './build-variant.ts';
import type { Linked } from './link-program.ts';

/**
 * Writes an executable to a path, its content checked against its hash: what is measured is what was recorded.
 * @throws {FailureError} system, where the cached file is damaged (it is removed then).
 */
export async function placeExecutable(
  cache: ArtifactCache,
  executable: Linked,
  path: string,
): Promise<void> {
  await placeFile(cache, executable.file, path);
}

/**
 * Writes a variant's shared libraries into the folder of its executable, each under the name that the loader looks for:
 * there the executable finds them.
 * @returns absolute paths.
 * @throws {FailureError} system, as above.
 */
export async function placeLibraries(
  cache: ArtifactCache,
  { shared }: Pick<BuiltVariant, 'shared'>,
  folder: string,
): Promise<string[]> {
  const paths: string[] = [];
  for (const { name, file } of shared) {
    const path = join(folder, name);
    await placeFile(cache, file, path);
    paths.push(path);
  }
  return paths;
}

async function placeFile(cache: ArtifactCache, file: Artifact, path: string): Promise<void> {
  const content = await cache.read(file);
  if (content === undefined) {
    throw new FailureError({
      code: 'system',
      ...cachedExecutableDamaged({ file: file.path }),
    });
  }
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  await chmod(path, 0o755);
}
