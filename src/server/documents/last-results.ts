// The last result of each program of a project, in a few words: read once, and again when a run was stored or deleted.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileStamp } from '../../files/file-stamp.ts';
import { FailureError } from '../../model/failure.ts';
import type { Run } from '../../model/run.ts';
import { programBrief } from '../../report/brief.ts';
import { runFolder, runFolderExists } from '../../store/run-folder.ts';
import { RUN_ID } from '../../store/run-id.ts';
import { openStore } from '../../store/run-store.ts';

export interface LastResult {
  /** Such as `x86-64-v3 1.42x`; visible characters only. */
  readonly brief: string;
  /** Absolute path of the run's document. */
  readonly path: string;
}

/** Runs that are looked into for one that holds the program. */
const MOST_READ = 5;

type Results = ReadonlyMap<string, LastResult>;

/** A document that was read, and what it was then. */
interface Entry {
  readonly stamp: string | undefined;
  readonly results: Promise<Results>;
}

export class LastResults {
  /** By project, then by document. */
  readonly #projects = new Map<string, ReadonlyMap<string, Entry>>();

  /**
   * By program; runs under way do not count, and cost nothing: benchmarks are measured meanwhile.
   * @param directory absolute path of the project
   */
  async of(directory: string): Promise<Results> {
    const paths = await finishedRuns(directory);
    for (const path of paths) {
      const results = await this.#entry(directory, path, await fileStamp(path)).results;
      // Most often the newest run holds every program there is.
      if (results.size > 0) return results;
    }
    return new Map();
  }

  #entry(directory: string, path: string, stamp: string | undefined): Entry {
    const known = this.#projects.get(directory) ?? new Map<string, Entry>();
    const before = known.get(path);
    if (before !== undefined && before.stamp === stamp) return before;
    const entry = { stamp, results: readResults(directory, path) };
    const newest = [...known].filter(([other]) => other !== path).slice(1 - MOST_READ);
    this.#projects.set(directory, new Map([...newest, [path, entry]]));
    return entry;
  }
}

async function readResults(directory: string, path: string): Promise<Results> {
  const run = await readRun(directory, path);
  if (run === undefined || run.state === 'running') return new Map();
  return new Map(
    run.programs.map((program) => [program.name, { brief: programBrief(run, program), path }]),
  );
}

/** Absolute paths, the newest first, without those that a profile is writing. */
async function finishedRuns(directory: string): Promise<string[]> {
  const folder = runFolder(directory);
  try {
    if (!(await runFolderExists(folder))) return [];
    const names = await readdir(folder.runs);
    const owned = new Set(names.filter((name) => name.endsWith('.owner')));
    return names
      .flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : []))
      .filter((id) => RUN_ID.test(id) && !owned.has(`${id}.owner`))
      .sort()
      .reverse()
      .slice(0, MOST_READ)
      .map((id) => join(folder.runs, `${id}.json`));
  } catch {
    // A folder that may not be read has nothing to tell here; a profile says why.
    return [];
  }
}

async function readRun(directory: string, path: string): Promise<Run | undefined> {
  try {
    return await openStore(directory).load(path);
  } catch (error) {
    if (error instanceof FailureError) return undefined;
    throw error;
  }
}
