// SHA-256 of files by path, each read once: a header that 24 units include is hashed for the first of them.
import { createHash } from 'node:crypto';
import { createReadStream, readFile as readFileBack } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { statOf } from './misplaced.ts';

/** Of thousands of small files, the promises' own variant takes almost twice the time. */
const readFile = promisify(readFileBack);

export class FileHashes {
  readonly #known = new Map<string, Promise<string | undefined>>();

  /** Hex SHA-256 of a file's content; undefined where it cannot be read. */
  of(path: string): Promise<string | undefined> {
    let hash = this.#known.get(path);
    if (hash === undefined) {
      hash = wholeOf(path);
      this.#known.set(path, hash);
    }
    return hash;
  }
}

async function wholeOf(path: string): Promise<string | undefined> {
  // Of a pipe, which would be waited for, nothing can be told.
  if (statOf(path)?.isFIFO() === true) return undefined;
  return readFile(path).then(hashOf, () => undefined);
}

/** Files up to this size are read at once, which is faster; longer ones never lie in memory whole. */
const READ_AT_ONCE = 4 * 1024 ** 2;

/** Hex SHA-256 of a file's content; undefined where it cannot be read. @param size of the file, in bytes */
export async function hashOfFile(path: string, size: number): Promise<string | undefined> {
  try {
    if (size <= READ_AT_ONCE) return hashOf(await readFile(path));
    const hash = createHash('sha256');
    await pipeline(createReadStream(path, { highWaterMark: READ_AT_ONCE / 4 }), hash);
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}

/** Hex SHA-256 of bytes or text. */
export function hashOf(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}
