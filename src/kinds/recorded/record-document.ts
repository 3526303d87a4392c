// The record of a project's own build, as it is kept: `.retarget/record/build.json` beside retarget.json.
import { lstat, mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import * as z from 'zod';
import { fileStamp } from '../../files/file-stamp.ts';
import { MOST_GENERATED, readText } from '../../files/read-text.ts';
import { FailureError } from '../../model/failure.ts';
import { isMadeHere, markMadeHere } from './record-mark.ts';
import type { RecordedStep } from './recorded-step.ts';
import { writeFailure } from '../../files/write-failure.ts';
import { leadsOutOfProject, recordFile, recordNotWritten } from './messages/build.ts';

export const RECORD_SCHEMA = 1;

const stepSchema = z.object({
  tool: z.string(),
  directory: z.string(),
  argv: z.array(z.string()),
  env: z.record(z.string(), z.string()).optional(),
  build: z.int().min(0),
  startedAt: z.number().optional(),
  rewritten: z.record(z.string(), z.number()).optional(),
});

const buildSchema = z.object({
  command: z.array(z.string()),
  /** Absolute path of the folder it ran in. */
  directory: z.string(),
  /** Milliseconds since 1970. */
  endedAt: z.number(),
  /** Makefiles and their like as this build found them, by absolute path: milliseconds of their last change. */
  buildFiles: z.record(z.string(), z.number()),
  /** How it ended, where it did not end well. */
  unfinished: z
    .object({
      exitCode: z.int().optional(),
      /** The signal that killed it. */
      signal: z.string().optional(),
      /** The user stopped it. */
      interrupted: z.boolean().optional(),
      /** A profile ran it, which measures nothing of a build that has not ended well. */
      ofProfile: z.boolean().optional(),
    })
    .optional(),
});

const documentSchema = z.object({
  schema: z.literal(RECORD_SCHEMA),
  /** Absolute path of the folder that `.retarget` is in: paths below are absolute, too. */
  project: z.string(),
  /** Those that were watched and that some step is of, the last one at the end. */
  builds: z.array(buildSchema),
  steps: z.array(stepSchema),
  /** Flags of the build that clang refuses. */
  refused: z.array(z.string()),
  /** There was no time to ask clang about all flags of these steps. */
  unasked: z.boolean().optional(),
});

export type WatchedCommand = z.output<typeof buildSchema>;

export type RecordDocument = Omit<z.output<typeof documentSchema>, 'steps'> & {
  readonly steps: readonly RecordedStep[];
};

/** Absolute path of the record of the project in this folder. */
export function recordPath(project: string): string {
  return join(project, '.retarget', 'record', 'build.json');
}

interface Remembered {
  readonly stamp: string;
  readonly document: RecordDocument | undefined;
}

// A configuration is loaded anew at each key its writer presses.
const remembered = new Map<string, Remembered>();
const MOST_REMEMBERED = 4;

/**
 * The record of a project; nothing where there is none, where another version's or a damaged one is in its place, or where the
 * project was recorded in another place: recording again makes a whole one.
 */
export async function readRecord(project: string): Promise<RecordDocument | undefined> {
  const path = recordPath(project);
  const stamp = await fileStamp(path);
  if (stamp === undefined || !(await isInside(project, path))) return undefined;
  const known = remembered.get(path);
  if (known?.stamp === stamp) return known.document;
  const document = parsed(await readText(path, MOST_GENERATED).catch(() => ''), project);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(path, { stamp, document });
  return document;
}

/** The same of a record that this user made here, or allowed: no other is gone on with. */
export async function readOwnRecord(project: string): Promise<RecordDocument | undefined> {
  const record = await readRecord(project);
  return record !== undefined && (await isMadeHere(record)) ? record : undefined;
}

function parsed(text: string, project: string): RecordDocument | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const result = documentSchema.safeParse(value);
  if (!result.success || result.data.project !== resolve(project)) return undefined;
  const steps = result.data.steps.map(({ env, startedAt, rewritten, build, ...step }) => ({
    ...step,
    ...(env === undefined ? {} : { env }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(rewritten === undefined ? {} : { rewritten }),
    build,
  }));
  return { ...result.data, steps };
}

/** Replaces a project's record whole. @throws {FailureError} `folder-read-only` or `disk-full`. */
export async function writeRecord(
  project: string,
  content: Pick<RecordDocument, 'builds' | 'steps' | 'refused' | 'unasked'>,
): Promise<RecordDocument> {
  const path = recordPath(project);
  const document: RecordDocument = {
    schema: RECORD_SCHEMA,
    project: resolve(project),
    ...content,
  };
  try {
    await makeFolder(project, dirname(path));
    // A link in its place could lead to any file of the user's.
    const before = await lstat(path).catch(() => undefined);
    if (before?.isSymbolicLink() === true) await rm(path);
    await markMadeHere(document);
    await writeFileAtomic(path, `${JSON.stringify(document)}\n`);
  } catch (error) {
    throw writeFailure(error, { what: recordFile(path), hint: recordNotWritten() });
  }
  return document;
}

/** Nothing that it knew is there any more. */
export async function removeRecord(project: string): Promise<void> {
  await rm(recordPath(project), { force: true });
}

async function makeFolder(project: string, folder: string): Promise<void> {
  for (const each of [dirname(folder), folder]) {
    await mkdir(each).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
    if (await isInside(project, each)) continue;
    throw new FailureError({
      code: 'folder-read-only',
      ...leadsOutOfProject(each),
    });
  }
  await writeFile(join(dirname(folder), '.gitignore'), '*\n', { flag: 'wx' }).catch(
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    },
  );
}

/** Whether a path stays below the project, links followed. */
async function isInside(project: string, path: string): Promise<boolean> {
  try {
    const inside = relative(await realpath(project), await realpath(path));
    return !isAbsolute(inside) && inside !== '..' && !inside.startsWith(`..${sep}`);
  } catch {
    return false;
  }
}
