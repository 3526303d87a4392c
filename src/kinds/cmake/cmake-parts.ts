// An executable of a CMake build folder, from the File API's reply in it.
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Preparation } from '../../model/program.ts';
import { refuseAt } from '../../config/config-issues.ts';
import type { ConfigCmake } from '../../config/config-schema.ts';
import { kindOf } from '../../config/inputs.ts';
import type { ConfigContext } from '../../config/inputs.ts';
import type { PlannedParts, ProgramParts } from '../program-parts.ts';
import { buildFolderAt, findBuildFolder, ownFolder } from './build-folders.ts';
import type { BuildFolder } from './build-folders.ts';
import { cmakeProgram, generates, ungeneratedFailure } from './cmake-program.ts';
import { changedInputs } from './folder-warnings.ts';
import { madeWith } from './made-with.ts';
import { notABuildFolder, otherOptions, projectMissing } from './messages/folder.ts';
import { readReply } from './reply.ts';

/**
 * Nothing is run: what has to be comes back as `preparation`.
 * @param context `path` leads to the value of "cmake".
 */
export async function cmakeParts(
  context: ConfigContext,
  asked: ConfigCmake,
): Promise<ProgramParts | PlannedParts> {
  const { directory } = context;
  const folder =
    asked.build === undefined
      ? await findBuildFolder(directory)
      : await namedFolder(context, asked.build);
  if (folder === undefined) {
    await requireProject(context);
    const build =
      asked.build === undefined
        ? ownFolder(directory, asked.configuration)
        : resolve(directory, asked.build);
    return toBePrepared(asked, directory, build);
  }
  const options = asked.options ?? [];
  const made = await madeWith(folder.path);
  if (made !== undefined ? !isDeepStrictEqual(made, options) : options.length > 0) {
    if (folder.own) return toBePrepared(asked, folder.source, folder.path);
    throw refuseAt(
      context.document,
      [...context.path, 'options'],
      otherOptions({ build: folder.path, isOurs: made !== undefined }),
    );
  }
  const reply = await readReply(folder.path);
  if (reply === undefined) return toBePrepared(asked, folder.source, folder.path);
  if (folder.own && (await changedInputs(reply)).length > 0) {
    return toBePrepared(asked, folder.source, folder.path);
  }
  const program = await cmakeProgram(reply, asked, directory, (key, words) =>
    refuseAt(context.document, [...context.path, key], words),
  );
  // What is generated in the user's own folder is the user's to keep up to date.
  if (folder.own && generates(program)) return toBePrepared(asked, folder.source, folder.path);
  if (program.ungenerated.length === 0) return program.parts;
  throw ungeneratedFailure(program, asked.target);
}

function toBePrepared(
  { target, configuration, options }: ConfigCmake,
  source: string,
  build: string,
): PlannedParts {
  const preparation: Preparation = {
    kind: 'cmake',
    source,
    build,
    target,
    ...(configuration === undefined ? {} : { configuration }),
    ...(options === undefined ? {} : { options }),
  };
  // The ways to run it are not known yet.
  return { preparation, benchmarks: [] };
}

/** The folder that "build" names; nothing where it is still to be made. */
async function namedFolder(
  context: ConfigContext,
  written: string,
): Promise<BuildFolder | undefined> {
  const path = resolve(context.directory, written);
  const folder = await buildFolderAt(path);
  if (folder !== undefined) return folder;
  const kind = await kindOf(path);
  if (kind === 'missing' || (kind === 'folder' && (await readdir(path)).length === 0)) {
    return undefined;
  }
  throw refuseAt(
    context.document,
    [...context.path, 'build'],
    notABuildFolder({ written, source: context.directory }),
  );
}

async function requireProject(context: ConfigContext): Promise<void> {
  const file = join(context.directory, 'CMakeLists.txt');
  if ((await kindOf(file)) === 'file') return;
  throw refuseAt(context.document, context.path, projectMissing(file), 'input-missing');
}
