// One crate compiled for one target by its own rustc, as cargo ran it: what its retargeted bitcode is held against.
import { crateAsks, otherLlvmThanRustc } from '../messages/compiling.ts';
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FailureError } from '../../model/failure.ts';
import type { Crate, Unit } from '../../model/program.ts';
import type { Target } from '../../model/target.ts';
import { DEPENDENCIES_WORD, OBJECT_WORD } from '../../toolchain/clang-compile.ts';
import {
  directRustcArgv,
  externFiles,
  FOLDER_WORD,
  readRustcNotes,
  rootSource,
  rustcTarget,
  unheededByRustc,
  type RustcNotes,
} from '../../toolchain/rustc-notes.ts';
import type { Builder } from '../builder.ts';
import { readDependencies } from '../dependencies.ts';
import { findCached, keepCached, type Made } from '../cached-step.ts';
import { compileFailure } from '../tool-failure.ts';
import { DIRECT_PRIORITY, type DirectCompile, type NoDirect } from './direct-object.ts';

/** How a crate is compiled directly, and its first source; or why that is not possible. */
export async function directCrate(
  builder: Builder,
  unit: Unit,
  target: Target,
): Promise<{ readonly direct: DirectCompile; readonly source: string } | NoDirect> {
  const { crate } = unit;
  const notes = crate === undefined ? undefined : await readRustcNotes(crate.path);
  if (crate === undefined || notes === undefined) return { reason: 'unrecorded' };
  if (Number.parseInt(crate.llvm, 10) !== builder.toolchain.major) {
    return { reason: 'other-llvm', detail: `${crate.llvm}, not ${builder.toolchain.version}` };
  }
  const words = rustcTarget(target);
  if (words === undefined) return unsayable(target);
  const argv = directRustcArgv(notes.argv, words, {
    ...{ object: OBJECT_WORD, dependencies: DEPENDENCIES_WORD, folder: FOLDER_WORD },
  });
  const direct: DirectCompile = {
    argv,
    make: async () => {
      const externs = await hashedExterns(builder, notes);
      if (externs === undefined) return { reason: 'changed' };
      const step = {
        name: 'direct-crate',
        ingredients: [argv, notes.directory, notes.environment, externs],
      };
      const found = await findCached(builder, step);
      if (found !== undefined) return { ...found, isRemembered: true };
      const made = await compiled(builder, unit, notes, words);
      if (made === undefined) return unsayable(target);
      return { ...(await keepCached(builder, step, made)), isRemembered: false };
    },
    // By the time that cargo goes by, too: what it takes for fresh was compiled from these very files.
    isSettled: async (object) => {
      // Of what did not compile, what cargo's own compile read.
      const files =
        object === undefined
          ? await readDependencies(`${crate.path}.d`, notes.directory)
          : object.inputs?.files;
      return !(await isAnyNewer(files ?? [], notes.at));
    },
  };
  return { direct, source: rootSource(notes) ?? unit.source };
}

function unsayable({ name }: Target): NoDirect {
  return { reason: 'unsayable', detail: name };
}

/** The crates that it uses, by content; nothing where one is gone. */
async function hashedExterns(
  builder: Builder,
  notes: RustcNotes,
): Promise<readonly unknown[] | undefined> {
  const files = externFiles(notes);
  const hashes = await Promise.all(
    files.map((file) => builder.lookup(() => builder.hashes.of(file))),
  );
  return hashes.includes(undefined) ? undefined : [files, hashes];
}

/** Nothing where rustc's LLVM does not know the target. */
async function compiled(
  builder: Builder,
  unit: Unit,
  { argv, directory, environment }: RustcNotes,
  words: readonly string[],
): Promise<Made | undefined> {
  const folder = builder.temporary('');
  const [object, dependencies] = [join(folder, 'crate.o'), join(folder, 'crate.d')];
  try {
    await mkdir(folder);
    const command = directRustcArgv(argv, words, { object, dependencies, folder });
    const env = only(environment);
    const result = await builder.run(command, directory, DIRECT_PRIORITY, { mayCrash: true, env });
    if (unheededByRustc(result.stderr) !== undefined) return undefined;
    if (result.exitCode !== 0) throw new FailureError(compileFailure(unit, result));
    const content = await readFile(object);
    return { content, facts: null, inputs: await readDependencies(dependencies, directory) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** These variables, and none of what this process has besides. */
function only(environment: Readonly<Record<string, string>>): Record<string, string | undefined> {
  const others = Object.keys(process.env).map((name) => [name, undefined] as const);
  return { ...Object.fromEntries(others), ...environment };
}

async function isAnyNewer(files: readonly string[], time: number): Promise<boolean> {
  const times = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ mtimeMs }) => mtimeMs,
        () => Infinity,
      ),
    ),
  );
  return times.some((modified) => modified > time);
}

/** Sentences on what can make a crate's code differ. @param version of the LLVM that the retargeted object is made by */
export function knownCauses({ name, asks, llvm }: Crate, version: string): string[] {
  return [
    ...(asks === undefined ? [] : [crateAsks({ crate: name, asks })]),
    ...(llvm === version ? [] : [otherLlvmThanRustc({ rustc: llvm, clang: version })]),
  ];
}
