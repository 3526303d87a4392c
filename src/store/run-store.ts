// A project's stored runs: one document per run, saved whole or not at all, listed whatever state each is in.
import { readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pLimit from 'p-limit';
import { MOST_GENERATED, readText, UnfitFileError } from '../files/read-text.ts';
import { FailureError } from '../model/failure.ts';
import { failureOf } from '../model/failure-of.ts';
import type { RunListing, RunSummary } from '../model/run-summary.ts';
import type { Run } from '../model/run.ts';
import { removeListings } from './departure-listings.ts';
import { replaceFile, TEMPORARY_NAME } from './atomic-file.ts';
import * as say from './messages.ts';
import { parseRun, runText } from './run-document.ts';
import { makeRunFolder, runFolder, runFolderExists } from './run-folder.ts';
import { RUN_ID } from './run-id.ts';
import { indexedListings } from './run-index.ts';
import { abandonRun, claimRun, isOwnerAlive, releaseRun } from './run-owner.ts';
import { storageFailure } from './storage-failure.ts';

/** Every rejection is a FailureError. */
export interface RunStore {
  /** Absolute path of the folder with the documents; made by the first save. */
  readonly folder: string;
  /**
   * Stores the run as it stands and resolves with its document's absolute path.
   * @throws {FailureError} `folder-read-only` or `disk-full`; what was stored before is then still whole.
   */
  save(run: Run): Promise<string>;
  /** All stored runs, the newest first; one that cannot be read is listed as such. */
  list(): Promise<RunListing[]>;
  /**
   * @param which an id, the start of exactly one id, `latest`, or the path of a document anywhere.
   * @throws {FailureError} `run-missing`, `run-damaged` or `run-too-new`.
   */
  load(which: string): Promise<Run>;
  /**
   * Deletes a stored run, readable or not, and resolves with its id.
   * @param which as `load` takes it, but no path.
   * @throws {FailureError} `run-missing`, or `busy` while a living process writes it.
   */
  delete(which: string): Promise<string>;
  /** Marks runs that a dead process left running as interrupted, and removes what it was still writing. */
  cleanUp(): Promise<void>;
}

export interface RunStoreOptions {
  /** One sentence that says what a run found, remembered for listings. */
  readonly headline?: (run: Run) => string;
  /** The same in a few words. */
  readonly brief?: (run: Run) => string;
  /** Version of Retarget: what another version remembered for listings is read again. */
  readonly tool?: string;
  /** Whether a listing writes down what it found for the next one (default); without it, it changes nothing. */
  readonly remember?: boolean;
}

/** Files younger than this may belong to a process that has not said its name yet. */
const CLAIM_TIME = 60_000;

/** The stored runs of one project. Nothing is read or made before a method is called. */
export function openStore(projectDirectory: string, options: RunStoreOptions = {}): RunStore {
  const folder = runFolder(projectDirectory);
  const documentPath = (id: string): string => join(folder.runs, `${id}.json`);
  const ownerPath = (id: string): string => join(folder.runs, `${id}.owner`);
  const claimed = new Set<string>();
  const oneAtATime = pLimit(1);

  async function save(run: Run): Promise<string> {
    if (!RUN_ID.test(run.id)) throw new TypeError(`Not the ID of a run: ${run.id}`);
    const path = documentPath(run.id);
    const owner = ownerPath(run.id);
    const isLast = run.state !== 'running';
    try {
      await makeRunFolder(folder);
      // The claim comes first and goes last, so that no one takes a run under way for an abandoned one.
      if (!isLast && !claimed.has(run.id)) {
        await claimRun(owner);
        claimed.add(run.id);
      }
      await replaceFile(path, runText(run));
      if (isLast) await releaseRun(owner);
      return path;
    } catch (error) {
      // The process may live on for days, as a language server does.
      if (isLast && claimed.has(run.id)) await abandonRun(owner);
      throw storageFailure(error, path);
    } finally {
      if (isLast) claimed.delete(run.id);
    }
  }

  async function names(): Promise<string[]> {
    try {
      return (await runFolderExists(folder)) ? await readdir(folder.runs) : [];
    } catch (error) {
      throw storageFailure(error, folder.runs);
    }
  }

  async function ids(): Promise<string[]> {
    return (await names())
      .filter((name) => name.endsWith('.json'))
      .map((name) => name.slice(0, -'.json'.length))
      .filter((id) => RUN_ID.test(id))
      .sort()
      .reverse();
  }

  async function list(): Promise<RunListing[]> {
    const paths = new Map((await ids()).map((id) => [id, documentPath(id)]));
    const listings = await indexedListings(
      {
        path: join(folder.root, 'index.json'),
        tool: options.tool,
        write: options.remember !== false,
      },
      paths,
      async (path) => {
        try {
          return summaryOf(await readRun(path), path, options.headline, options.brief);
        } catch (error) {
          return { kind: 'unreadable', path, failure: failureOf(error) };
        }
      },
    );
    return [...listings.values()];
  }

  async function idOf(which: string): Promise<string> {
    const stored = await ids();
    if (which === 'latest' && stored[0] !== undefined) return stored[0];
    const matches = stored.filter((id) => id.startsWith(which));
    const [match] = matches;
    if (which === '' || match === undefined) throw missing(which, folder.runs, stored);
    if (matches.length > 1 && !matches.includes(which)) throw ambiguous(which, matches);
    return matches.includes(which) ? which : match;
  }

  async function load(which: string): Promise<Run> {
    return readRun(looksLikePath(which) ? resolve(which) : documentPath(await idOf(which)));
  }

  async function remove(which: string): Promise<string> {
    const id = await idOf(which);
    if (await isOwnerAlive(ownerPath(id))) throw stillRunning(id);
    try {
      await rm(documentPath(id), { force: true });
      await removeListings(projectDirectory, id);
      await releaseRun(ownerPath(id));
      return id;
    } catch (error) {
      throw storageFailure(error, documentPath(id));
    }
  }

  async function interrupt(id: string): Promise<void> {
    const path = documentPath(id);
    const run = await readRun(path).catch(() => undefined);
    if (run?.state === 'running') {
      const { mtime } = await stat(path);
      await replaceFile(
        path,
        runText({ ...run, state: 'interrupted', finishedAt: mtime.toISOString() }),
      );
    }
    await releaseRun(ownerPath(id));
  }

  async function cleanUp(): Promise<void> {
    const found = await names();
    const owned = found.filter((name) => name.endsWith('.owner')).map((name) => name.slice(0, -6));
    const alive = new Set<string>();
    try {
      for (const id of owned) {
        if (await isOwnerAlive(ownerPath(id))) alive.add(id);
        else if (RUN_ID.test(id)) await interrupt(id);
      }
      for (const name of found.filter((file) => TEMPORARY_NAME.test(file))) {
        const id = name.slice(0, name.indexOf('.'));
        if (alive.has(id)) continue;
        const path = join(folder.runs, name);
        const age = Date.now() - (await stat(path).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
        if (owned.includes(id) || age > CLAIM_TIME) await rm(path, { force: true });
      }
    } catch (error) {
      throw storageFailure(error, folder.runs);
    }
  }

  return {
    folder: folder.runs,
    save: (run) => oneAtATime(() => save(run)),
    list,
    load,
    delete: remove,
    cleanUp: () => oneAtATime(cleanUp),
  };
}

function looksLikePath(which: string): boolean {
  return which.endsWith('.json') || which.includes('/') || which.includes('\\');
}

async function readRun(path: string): Promise<Run> {
  let text: string;
  try {
    text = await readText(path, MOST_GENERATED);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw missingFile(path, { why: 'missing' });
    }
    if (error instanceof UnfitFileError) {
      throw missingFile(
        path,
        error.code === 'EFBIG' ? { why: 'too-long', words: error.reason } : { why: 'no-file' },
      );
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw missingFile(path, { why: 'error', error: reason });
  }
  return parseRun(text, path);
}

/** What a listing says of a run. @param path of its document. */
export function summaryOf(
  run: Run,
  path: string,
  headline?: RunStoreOptions['headline'],
  brief?: RunStoreOptions['brief'],
): RunSummary {
  return {
    kind: 'run',
    id: run.id,
    ...(run.name === undefined ? {} : { name: run.name }),
    ...(run.source === undefined ? {} : { source: run.source }),
    startedAt: run.startedAt,
    state: run.state,
    project: run.project,
    baseline: run.baseline,
    targets: run.targets.map(({ name }) => name),
    programs: run.programs.map(({ name }) => name),
    path,
    ...(headline === undefined ? {} : { headline: headline(run) }),
    ...(brief === undefined ? {} : { brief: brief(run) }),
  };
}

function missingFile(path: string, because: say.UnreadableDocument): FailureError {
  return new FailureError({
    code: 'run-missing',
    ...say.documentUnreadable({ path, because }),
    place: { file: path },
  });
}

function missing(which: string, folder: string, stored: readonly string[]): FailureError {
  const [newest] = stored;
  const words =
    newest === undefined
      ? say.noStoredRuns({ folder })
      : say.runNotFound({ folder, which, newest });
  return new FailureError({ code: 'run-missing', ...words });
}

function ambiguous(which: string, matches: readonly string[]): FailureError {
  return new FailureError({ code: 'run-missing', ...say.severalRunsMatch({ which, matches }) });
}

function stillRunning(id: string): FailureError {
  return new FailureError({ code: 'busy', ...say.runInProgress({ id }) });
}
