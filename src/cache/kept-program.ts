// Programs that Retarget compiles for itself, kept in the cache under fixed names, each with its hash beside it.
import { readFile, rename, stat } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { hashOfFile } from './file-hashes.ts';
import { isFit } from './misplaced.ts';

/** Bytes; far above the largest of these programs. */
const LARGEST = 64 * 1024 ** 2;

/** Whether it is there and still what was kept: a program damaged on the disk can start and be wrong. */
export async function isKept(path: string): Promise<boolean> {
  if (!isFit(path, LARGEST) || !isFit(hashFile(path), LARGEST)) return false;
  const [facts, wanted] = await Promise.all([
    stat(path).catch(() => undefined),
    readFile(hashFile(path), 'utf8').catch(() => undefined),
  ]);
  if (facts === undefined || wanted === undefined) return false;
  return (await hashOfFile(path, facts.size)) === wanted;
}

/**
 * Moves a program that was made to where it is kept, on the same file system: a reader sees all of it or nothing. Where two
 * do so at once and one's hash comes to stand beside the other's program, it is made once more.
 * @throws the file system's own error.
 */
export async function keepProgram(made: string, path: string): Promise<void> {
  const { size } = await stat(made);
  const hash = await hashOfFile(made, size);
  isFit(path, LARGEST);
  isFit(hashFile(path), LARGEST);
  await rename(made, path);
  await writeFileAtomic(hashFile(path), hash ?? '', { fsync: false });
}

function hashFile(path: string): string {
  return `${path}.sha256`;
}
