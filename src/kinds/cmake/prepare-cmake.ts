// Lets CMake configure a build folder and answer, where nothing is known of it yet. Only our own folders are built in.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { FailureError } from '../../model/failure.ts';
import type { Preparation } from '../../model/program.ts';
import type { Complaint } from '../../config/messages.ts';
import type { PrepareContext } from '../program-parts.ts';
import type { ProgramParts } from '../program-parts.ts';
import { buildFolderAt, isOwnFolder, OWN_CONFIGURATION } from './build-folders.ts';
import { CmakeRunner } from './cmake-runner.ts';
import { cmakeProgram, generates, ungeneratedFailure } from './cmake-program.ts';
import type { CmakeProgram } from './cmake-program.ts';
import { changedInputs } from './folder-warnings.ts';
import { generateSources } from './generate-sources.ts';
import { atKey, configuring, folderUnwritable, noReply } from './messages/folder.ts';
import { discardForeign, markMadeHere } from './made-here.ts';
import { madeWith, remake } from './made-with.ts';
import { QUERY, QUERY_FILE, readReply, removeReply } from './reply.ts';
import type { CmakeReply } from './reply.ts';
import { writeFailure } from '../../files/write-failure.ts';

type CmakePreparation = Preparation & { readonly kind: 'cmake' };

/** Two programs may come from one folder, where only one CMake can be at work. */
const atWork = new Map<string, Promise<unknown>>();

/**
 * Writes the File API's query, configures and reads the reply. In a folder that Retarget made, generated sources are made
 * too. An existing folder of the user's is only configured again as it was.
 * @throws {FailureError} `toolchain-missing` without CMake; `compile-failed` where it fails, with its last words.
 */
export async function prepareCmake(
  preparation: CmakePreparation,
  context: PrepareContext,
): Promise<ProgramParts> {
  const before = atWork.get(preparation.build) ?? Promise.resolve();
  const work = before.catch(() => undefined).then(() => prepare(preparation, context));
  atWork.set(preparation.build, work);
  try {
    return await work;
  } finally {
    if (atWork.get(preparation.build) === work) atWork.delete(preparation.build);
  }
}

async function prepare(
  preparation: CmakePreparation,
  context: PrepareContext,
): Promise<ProgramParts> {
  const { source, build, target } = preparation;
  if (isOwnFolder(build)) await discardForeign({ source, build });
  const cmake = await CmakeRunner.for({ source, build }, context);
  const reply = (await freshReply(preparation)) ?? (await configured(preparation, context, cmake));
  const read = (): Promise<CmakeProgram> =>
    cmakeProgram(reply, preparation, source, (key, words) => refused(build, key, words));
  let program = await read();
  if (isOwnFolder(build) && generates(program)) {
    await generateSources(program, target, context, cmake);
    program = await read();
  }
  if (program.ungenerated.length > 0) throw ungeneratedFailure(program, target);
  return program.parts;
}

/** A reply to go by: another program may have asked for it just now. */
async function freshReply({ build, options }: CmakePreparation): Promise<CmakeReply | undefined> {
  const reply = await readReply(build);
  if (reply === undefined || !isOwnFolder(build)) return reply;
  const asBefore = isDeepStrictEqual(await madeWith(build), options ?? []);
  return asBefore && (await changedInputs(reply)).length === 0 ? reply : undefined;
}

async function configured(
  { source, build, configuration, options = [] }: CmakePreparation,
  { toolchain, onStep }: PrepareContext,
  cmake: CmakeRunner,
): Promise<CmakeReply> {
  // A folder of the user's stays what it is.
  const ours = isOwnFolder(build) || (await buildFolderAt(build)) === undefined;
  const before = await madeWith(build);
  await writable(build, async () => {
    await mkdir(dirname(join(build, QUERY_FILE)), { recursive: true });
    await writeFile(join(build, QUERY_FILE), `${JSON.stringify(QUERY)}\n`);
    if (isOwnFolder(build)) {
      await keepOutOfVersionControl(source);
      await removeReply(build);
    }
    if (isOwnFolder(build)) await markMadeHere({ source, build });
    if (ours && !isDeepStrictEqual(before, options)) await remake(build, options);
  });
  const isNew = (await buildFolderAt(build)) === undefined;
  onStep(configuring(relative(source, build)));
  await cmake.run(
    [
      ...['-S', source, '-B', build],
      ...(isNew && (await cmake.hasNinja()) ? ['-G', 'Ninja'] : []),
      ...(ours ? [...ownOptions(toolchain, configuration), ...options] : []),
    ],
    { task: { kind: 'configure', build }, source },
  );
  const reply = await readReply(build);
  if (reply !== undefined) return reply;
  throw new FailureError({ code: 'toolchain-too-old', ...noReply(build) });
}

function ownOptions(
  { clang, clangxx }: PrepareContext['toolchain'],
  configuration = OWN_CONFIGURATION,
): string[] {
  return [
    `-DCMAKE_BUILD_TYPE=${configuration}`,
    `-DCMAKE_C_COMPILER=${clang}`,
    ...(clangxx === undefined ? [] : [`-DCMAKE_CXX_COMPILER=${clangxx}`]),
  ];
}

function refused(
  build: string,
  key: 'target' | 'configuration',
  { message, ...words }: Complaint,
): FailureError {
  return new FailureError({
    code: 'config-invalid',
    ...words,
    message: atKey({ key, problem: message }),
    place: { file: build },
  });
}

async function keepOutOfVersionControl(source: string): Promise<void> {
  const file = join(source, '.retarget', '.gitignore');
  await writeFile(file, '*\n', { flag: 'wx' }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
}

async function writable(build: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw writeFailure(error, folderUnwritable(build));
  }
}
