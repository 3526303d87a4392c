// Stored runs as the server reads them: checked when first asked for, kept for a moment, read again when they change.
import { dirname } from 'node:path';
import { fileStamp } from '../../files/file-stamp.ts';
import type { Run } from '../../model/run.ts';
import { openStore } from '../../store/run-store.ts';

interface Kept {
  readonly stamp: string;
  readonly run: Promise<Run>;
}

/** Runs kept in memory; each may be many megabytes. */
const MOST = 4;

export class RunDocuments {
  /** By path, the longest unused first. */
  readonly #kept = new Map<string, Kept>();
  /** The last run that could not be stored. */
  readonly #unstored = new Map<string, Run>();

  /** Holds a run that could not be written to its path as it ended, in place of the one before. */
  keep(path: string, run: Run): void {
    this.#unstored.clear();
    this.#unstored.set(path, run);
  }

  /** A run that is held; its document, if there is one, says less. */
  kept(path: string): Run | undefined {
    return this.#unstored.get(path);
  }

  /** The runs that are held for documents of a folder, by path. */
  keptIn(folder: string): (readonly [string, Run])[] {
    return [...this.#unstored].filter(([path]) => dirname(path) === folder);
  }

  /** Lets go of a run that is held, since its document is deleted, or says as much now. */
  drop(path: string): void {
    this.#unstored.delete(path);
  }

  /**
   * The run, and a mark that changes when its document does.
   * @param path absolute, of a document.
   * @throws {FailureError} `run-missing`, `run-damaged` or `run-too-new`.
   */
  async load(path: string): Promise<{ readonly run: Run; readonly version: string }> {
    const unstored = this.#unstored.get(path);
    if (unstored !== undefined) return { run: unstored, version: 'unstored' };
    const stamp = await fileStamp(path);
    const known = this.#kept.get(path);
    this.#kept.delete(path);
    const current =
      known !== undefined && known.stamp === stamp
        ? known
        : { stamp: stamp ?? '', run: openStore('.').load(path) };
    this.#kept.set(path, current);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST) break;
      this.#kept.delete(oldest);
    }
    try {
      return { run: await current.run, version: current.stamp };
    } catch (error) {
      if (this.#kept.get(path) === current) this.#kept.delete(path);
      throw error;
    }
  }
}
