// The door of `retarget record`: runs the user's build under the recorder, and keeps what it learnt beside what was known.
import { stat } from 'node:fs/promises';
import type { Warning } from '../../model/run.ts';
import type { Toolchain } from '../../model/toolchain.ts';
import type { ProcessEnd } from '../../process/start-process.ts';
import { refusedFlags } from './ask-clang.ts';
import { isSameBuild, knowsCommands } from './build-command.ts';
import { buildFilesOf } from './build-files.ts';
import { buildGraph } from './build-graph.ts';
import { executablesOf, fileOf, linkedElsewhere, shortPath } from './executables.ts';
import type { RecordedExecutable } from './executables.ts';
import { imageParts } from './image-parts.ts';
import { keptSteps, stepsBehind } from './kept-steps.ts';
import { readOwnRecord, recordPath, removeRecord, writeRecord } from './record-document.ts';
import type { RecordDocument, WatchedCommand } from './record-document.ts';
import type { RecordedStep } from './recorded-step.ts';
import { rewrittenWarnings, withRewritten } from './rewritten-sources.ts';
import { endedSteps, endingOf } from './unfinished.ts';
import { runWatched } from './run-watched.ts';
import type { RecorderContext, WatchRequest } from './run-watched.ts';

export interface RecordRequest extends WatchRequest {
  /** Absolute path of the folder that the record is kept in: where retarget.json is, or would be. */
  readonly project: string;
  /** A profile runs it, and measures nothing where it does not end well: nor does the next. */
  readonly ofProfile?: boolean;
}

export interface RecordOutcome {
  readonly end: ProcessEnd;
  /** Calls of tools seen this time that say something about files that are there. */
  readonly seen: number;
  /** Absolute path of the record; absent where nothing is known of any build. */
  readonly record?: string;
  /** All that the record knows, those of earlier builds included. */
  readonly executables: readonly ExecutableSummary[];
  /** Executables that are seen and cannot be made for targets, with the reason. */
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
  /** It was stopped by the signal; what it had made until then is in the record. */
  readonly interrupted: boolean;
  /** The end of the build's own output, where that is kept. */
  readonly output: string;
}

export interface ExecutableSummary {
  /** Absolute. */
  readonly path: string;
  /** Relative to the project, where it is below it. */
  readonly name: string;
  /** Those of its libraries included. */
  readonly units: number;
  readonly libraries: readonly string[];
  /** It was linked while the build was watched this time. */
  readonly linkedNow: boolean;
  readonly warnings: readonly Warning[];
}

/**
 * A build that fails or is stopped is a result, and what it made is kept: going on from there compiles only the rest.
 * @throws {FailureError} as `watchBuild` and `writeRecord`
 */
export async function recordBuild(
  request: RecordRequest,
  context: RecorderContext & { readonly toolchain: Toolchain },
): Promise<RecordOutcome> {
  const before = await readOwnRecord(request.project);
  const watchedBuild = await runWatched(request, context);
  const { end, output, interrupted } = watchedBuild;
  const unfinished = endingOf(end, interrupted, request.ofProfile);
  const fresh =
    unfinished === undefined
      ? watchedBuild.steps
      : endedSteps(watchedBuild.steps, watchedBuild.startedAt);
  const earlier = before?.steps ?? [];
  const build = before?.builds.length ?? 0;
  const marked = await withRewritten(fresh);
  const steps = await keptSteps([...earlier, ...marked.map((step) => ({ ...step, build }))]);
  const seen = steps.filter((step) => step.build === build);
  if (steps.length === 0 && before !== undefined) await removeRecord(request.project);
  if (steps.length === 0)
    return { end, interrupted, seen: 0, executables: [], refused: [], output };
  const asked = await refusedBy(before?.unasked === true ? steps : seen, context, interrupted);
  const flags = new Set([...(before?.refused ?? []), ...(asked ?? [])]);
  const { command, directory } = request;
  const watched = {
    ...{ command: [...command], directory, endedAt: Date.now() },
    buildFiles: await buildFilesOf(request, seen),
    ...(unfinished === undefined ? {} : { unfinished }),
  };
  const document = await writeRecord(request.project, {
    ...withoutIdle([...(await confirmed(before, request, unfinished)), watched], steps),
    refused: [...flags].sort(),
    ...(asked === undefined ? { unasked: true } : {}),
  });
  return {
    end,
    interrupted,
    seen: seen.length,
    record: recordPath(request.project),
    refused: refusedExecutables(document),
    executables: await summaries(document, seen.length > 0),
    output,
  };
}

/**
 * The builds before this one. Where it ended well, the same one has made the rest of what it did not make before; and where it
 * would have made again what changed files outdate, those say nothing any more.
 */
async function confirmed(
  before: RecordDocument | undefined,
  request: RecordRequest,
  unfinished: WatchedCommand['unfinished'],
): Promise<WatchedCommand[]> {
  const { builds = [], steps = [] } = before ?? {};
  return Promise.all(
    builds.map(async (earlier, at) => {
      if (!isSameBuild(earlier, request)) return earlier;
      // It may have got no further than before, and is then not kept for itself.
      if (unfinished !== undefined) {
        return earlier.unfinished === undefined ? earlier : { ...earlier, unfinished };
      }
      const build = { ...earlier };
      delete build.unfinished;
      if (!knowsCommands(request.command)) return build;
      const own = steps.filter((step) => step.build === at);
      return { ...build, buildFiles: await buildFilesOf(build, own) };
    }),
  );
}

async function summaries(document: RecordDocument, isFresh: boolean): Promise<ExecutableSummary[]> {
  const last = document.builds.at(-1);
  const found: ExecutableSummary[] = [];
  for (const executable of executablesOf(buildGraph(document.steps))) {
    const parts = await imageParts(recordedBuild(document), executable.image);
    found.push({
      path: executable.path,
      name: shortPath(document.project, executable.path),
      units: [parts, ...parts.libraries].reduce((sum, { units }) => sum + units.length, 0),
      libraries: parts.libraries.map(({ name }) => name),
      linkedNow: isFresh && buildOf(document, executable) === last,
      warnings: [
        ...parts.warnings,
        ...rewrittenWarnings(document.project, executable.path, parts.rewritten.once),
      ],
    });
  }
  return found;
}

function refusedExecutables({ project, steps }: RecordDocument): RecordOutcome['refused'] {
  return [...buildGraph(steps).values()].flatMap((file) => {
    const reason = linkedElsewhere(file);
    return reason === undefined ? [] : [{ name: shortPath(project, file.path), reason }];
  });
}

/** The builds that some step is of, and the steps with those builds' places. */
function withoutIdle(
  builds: readonly WatchedCommand[],
  steps: readonly RecordedStep[],
): Pick<RecordDocument, 'builds' | 'steps'> {
  const used = [...new Set(steps.map(({ build = 0 }) => build))].sort((a, b) => a - b);
  return {
    builds: used.flatMap((at) => builds[at] ?? []),
    steps: steps.map((step) => ({ ...step, build: used.indexOf(step.build ?? 0) })),
  };
}

/** The build that linked an executable. */
export function buildOf(
  { builds, steps }: RecordDocument,
  { image }: Pick<RecordedExecutable, 'image'>,
): WatchedCommand | undefined {
  return builds[steps[image.linkedBy]?.build ?? -1];
}

/** The builds that made an executable and all that it is made of: several where some built only what was not up to date. */
export function buildsBehind(
  { builds, steps }: RecordDocument,
  { path, image }: RecordedExecutable,
): WatchedCommand[] {
  const behind = stepsBehind([{ path, product: image, via: [] }]);
  const places = new Set([...behind].map((step) => steps[step]?.build ?? -1));
  return builds.filter((_, at) => places.has(at));
}

/** What of a document says how things are built. */
export function recordedBuild({ project, builds, steps, refused }: RecordDocument) {
  return {
    ...{ project, steps, refused: new Set(refused) },
    endedAt: builds.map((build) => build.endedAt),
  };
}

/** Of a build that was stopped as well, whose end its user waits for: nothing where the time did not suffice. */
async function refusedBy(
  steps: readonly RecordedStep[],
  { toolchain, signal }: RecorderContext & { readonly toolchain: Toolchain },
  interrupted: boolean,
): Promise<readonly string[] | undefined> {
  if (!interrupted) return refusedFlags(steps, toolchain, signal);
  return refusedFlags(steps, toolchain, AbortSignal.timeout(ASK_LIMIT)).catch(() => undefined);
}

/** Milliseconds to ask clang about the flags of a build that was stopped. */
const ASK_LIMIT = 10_000;

/** Milliseconds: file systems keep times more coarsely than clocks do. */
const SLACK = 2000;

/** Whether an executable was made again after the build that was watched. */
export async function builtSince(
  document: RecordDocument,
  executable: RecordedExecutable,
): Promise<boolean> {
  const facts = await stat(fileOf(executable)).catch(() => undefined);
  const endedAt = buildOf(document, executable)?.endedAt ?? Infinity;
  return facts !== undefined && facts.mtimeMs > endedAt + SLACK;
}
