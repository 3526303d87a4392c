// An executable that a recorded build made.
import { dirname, join, resolve, sep } from 'node:path';
import type { OwnExecutable, Preparation } from '../../model/program.ts';
import type { Warning } from '../../model/run.ts';
import type { ConfigRecord } from '../../config/config-schema.ts';
import { refuseAt } from '../../config/config-issues.ts';
import { ofOtherSystem } from '../../flags/foreign-system.ts';
import { kindOf, requireKind } from '../../config/inputs.ts';
import type { ConfigContext } from '../../config/inputs.ts';
import type { PlannedParts, ProgramParts } from '../program-parts.ts';
import { recordAgain } from './build-command.ts';
import { buildGraph } from './build-graph.ts';
import { locate } from './build-state.ts';
import { executableAt, fileOf, isThere, linkedElsewhere, shortPath } from './executables.ts';
import type { RecordedExecutable } from './executables.ts';
import { imageParts } from './image-parts.ts';
import { mixedWarnings, whyOutdated } from './outdated.ts';
import { buildOf, builtSince, recordedBuild } from './record-build.ts';
import { readRecord } from './record-document.ts';
import type { RecordDocument } from './record-document.ts';
import { rewrittenWarnings } from './rewritten-sources.ts';
import { mustEnd, unfinishedWarnings } from './unfinished.ts';
import {
  builtAgainSince,
  compiledBefore,
  compiledTwice,
  folderInsteadOfExecutable,
  linkedElsewhere as linkedElsewhereWords,
  neverLinked,
  sourcesGone,
  useOwnCompiler,
} from './messages/program.ts';

/**
 * Nothing is run: where there is no record, the build has changed since, what it made was cleaned away (and with it perhaps a
 * header that it writes), or it failed or was stopped when a profile ran it, the build itself comes back as `preparation`.
 * @param context `path` leads to the value of "record".
 * @throws {FindingsError} where the command's folder is not there, or an executable can be nothing that is recorded.
 */
export async function recordParts(
  context: ConfigContext,
  written: ConfigRecord,
): Promise<ProgramParts | PlannedParts> {
  const project = context.directory;
  const executable = resolve(project, written.executable);
  if ((await kindOf(executable)) === 'folder') {
    throw refuseAt(
      context.document,
      [...context.path, 'executable'],
      folderInsteadOfExecutable(written.executable),
    );
  }
  const directory =
    written.directory === undefined
      ? project
      : await requireKind(context, ['directory'], written.directory, 'folder');
  const preparation: Preparation = {
    ...{ kind: 'record', directory, command: written.command, executable, project },
  };
  const record = await readRecord(project);
  const found =
    record === undefined ? undefined : executableAt(buildGraph(record.steps), executable);
  const parts =
    record === undefined ||
    found === undefined ||
    !isThere(found) ||
    mustEnd(record, found) ||
    (await whyOutdated(record, found, preparation)) !== undefined
      ? undefined
      : await partsOf(record, executable);
  return parts ?? { preparation };
}

/** The parts of an executable as its record has them; nothing where it has none, or sources of it are gone. */
export async function partsOf(
  record: RecordDocument,
  path: string,
): Promise<ProgramParts | undefined> {
  const executable = executableAt(buildGraph(record.steps), path);
  if (executable === undefined) return undefined;
  const { units, libraries, link, ...whole } = await imageParts(
    recordedBuild(record),
    executable.image,
  );
  if (whole.systems.size > 0) {
    throw ofOtherSystem(shortPath(record.project, path), whole.systems, useOwnCompiler());
  }
  if (
    whole.missing.length + whole.rewritten.apart.length > 0 ||
    units.length + libraries.length === 0
  )
    return undefined;
  const warnings: Warning[] = [
    ...unfinishedWarnings(record, executable),
    ...mixedWarnings(record, executable),
    ...rewrittenWarnings(record.project, path, whole.rewritten.once),
    ...whole.warnings,
  ];
  const linkedBy = buildOf(record, executable);
  if (linkedBy !== undefined && (await builtSince(record, executable))) {
    warnings.push({
      code: 'outdated-record',
      message: builtAgainSince(shortPath(record.project, path)),
      remedies: [recordAgain(record.project, linkedBy)],
    });
  }
  return { units, libraries, link, own: ownExecutable(record, executable), warnings };
}

/** Where libtool leaves a script, what that runs is meant, with the folders that the script tells the loader of. */
function ownExecutable(record: RecordDocument, executable: RecordedExecutable): OwnExecutable {
  const path = fileOf(executable);
  const root = path.startsWith(join(record.project, sep)) ? record.project : dirname(path);
  const libraryFolders =
    path === executable.path
      ? []
      : executable.image.items.flatMap((item) =>
          item.kind === 'file' && item.file.product.kind === 'image'
            ? [dirname(item.file.product.path)]
            : [],
        );
  return { path, root, ...(libraryFolders.length === 0 ? {} : { libraryFolders }) };
}

export interface WhyNot {
  /** A sentence. */
  readonly message: string;
  /** Absolute paths of sources that the build made and removed again. */
  readonly gone?: readonly string[];
}

/** Why an executable of a record cannot be made into a program. */
export async function whyNot(record: RecordDocument, path: string): Promise<WhyNot> {
  const graph = buildGraph(record.steps);
  const executable = executableAt(graph, path);
  const name = shortPath(record.project, path);
  if (executable === undefined) {
    const known = locate(graph, path);
    const reason = known === undefined ? undefined : linkedElsewhere(known);
    return {
      message: reason === undefined ? neverLinked(name) : linkedElsewhereWords({ name, reason }),
    };
  }
  const { missing, rewritten, older } = await imageParts(recordedBuild(record), executable.image);
  if (missing.length > 0) {
    return { message: sourcesGone({ name, sources: missing }), gone: missing };
  }
  if (rewritten.apart.length > 0) {
    const sources = rewritten.apart.map((each) => shortPath(record.project, each));
    return { message: compiledTwice({ name, sources }) };
  }
  return { message: compiledBefore({ name, files: older }) };
}
