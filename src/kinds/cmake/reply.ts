// CMake's answer about a build folder, read from the File API's reply in it. Nothing is run and nothing is written.
import { createHash } from 'node:crypto';
import { readdir, realpath, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import { MOST_GENERATED, readText, whyUnread } from '../../files/read-text.ts';
import { FailureError } from '../../model/failure.ts';
import { pathWords } from '../../config/config-issues.ts';
import { isOwnFolder } from './build-folders.ts';
import { codemodelVersion, folderMoved, replyDamaged } from './messages/folder.ts';
import type { ReplyProblem } from './messages/folder.ts';
import { cmakeFilesSchema, codemodelSchema, indexSchema, targetSchema } from './reply-schema.ts';
import type { CmakeConfiguration, CmakeTarget } from './reply-schema.ts';

/** The major versions that are understood; a minor one only adds. */
const CODEMODEL_MAJOR = 2;
const CMAKE_FILES_MAJOR = 1;

/** What is asked of CMake, as it stands in the query file. */
export const QUERY = {
  requests: [
    { kind: 'codemodel', version: CODEMODEL_MAJOR },
    { kind: 'cmakeFiles', version: CMAKE_FILES_MAJOR },
  ],
};

/** Where CMake looks for the query, in a build folder. */
export const QUERY_FILE = '.cmake/api/v1/query/client-retarget/query.json';

const REPLY_FOLDER = '.cmake/api/v1/reply';

export interface CmakeReply {
  /** Absolute paths as CMake writes them. */
  readonly build: string;
  readonly source: string;
  /** Of the CMake that wrote it, such as `3.25.1`. */
  readonly cmakeVersion: string;
  /** Such as `Ninja`. */
  readonly generator: string;
  readonly multiConfig: boolean;
  readonly configurations: readonly CmakeConfiguration[];
  /** When the reply was written, in milliseconds since 1970. */
  readonly writtenAt: number;
  /** Absolute paths of the project's own CMake files, such as CMakeLists.txt; nothing where nobody asked for them. */
  readonly inputs: readonly string[];
  /** A later configuration of this folder failed (CMake 4.1 and newer say so). */
  readonly failedSince: boolean;
  /** Everything about a target. @throws {FailureError} where its file is missing or not whole. */
  target(reference: CmakeConfiguration['targets'][number]): Promise<CmakeTarget>;
  /** Its file's text, unread: to look for something cheaply. @throws {FailureError} */
  targetText(reference: CmakeConfiguration['targets'][number]): Promise<string>;
}

/** A file of the reply that is not there, or not as CMake wrote it. */
class DamagedReply extends FailureError {}

/**
 * The newest reply in a build folder; nothing where there is none, or none about targets, or where it is not whole in a folder
 * of Retarget's own: CMake is asked again then.
 * @throws {FailureError} `input-missing` or `config-invalid` where it is not whole, is of another version or was made
 * for another folder; the hint says what to do.
 */
export async function readReply(build: string): Promise<CmakeReply | undefined> {
  try {
    return await replyIn(build);
  } catch (error) {
    if (error instanceof DamagedReply && isOwnFolder(build)) return undefined;
    throw error;
  }
}

/** Before CMake is asked again: it leaves a file as it is that has the name of what it would write. */
export async function removeReply(build: string): Promise<void> {
  await rm(join(build, REPLY_FOLDER), { recursive: true, force: true });
}

async function replyIn(build: string): Promise<CmakeReply | undefined> {
  const folder = join(build, REPLY_FOLDER);
  const { index: newest, failedSince } = newestIndex(await namesIn(folder));
  if (newest === undefined) return undefined;
  const read = new ReplyFiles(folder, isOwnFolder(build));
  const index = await read.object(newest, indexSchema);
  const codemodelOf = referenceTo(index.objects, 'codemodel', CODEMODEL_MAJOR);
  if (codemodelOf === undefined) {
    const other = index.objects.find(({ kind }) => kind === 'codemodel');
    if (other === undefined) return undefined;
    const file = join(folder, newest);
    throw new FailureError({
      code: 'config-invalid',
      ...codemodelVersion({
        ...{ file, folder, version: other.version.major, own: CODEMODEL_MAJOR },
        cmake: index.cmake.version.string,
      }),
      place: { file },
    });
  }
  const codemodel = await read.object(codemodelOf.jsonFile, codemodelSchema);
  await requireSameFolder(build, codemodel.paths.build, join(folder, newest));
  const filesOf = referenceTo(index.objects, 'cmakeFiles', CMAKE_FILES_MAJOR);
  const files =
    filesOf === undefined ? undefined : await read.object(filesOf.jsonFile, cmakeFilesSchema);
  const known = new Map<string, Promise<CmakeTarget>>();
  return {
    build: codemodel.paths.build,
    source: codemodel.paths.source,
    cmakeVersion: index.cmake.version.string,
    generator: index.cmake.generator.name,
    multiConfig: index.cmake.generator.multiConfig ?? false,
    configurations: codemodel.configurations,
    writtenAt: (await stat(join(folder, newest))).mtimeMs,
    failedSince,
    inputs: (files?.inputs ?? []).flatMap(({ path, isCMake, isGenerated }) =>
      isCMake === true || isGenerated === true ? [] : [resolve(codemodel.paths.source, path)],
    ),
    target: ({ jsonFile }) => {
      const target = known.get(jsonFile) ?? read.object(jsonFile, targetSchema);
      known.set(jsonFile, target);
      return target;
    },
    targetText: ({ jsonFile }) => read.text(jsonFile),
  };
}

/** Whether a build folder holds any reply, whatever it says. */
export async function hasReply(build: string): Promise<boolean> {
  return newestIndex(await namesIn(join(build, REPLY_FOLDER))).index !== undefined;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

// The names end in the time: the greatest is the newest.
function newestIndex(names: readonly string[]): { index?: string; failedSince: boolean } {
  const newest = (kind: string): string | undefined =>
    names
      .filter((name) => name.startsWith(`${kind}-`) && name.endsWith('.json'))
      .map((name) => name.slice(kind.length + 1))
      .sort()
      .at(-1);
  const time = newest('index');
  const failed = newest('error');
  if (time === undefined) return { failedSince: false };
  return { index: `index-${time}`, failedSince: failed !== undefined && failed > time };
}

function referenceTo(
  objects: z.output<typeof indexSchema>['objects'],
  kind: string,
  major: number,
): { readonly jsonFile: string } | undefined {
  return objects.find((each) => each.kind === kind && each.version.major === major);
}

async function requireSameFolder(build: string, named: string, file: string): Promise<void> {
  const real = (path: string): Promise<string> => realpath(path).catch(() => resolve(path));
  const [here, there] = await Promise.all([real(build), real(named)]);
  if (here === there) return;
  throw new FailureError({
    code: 'config-invalid',
    ...folderMoved({ build, named }),
    place: { file },
  });
}

/** CMake names all files but the index by their content. */
const HASHED = /-([\da-f]{20})\.json$/u;

class ReplyFiles {
  readonly #folder: string;
  readonly #isHashed: boolean;

  /** @param isHashed what a file's name says of its content has to be so */
  constructor(folder: string, isHashed: boolean) {
    this.#folder = folder;
    this.#isHashed = isHashed;
  }

  async text(name: string): Promise<string> {
    const file = join(this.#folder, name);
    let text: string;
    try {
      text = await readText(file, MOST_GENERATED);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw this.#failure(
        'input-missing',
        file,
        code === 'ENOENT' ? 'missing' : { unread: whyUnread(error) },
        error,
      );
    }
    const hash = HASHED.exec(name)?.[1];
    if (!this.#isHashed || hash === undefined) return text;
    if (createHash('sha3-256').update(text).digest('hex').startsWith(hash)) return text;
    throw this.#failure('config-invalid', file, 'changed', undefined);
  }

  async object<Schema extends z.ZodType>(name: string, schema: Schema): Promise<z.output<Schema>> {
    const file = join(this.#folder, name);
    const text = await this.text(name);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      throw this.#failure('config-invalid', file, 'incomplete', error);
    }
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    const where = pathWords(
      (issue?.path ?? []).map((step) => (typeof step === 'number' ? step : String(step))),
    );
    throw this.#failure('config-invalid', file, { wrongAt: where }, result.error);
  }

  #failure(
    code: 'input-missing' | 'config-invalid',
    file: string,
    problem: ReplyProblem,
    cause: unknown,
  ): FailureError {
    return new DamagedReply(
      {
        code,
        ...replyDamaged({ file, folder: this.#folder, problem }),
        place: { file },
      },
      { cause },
    );
  }
}
