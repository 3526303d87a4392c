// Objects and the project's own libraries to an executable or a shared library for one target, by the user's link line.
import { readFile, rm } from 'node:fs/promises';
import type { Artifact } from '../cache/artifact-cache.ts';
import { FailureError, type Failure } from '../model/failure.ts';
import type { ProcessResult } from '../process/run-process.ts';
import {
  EXECUTABLE_WORD,
  LIBRARIES_WORD,
  LIBRARY_WORD,
  linkArgv,
  linkListsInputs,
  type LinkLine,
  namedLibraries,
  ownFlags,
} from '../toolchain/clang-link.ts';
import { DEPENDENCIES_WORD } from '../toolchain/clang-compile.ts';
import type { Toolchain } from '../model/toolchain.ts';
import type { Builder } from './builder.ts';
import { parseLinkDependencies, readDependencies, withDependencyFile } from './dependencies.ts';
import { withMissingLibraries } from './missing-libraries.ts';
import { cachedStep, type Made } from './cached-step.ts';
import { shortArgv } from './response-file.ts';

export interface LinkInput {
  /** Absolute path: an artifact's, or a given object's or archive's own. */
  readonly path: string;
  /** Hex SHA-256; absent for given files, which the linker's own list covers. */
  readonly hash?: string;
  /** What stands for it in stored command lines and in the linker's complaints. */
  readonly word: string;
}

/** The project's own libraries that were built so far for a link's target. */
export interface LinkLibraries {
  /** Whether the program has shared ones, built yet or not. */
  readonly hasShared: boolean;
  /** What decides a link that reads this library: part of its key. */
  contentOf(name: string): unknown;
  /**
   * Puts a library where a link can read it, made once for all links of this target.
   * @returns its absolute path.
   * @throws {FailureError} toolchain-missing, where there is nothing that makes archives.
   */
  place(name: string): Promise<string>;
  /** Puts all shared ones built so far there: a linker looks for those that they need in turn. @returns the folder. */
  placeShared(): Promise<string>;
  /** Absolute paths of what `place` may have put down: no dependencies of anything, since `contentOf` tells them. */
  readonly placedFiles: readonly string[];
  /** A linker's words with the libraries' and sources' names for files of ours. */
  inWords(stderr: string): string;
}

export interface LinkPlan {
  /** Without lld, the linker is the one that clang takes by itself. */
  readonly toolchain: Toolchain;
  readonly line: LinkLine;
  readonly inputs: readonly LinkInput[];
  /** All that the line names among them. */
  readonly libraries: LinkLibraries;
  readonly failed: (result: ProcessResult) => Failure;
}

export interface Linked {
  readonly file: Artifact;
  readonly argv: readonly string[];
}

/** A link frees the last target's memory and lets its variant be saved: it goes before further code generation. */
const LINK_PRIORITY = 1_000_000_000;

/** @throws {FailureError} link-failed, no-main, and toolchain-missing where an archive cannot be made. */
export async function link(builder: Builder, plan: LinkPlan): Promise<Linked> {
  const { toolchain, line, inputs, libraries } = plan;
  const named = namedLibraries(line.link);
  const ownLinker = await builder.ownLinker();
  const lists = linkListsInputs(toolchain, line, ownLinker);
  const argv = linkArgv(toolchain, line, {
    objects: inputs.map((input) => input.word),
    output: line.loaderName === undefined ? EXECUTABLE_WORD : LIBRARY_WORD,
    ...(lists ? { dependencies: DEPENDENCIES_WORD } : {}),
    ...(libraries.hasShared ? { sharedFolder: LIBRARIES_WORD } : {}),
  });
  const { artifact: file } = await cachedStep(builder, {
    name: 'executable',
    ingredients: [
      ...[argv, line.link.directory, inputs.map((input) => input.hash ?? null)],
      toolchain.lld === undefined ? (ownLinker?.identity ?? null) : null,
      await builder.flagFiles(ownFlags(line.link), line.link.directory),
      ...(named.length === 0 ? [] : [named.map((name) => libraries.contentOf(name))]),
    ],
    make: () =>
      lists
        ? withDependencyFile(builder, (dependencies) =>
            makeLinked(builder, plan, named, dependencies),
          )
        : makeLinked(builder, plan, named),
  });
  return { file, argv };
}

async function makeLinked(
  builder: Builder,
  { toolchain, line, inputs, libraries, failed }: LinkPlan,
  named: readonly string[],
  dependencies?: string,
): Promise<Made> {
  const { directory } = line.link;
  const output = builder.temporary('.linked');
  const placed = new Map<string, string>();
  for (const name of named) placed.set(name, await libraries.place(name));
  const files = {
    objects: inputs.map((input) => input.path),
    output,
    libraries: placed,
    ...(libraries.hasShared ? { sharedFolder: await libraries.placeShared() } : {}),
  };
  const argv = linkArgv(toolchain, line, {
    ...files,
    ...(dependencies === undefined ? {} : { dependencies }),
  });
  const short = await shortArgv(builder, argv);
  try {
    const result = await builder
      .run(short.argv, directory, LINK_PRIORITY, { step: 'link' })
      .finally(short.clear);
    if (result.exitCode !== 0) {
      const stderr = libraries.inWords(inWords(result.stderr, inputs));
      throw new FailureError(
        await withMissingLibraries(
          failed({ ...result, stderr }),
          stderr,
          builder,
          line.link.language,
        ),
      );
    }
    const read =
      dependencies === undefined
        ? undefined
        : await readDependencies(dependencies, directory, (text) =>
            parseLinkDependencies(text, toolchain.lld !== undefined),
          );
    const covered = new Set([
      ...inputs.filter((input) => input.hash !== undefined).map((input) => input.path),
      ...libraries.placedFiles,
    ]);
    return {
      content: await readFile(output),
      facts: null,
      inputs: read?.filter((path) => !covered.has(path)),
    };
  } finally {
    await rm(output, { force: true });
  }
}

/** The linker's words with sources' names where it names objects of ours. */
export function inWords(stderr: string, inputs: readonly LinkInput[]): string {
  return inputs.reduce((text, input) => text.replaceAll(input.path, input.word), stderr);
}
