// Files that globs match, found without looking through all of a disk: a pattern, or a link, may lead anywhere.
import { readdir, realpath } from 'node:fs';
import { glob } from 'tinyglobby';
import type { FileSystemAdapter, GlobOptions } from 'tinyglobby';

/** Names of files and folders that are looked at for one question; a few times what the largest projects hold. */
const MOST_SEEN = 500_000;
/** What a link counts for: where it leads has to be found out, and many may lead to one folder. */
const LINK = 10;

export interface FoundFiles {
  readonly files: string[];
  /** Whether it was looked everywhere: else the search ended at what it may look at. */
  readonly whole: boolean;
}

/** What several questions together may look at. */
export class Crawl {
  readonly #signal: AbortSignal | undefined;
  #left = 10 * MOST_SEEN;

  /** @param signal ends all of them at once */
  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /** @throws the signal's reason */
  async find(
    patterns: readonly string[],
    options: Omit<GlobOptions, 'patterns' | 'fs' | 'signal' | 'expandDirectories'>,
  ): Promise<FoundFiles> {
    this.#signal?.throwIfAborted();
    const stop = new AbortController();
    const ending = this.#signal;
    const abort = (): void => stop.abort();
    ending?.addEventListener('abort', abort, { once: true });
    const most = Math.min(MOST_SEEN, this.#left);
    let seen = 0;
    const look = (names: number): void => {
      seen += names;
      if (seen > most) abort();
    };
    try {
      const files = await glob(patterns, {
        ...options,
        expandDirectories: false,
        fs: countingFiles(look, stop.signal),
        signal: stop.signal,
      });
      ending?.throwIfAborted();
      return { files, whole: seen <= most };
    } finally {
      this.#left = Math.max(0, this.#left - seen);
      ending?.removeEventListener('abort', abort);
    }
  }
}

/** The system's, but nothing more is looked at once the signal is given: the crawler has much begun by then. */
function countingFiles(look: (names: number) => void, signal: AbortSignal): FileSystemAdapter {
  return {
    readdir: ((path: string, options: { withFileTypes: true }, done: ReaddirDone) => {
      if (signal.aborted) {
        process.nextTick(done, null, []);
        return;
      }
      readdir(path, options, (error, entries) => {
        // One more, so that empty folders count.
        look(1 + (error === null ? entries.length : 0));
        done(error, error === null ? entries : []);
      });
    }) as typeof readdir,
    realpath: ((path: string, done: (error: Error | null, real: string) => void) => {
      look(LINK);
      if (signal.aborted) process.nextTick(done, new Error('ended'), path);
      else realpath.native(path, done);
    }) as typeof realpath,
  };
}

type ReaddirDone = (error: Error | null, entries: readonly unknown[]) => void;
