// An executable out of the cache, where it can be run.
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ArtifactCache } from '../cache/artifact-cache.ts';
import { FailureError } from '../model/failure.ts';
import type { Executable } from './link-program.ts';

/**
 * Writes an executable to a path, its content checked against its hash: what is measured is what was recorded.
 * @throws {FailureError} internal, where the cached file is damaged (it is removed then).
 */
export async function placeExecutable(
  cache: ArtifactCache,
  executable: Executable,
  path: string,
): Promise<void> {
  const content = await cache.read(executable.file);
  if (content === undefined) {
    throw new FailureError({
      code: 'internal',
      message: `The cached executable ${executable.file.path} was damaged; it has been removed.`,
      hint: 'Run the same command again: it will be built anew.',
    });
  }
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  await chmod(path, 0o755);
}
