// Objects to an executable for one target, by the user's link line.
import { readFile, rm } from 'node:fs/promises';
import type { Artifact } from '../cache/artifact-cache.ts';
import { FailureError } from '../model/failure.ts';
import type { Program } from '../model/program.ts';
import { EXECUTABLE_WORD, linkArgv, linkListsDependencies } from '../toolchain/clang-link.ts';
import { DEPENDENCIES_WORD } from '../toolchain/clang-compile.ts';
import type { Builder } from './builder.ts';
import { takeDependencies } from './dependencies.ts';
import { recordedStep, type Made } from './recorded-step.ts';
import { linkFailure } from './tool-failure.ts';

export interface LinkInput {
  /** Absolute path: an artifact's, or a given object's or archive's own. */
  readonly path: string;
  /** Hex SHA-256; absent for given files, which the linker's own list covers. */
  readonly hash?: string;
  /** What stands for it in stored command lines and in the linker's complaints. */
  readonly word: string;
}

export interface Executable {
  readonly file: Artifact;
  readonly argv: readonly string[];
}

/** A link frees the last target's memory and lets its variant be saved: it goes before further code generation. */
const LINK_PRIORITY = 1_000_000_000;

/** @throws {FailureError} link-failed, no-main. */
export async function linkProgram(
  builder: Builder,
  program: Program,
  inputs: readonly LinkInput[],
): Promise<Executable> {
  const listsDependencies = linkListsDependencies(builder.toolchain, program);
  const argv = linkArgv(builder.toolchain, program, {
    objects: inputs.map((input) => input.word),
    executable: EXECUTABLE_WORD,
    ...(listsDependencies ? { dependencies: DEPENDENCIES_WORD } : {}),
  });
  const { artifact: file } = await recordedStep(builder, {
    name: 'executable',
    ingredients: [
      ...[argv, program.link.directory, inputs.map((input) => input.hash ?? null)],
      await builder.flagFiles(program.link.flags, program.link.directory),
    ],
    make: () => makeExecutable(builder, program, inputs, listsDependencies),
  });
  return { file, argv };
}

async function makeExecutable(
  builder: Builder,
  program: Program,
  inputs: readonly LinkInput[],
  listsDependencies: boolean,
): Promise<Made> {
  const executable = builder.temporary('.exe');
  const dependencies = builder.temporary('.d');
  const argv = linkArgv(builder.toolchain, program, {
    objects: inputs.map((input) => input.path),
    executable,
    ...(listsDependencies ? { dependencies } : {}),
  });
  try {
    const result = await builder.run(argv, program.link.directory, LINK_PRIORITY);
    if (result.exitCode !== 0) {
      throw new FailureError(
        linkFailure(program, { ...result, stderr: named(result.stderr, inputs) }),
      );
    }
    const read = listsDependencies
      ? await takeDependencies(dependencies, program.link.directory)
      : undefined;
    const covered = new Set(
      inputs.filter((input) => input.hash !== undefined).map((input) => input.path),
    );
    return {
      content: await readFile(executable),
      facts: null,
      inputs: read?.filter((path) => !covered.has(path)),
    };
  } finally {
    await rm(executable, { force: true });
  }
}

/** The linker's words with sources' names where it names objects of ours. */
function named(stderr: string, inputs: readonly LinkInput[]): string {
  return inputs.reduce((text, input) => text.replaceAll(input.path, input.word), stderr);
}
