// SHA-256 of files by path, each read once: a header that 24 units include is hashed for the first of them.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

export class FileHashes {
  readonly #known = new Map<string, Promise<string | undefined>>();

  /** Hex SHA-256 of a file's content; undefined where it cannot be read. */
  of(path: string): Promise<string | undefined> {
    let hash = this.#known.get(path);
    if (hash === undefined) {
      hash = readFile(path).then(hashOf, () => undefined);
      this.#known.set(path, hash);
    }
    return hash;
  }
}

/** Hex SHA-256 of bytes or text. */
export function hashOf(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}
