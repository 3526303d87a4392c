// Objects and the project's own libraries to an executable or a shared library for one target, by the user's link line.
import { readFile, rm } from 'node:fs/promises';
import type { Artifact } from '../cache/artifact-cache.ts';
import { MOST_GENERATED, readText } from '../files/read-text.ts';
import { FailureError, type Failure } from '../model/failure.ts';
import type { ProcessResult } from '../process/run-process.ts';
import {
  EXECUTABLE_WORD,
  EXTRACTED_WORD,
  LIBRARIES_WORD,
  LIBRARY_WORD,
  linkArgv,
  linkGivesLists,
  type LinkLine,
  type LinkLists,
  namedLibraries,
  ownFlags,
} from '../toolchain/clang-link.ts';
import { DEPENDENCIES_WORD } from '../toolchain/clang-compile.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { orderDecides } from './archive-order.ts';
import type { Builder } from './builder.ts';
import { readDependencies, withDependencyFile } from './dependencies.ts';
import { withMissingLibraries } from './missing-libraries.ts';
import { recordedStep, type Made } from './recorded-step.ts';
import { shortArgv } from './response-file.ts';
import type { VariantLibraries } from './variant-libraries.ts';

export interface LinkInput {
  /** Absolute path: an artifact's, or a given object's or archive's own. */
  readonly path: string;
  /** Hex SHA-256; absent for given files, which the linker's own list covers. */
  readonly hash?: string;
  /** What stands for it in stored command lines and in the linker's complaints. */
  readonly word: string;
}

export interface LinkPlan {
  /** Without lld, the linker is the one that clang takes by itself. */
  readonly toolchain: Toolchain;
  readonly line: LinkLine;
  readonly inputs: readonly LinkInput[];
  /** Built so far: all that the line names. */
  readonly libraries: VariantLibraries;
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
  const givesLists = linkGivesLists(toolchain, line);
  const lists = { dependencies: DEPENDENCIES_WORD, extracted: EXTRACTED_WORD };
  const argv = linkArgv(toolchain, line, {
    objects: inputs.map((input) => input.word),
    output: line.loaderName === undefined ? EXECUTABLE_WORD : LIBRARY_WORD,
    ...(givesLists ? { lists } : {}),
    ...(libraries.hasShared ? { sharedFolder: LIBRARIES_WORD } : {}),
  });
  const { artifact: file } = await recordedStep(builder, {
    name: 'executable',
    ingredients: [
      ...[argv, line.link.directory, inputs.map((input) => input.hash ?? null)],
      await builder.flagFiles(ownFlags(line.link), line.link.directory),
      ...(named.length === 0 ? [] : [named.map((name) => libraries.contentOf(name))]),
    ],
    make: () =>
      givesLists
        ? withDependencyFile(builder, (dependencies) =>
            withDependencyFile(builder, (extracted) =>
              makeLinked(builder, plan, named, { dependencies, extracted }),
            ),
          )
        : makeLinked(builder, plan, named),
  });
  return { file, argv };
}

/** What is kept beside a link's result. */
interface LinkFacts {
  /** Linkers that read each archive once, from left to right, could have taken other members. */
  readonly orderDecides?: boolean;
}

/** Whether another linker could have made a program with other members of archives. */
export function isOfOrder({ facts }: Artifact): boolean {
  return (facts as LinkFacts | null)?.orderDecides === true;
}

async function makeLinked(
  builder: Builder,
  { toolchain, line, inputs, libraries, failed }: LinkPlan,
  named: readonly string[],
  lists?: LinkLists,
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
  const run = async (also: { readonly lists?: LinkLists }): Promise<ProcessResult> => {
    const short = await shortArgv(builder, linkArgv(toolchain, line, { ...files, ...also }));
    return builder.run(short.argv, directory, LINK_PRIORITY, { step: 'link' }).finally(short.clear);
  };
  try {
    const result = await run(lists === undefined ? {} : { lists });
    if (result.exitCode !== 0) {
      // Once more, so that it complains of names as people write them.
      const told = lists === undefined ? result : await run({});
      const stderr = libraries.inWords(inWords(told.stderr, inputs));
      throw new FailureError(
        await withMissingLibraries(failed({ ...told, stderr }), stderr, builder),
      );
    }
    const read =
      lists === undefined ? undefined : await readDependencies(lists.dependencies, directory);
    const covered = new Set([
      ...inputs.filter((input) => input.hash !== undefined).map((input) => input.path),
      ...libraries.placedFiles,
    ]);
    const facts: LinkFacts = {
      orderDecides:
        lists !== undefined &&
        read !== undefined &&
        (await orderDecides(await readText(lists.extracted, MOST_GENERATED), read, directory)),
    };
    return {
      content: await readFile(output),
      facts,
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
