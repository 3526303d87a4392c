// Builds that failed or were stopped: what of them is done all the same, and what to say of a program that they made.
import { statSync } from 'node:fs';
import type { Warning } from '../../model/run.ts';
import type { ProcessEnd } from '../../process/start-process.ts';
import { isSameBuild, recordAgain } from './build-command.ts';
import { buildGraph } from './build-graph.ts';
import { shortPath } from './executables.ts';
import type { RecordedExecutable } from './executables.ts';
import type { RecordDocument, WatchedCommand } from './record-document.ts';
import type { RecordedStep } from './recorded-step.ts';
import { ofUnfinishedBuild } from './messages/program.ts';

/** File systems' clocks tick more slowly than a process's: milliseconds. */
const TICK = 50;
/** Some keep whole seconds (HFS+, ext3, NFS), or every other one (FAT): milliseconds. */
const COARSE_TICK = 2000;

/**
 * The steps without those that a build which did not end well began and never ended: what they were to write is what an
 * earlier build left there.
 * @param startedAt milliseconds since 1970
 */
export function endedSteps(steps: readonly RecordedStep[], startedAt: number): RecordedStep[] {
  const begun = new Set<number>();
  for (const { path, product, via } of buildGraph(steps).values()) {
    if (via.length > 0 || product.path !== path) continue;
    const facts = statSync(path, { throwIfNoEntry: false });
    if (facts === undefined || isSince(facts.mtimeMs, startedAt)) continue;
    const last = product.steps.at(-1);
    if (last !== undefined) begun.add(last);
  }
  return steps.filter((_, at) => !begun.has(at));
}

/** Whether a file that was changed at this time may have been after that one. */
function isSince(changedAt: number, startedAt: number): boolean {
  const isCoarse = changedAt % 1000 === 0;
  return changedAt >= (isCoarse ? startedAt - (startedAt % COARSE_TICK) : startedAt - TICK);
}

/** How a build ended, as a record keeps it; nothing where it ended well. */
export function endingOf(
  { exitCode, signal }: ProcessEnd,
  interrupted: boolean,
  ofProfile = false,
): WatchedCommand['unfinished'] {
  const own = ofProfile ? { ofProfile } : {};
  if (interrupted) return { interrupted: true, ...own };
  if (exitCode === 0) return undefined;
  return {
    ...own,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(signal === undefined ? {} : { signal }),
  };
}

/** The build which linked an executable, or a later one by the same command, where that did not end well. */
function unfinishedBuild(
  { builds, steps }: RecordDocument,
  { image }: RecordedExecutable,
): WatchedCommand | undefined {
  const linkedBy = steps[image.linkedBy]?.build ?? -1;
  const linking = builds[linkedBy];
  return builds.findLast(
    (build, at) =>
      build.unfinished !== undefined &&
      linking !== undefined &&
      (at === linkedBy || (at > linkedBy && isSameBuild(build, linking))),
  );
}

/**
 * Whether a profile has to run the build of an executable again, since it ended badly when a profile ran it: what one refuses
 * to measure the next one must not. Who records such a build by the command of that name wants what it made.
 */
export function mustEnd(record: RecordDocument, executable: RecordedExecutable): boolean {
  return unfinishedBuild(record, executable)?.unfinished?.ofProfile === true;
}

/** That the build of an executable did not end well. */
export function unfinishedWarnings(
  record: RecordDocument,
  executable: RecordedExecutable,
): Warning[] {
  const { project } = record;
  const { path } = executable;
  const bad = unfinishedBuild(record, executable);
  if (bad === undefined) return [];
  const { command, unfinished } = bad;
  const name = shortPath(project, path);
  return [
    {
      code: 'partial-record',
      message: ofUnfinishedBuild({ ...unfinished, command, name }),
      remedies: [recordAgain(project, bad)],
    },
  ];
}
