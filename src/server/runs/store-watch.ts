// Notices stored runs that other processes write or delete, without any file events: clients' watchers can miss them.
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileStamp } from '../../files/file-stamp.ts';
import { runFolder } from '../../store/run-folder.ts';
import { RUN_ID } from '../../store/run-id.ts';

/** Milliseconds between two looks. One look is one `stat` per folder, unless something changed there. */
const LOOK_EVERY = 2000;
/** Folders looked at: those listed last. */
const MOST = 200;

export interface StoreWatchOptions {
  /** Aborts when the server ends. */
  readonly closing: AbortSignal;
  /** While it says so nothing is looked at: a benchmark is being measured, and whoever measures tells what is stored. */
  readonly paused: () => boolean;
  /** Documents that were made, written or deleted since the last look. */
  readonly onChange: (change: StoreChange) => void;
}

export interface StoreChange {
  /** Absolute path of the project. */
  readonly folder: string;
  /** Absolute paths of documents, at least one. */
  readonly paths: readonly string[];
  /** Whether nobody writes any of them any more. */
  readonly final: boolean;
}

/** What a store was at the last look. */
interface Seen {
  readonly stamp: string | undefined;
  /** By name, with time and size. */
  readonly documents: ReadonlyMap<string, string>;
}

/** Folders whose runs were asked for, from then on. */
export class StoreWatch {
  readonly #options: StoreWatchOptions;
  /** By project; the longest unasked first. */
  readonly #seen = new Map<string, Promise<Seen>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: StoreWatchOptions) {
    this.#options = options;
    options.closing.addEventListener('abort', () => {
      clearTimeout(this.#timer);
    });
  }

  /** Resolves once changes from now on will be noticed. */
  async watch(folder: string): Promise<void> {
    const seen = this.#seen.get(folder) ?? look(folder);
    this.#seen.delete(folder);
    this.#seen.set(folder, seen);
    for (const oldest of this.#seen.keys()) {
      if (this.#seen.size <= MOST) break;
      this.#seen.delete(oldest);
    }
    this.#lookLater();
    await seen;
  }

  #lookLater(): void {
    if (this.#options.closing.aborted) return;
    this.#timer ??= setTimeout(() => {
      void this.#lookAtAll().finally(() => {
        this.#timer = undefined;
        this.#lookLater();
      });
    }, LOOK_EVERY).unref();
  }

  async #lookAtAll(): Promise<void> {
    for (const [folder, known] of [...this.#seen]) {
      if (this.#options.paused()) return;
      const before = await known;
      if ((await stampOf(folder)) === before.stamp) continue;
      const now = await look(folder);
      if (this.#seen.get(folder) !== known) continue;
      this.#seen.set(folder, Promise.resolve(now));
      const paths = changed(before.documents, now.documents).map((name) =>
        join(runFolder(folder).runs, name),
      );
      if (paths.length === 0) continue;
      const owned = await Promise.all(paths.map(hasOwner));
      this.#options.onChange({ folder, paths, final: !owned.includes(true) });
    }
  }
}

function changed(
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): readonly string[] {
  const names = new Set([...before.keys(), ...now.keys()]);
  return [...names].filter((name) => before.get(name) !== now.get(name));
}

async function look(folder: string): Promise<Seen> {
  // The stamp first: what changes while the rest is read is seen at the next look.
  const stamp = await stampOf(folder);
  const { runs } = runFolder(folder);
  const names = await readdir(runs).catch(() => []);
  const documents = new Map<string, string>();
  for (const name of names) {
    if (!name.endsWith('.json') || !RUN_ID.test(name.slice(0, -'.json'.length))) continue;
    const found = await fileStamp(join(runs, name));
    if (found !== undefined) documents.set(name, found);
  }
  return { stamp, documents };
}

/** Documents are replaced whole, so that every change of one changes its folder. */
function stampOf(folder: string): Promise<string | undefined> {
  return fileStamp(runFolder(folder).runs);
}

/** Someone still writes it. */
function hasOwner(document: string): Promise<boolean> {
  return access(document.replace(/\.json$/u, '.owner')).then(
    () => true,
    () => false,
  );
}
