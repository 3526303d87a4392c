// What a folder offers whose build was recorded, or could be.
import { basename, join, relative } from 'node:path';
import { openFile } from '../../files/read-text.ts';
import { LISTS_FILE } from '../build-description.ts';
import type { FindOffers, Offer } from '../offer.ts';
import { kindOf } from '../../config/inputs.ts';
import { recordAgain } from './build-command.ts';
import { buildGraph } from './build-graph.ts';
import { isThere, knownExecutables, shortPath } from './executables.ts';
import { readRecord } from './record-document.ts';
import { isMadeHere } from './record-mark.ts';
import { buildOf } from './record-build.ts';
import type { RecordDocument, WatchedCommand } from './record-document.ts';
import {
  builtBy,
  madeNoExecutable,
  mustBeWatched,
  recordedExecutable,
  unfinishedBuild,
} from './messages/build.ts';

/** How builds are begun that a file in the folder tells of, the surest first. */
const BUILDS: readonly (readonly [file: string, tool: string, command: readonly string[]])[] = [
  ['build.ninja', 'Ninja', ['ninja']],
  ['GNUmakefile', 'make', ['make', '-j2']],
  ['makefile', 'make', ['make', '-j2']],
  ['Makefile', 'make', ['make', '-j2']],
  ['configure', 'configure', ['sh', '-c', './configure && make -j2']],
  ['meson.build', 'Meson', ['sh', '-c', 'meson setup build && ninja -C build']],
  ['build.sh', 'its script', ['sh', 'build.sh']],
];

export const recordOffers: FindOffers = async (directory) => {
  const record = await readRecord(directory);
  if (record !== undefined) {
    const offers = recorded(record);
    if (offers.length > 0) return offers;
    const unfinished = record.builds.findLast((build) => build.unfinished !== undefined);
    if (unfinished !== undefined && (await isMadeHere(record)))
      return [toGoOnWith(record.project, unfinished)];
  }
  for (const [file, tool, command] of BUILDS) {
    if ((await kindOf(join(directory, file))) !== 'file') continue;
    if (await isOfCmakeHere(directory, file)) continue;
    return [
      {
        kind: 'record',
        name: basename(directory) || 'program',
        why: builtBy({ tool, file }),
        program: { record: { executable: basename(directory), command: [...command] } },
        toWatch: command,
        obstacle: mustBeWatched(),
        remedies: [{ kind: 'record', command }],
      },
    ];
  }
  return [];
};

/** Whether CMake wrote a build file beside the CMakeLists.txt that it is made from: that build is offered as CMake's. */
async function isOfCmakeHere(directory: string, file: string): Promise<boolean> {
  if ((await kindOf(join(directory, LISTS_FILE))) !== 'file') return false;
  const handle = await openFile(join(directory, file)).catch(() => undefined);
  if (handle === undefined) return false;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(200), 0, 200, 0);
    return buffer.subarray(0, bytesRead).toString('latin1').startsWith('# CMAKE generated file');
  } finally {
    await handle.close();
  }
}

/** A build that ended before it made an executable: it goes on from there, by the command that it had. */
function toGoOnWith(project: string, build: WatchedCommand): Offer {
  const { command, unfinished } = build;
  const name = basename(project) || 'program';
  return {
    kind: 'record',
    name,
    why: unfinishedBuild(command),
    // Whoever watches a build by its offer does so in the project's own folder.
    ...(build.directory === project
      ? { program: { record: { executable: name, command: [...command] } }, toWatch: command }
      : { program: {} }),
    obstacle: madeNoExecutable({ ...unfinished, command }),
    remedies: [recordAgain(project, build)],
  };
}

function recorded(record: RecordDocument): Offer[] {
  const { project } = record;
  const taken = new Set<string>();
  return knownExecutables(buildGraph(record.steps)).flatMap((found): Offer[] => {
    const { path } = found;
    const build = buildOf(record, found);
    if (build === undefined) return [];
    const executable = shortPath(project, path);
    const base = basename(path);
    // A name becomes a folder's.
    const name = taken.has(base) ? executable.replaceAll(/[/\\]/gu, '-') : base;
    taken.add(name);
    return [
      {
        kind: 'record',
        name,
        why: recordedExecutable({ executable, command: build.command, isThere: isThere(found) }),
        program: recordedProgram(name, executable, project, build),
        watched: true,
      },
    ];
  });
}

/** What is written into retarget.json for an executable of a record. */
function recordedProgram(
  name: string,
  executable: string,
  project: string,
  { directory, command }: Pick<WatchedCommand, 'directory' | 'command'>,
): Offer['program'] {
  return {
    name,
    record: {
      executable,
      command: [...command],
      ...(directory === project ? {} : { directory: relative(project, directory) }),
    },
  };
}
