// One configuration of a build folder: its targets, what each of them makes, and where things stand.
import { basename, dirname, join, posix, resolve } from 'node:path';
import type { CmakeReply } from './reply.ts';
import type { CmakeConfiguration, CmakeTarget } from './reply-schema.ts';

/** An object that an object library of the project makes, by the source that it is made from. */
export interface OwnObject {
  readonly target: CmakeTarget;
  readonly sourceIndex: number;
}

/** Targets whose files are words of link lines. */
const LIBRARY_TYPES = new Set(['STATIC_LIBRARY', 'SHARED_LIBRARY', 'MODULE_LIBRARY']);

/** What is known of a target and of everything that it needs to be built first. */
export class BuildTree {
  readonly reply: CmakeReply;
  readonly configuration: CmakeConfiguration;
  /** The target itself first; tools that the build runs are there too, but not what they are made of. */
  readonly targets: readonly CmakeTarget[];
  readonly #libraries = new Map<string, CmakeTarget>();
  readonly #objects = new Map<string, OwnObject>();

  private constructor(
    reply: CmakeReply,
    configuration: CmakeConfiguration,
    targets: readonly CmakeTarget[],
  ) {
    this.reply = reply;
    this.configuration = configuration;
    this.targets = targets;
    for (const target of targets) {
      const artifacts = target.artifacts.map(({ path }) => resolve(reply.build, path));
      if (LIBRARY_TYPES.has(target.type)) {
        for (const path of artifacts) this.#libraries.set(path, target);
      } else if (target.type === 'OBJECT_LIBRARY') {
        for (const [path, sourceIndex] of objectsOf(target, artifacts)) {
          this.#objects.set(path, { target, sourceIndex });
        }
      }
    }
  }

  /** @throws {FailureError} where a part of the reply is missing or not whole. */
  static async around(
    reply: CmakeReply,
    configuration: CmakeConfiguration,
    target: CmakeTarget,
  ): Promise<BuildTree> {
    const byId = new Map(configuration.targets.map((reference) => [reference.id, reference]));
    const found = new Map([[target.id, target]]);
    // A map is walked in the order of its insertion, also what is added while it is walked.
    for (const each of found.values()) {
      if (each.type === 'EXECUTABLE' && each !== target) continue;
      for (const { id } of each.dependencies) {
        const reference = byId.get(id);
        if (reference === undefined || found.has(id)) continue;
        found.set(id, await reply.target(reference));
      }
    }
    return new BuildTree(reply, configuration, [...found.values()]);
  }

  /** Where the generator runs a target's compiler and linker: relative words of theirs are relative to it. */
  directoryOf({ paths }: CmakeTarget): string {
    return /makefiles/iu.test(this.reply.generator)
      ? resolve(this.reply.build, paths.build)
      : this.reply.build;
  }

  /** Absolute path of a source, as the reply names it. */
  sourceOf({ path }: { readonly path: string }): string {
    return resolve(this.reply.source, path);
  }

  /** Absolute path of the file that the project's own build makes of a target. */
  artifactOf({ artifacts, nameOnDisk }: CmakeTarget): string | undefined {
    const own = artifacts.find(({ path }) => basename(path) === nameOnDisk) ?? artifacts[0];
    return own === undefined ? undefined : resolve(this.reply.build, own.path);
  }

  isBuilt(path: string): boolean {
    return path.startsWith(`${this.reply.build}/`);
  }

  /** The library of the project whose file this is; link lines name shared ones by their versions too. */
  libraryAt(path: string): CmakeTarget | undefined {
    const named = this.#libraries.get(path);
    if (named !== undefined) return named;
    for (const name of unversioned(path)) {
      const library = this.#libraries.get(name);
      if (library !== undefined && library.type !== 'STATIC_LIBRARY') return library;
    }
    return undefined;
  }

  objectAt(path: string): OwnObject | undefined {
    return this.#objects.get(path);
  }

  /** Where the project's own build puts the object of one of a target's sources. */
  objectPath(target: CmakeTarget, source: string): string {
    const { reply } = this;
    const below = [
      resolve(reply.build, target.paths.build),
      resolve(reply.source, target.paths.source),
    ];
    const base = below.find((folder) => source.startsWith(`${folder}/`)) ?? below[1] ?? '';
    const isInside = [reply.build, reply.source].some((top) => source.startsWith(`${top}/`));
    const { multiConfig } = reply;
    return join(
      ...[reply.build, target.paths.build, 'CMakeFiles', `${target.name}.dir`],
      ...(multiConfig ? [this.configuration.name] : []),
      `${objectName(isInside ? posix.relative(base, source) : source.replace(/^\/+/u, ''))}.o`,
    );
  }
}

/**
 * A shared library's path without the version that CMake's VERSION and SOVERSION put into its name: any text at all, behind
 * the name (`libz.so.1.3.1-rc1`) or, on macOS, within it (`libz.1.3.1-rc1.dylib`). The longest name first.
 */
function* unversioned(path: string): Generator<string> {
  const folder = dirname(path);
  const file = basename(path);
  const inside = /\.dylib$/u.exec(file)?.[0] ?? '';
  const stem = file.slice(0, file.length - inside.length);
  for (let at = stem.lastIndexOf('.'); at > 0; at = stem.lastIndexOf('.', at - 1)) {
    yield join(folder, `${stem.slice(0, at)}${inside}`);
  }
}

/** A source's path as CMake writes it in an object's: never upwards, and without spaces and colons. */
function objectName(path: string): string {
  return path.replaceAll('../', '__/').replaceAll(/[ :]/gu, '_');
}

/** Objects are listed as their sources are; where the numbers differ, names tell. */
function objectsOf(
  { sources }: CmakeTarget,
  artifacts: readonly string[],
): readonly (readonly [string, number])[] {
  const compiled = sources.flatMap((source, index) =>
    source.compileGroupIndex === undefined || isPrecompiling(source.path)
      ? []
      : [{ index, name: objectName(basename(source.path)) }],
  );
  return artifacts.flatMap((path, at) => {
    const fits = ({ name }: { readonly name: string }): boolean =>
      basename(path).startsWith(`${name}.`);
    const inOrder = compiled[at];
    const source =
      inOrder !== undefined && compiled.length === artifacts.length && fits(inOrder)
        ? inOrder
        : compiled.find(fits);
    return source === undefined ? [] : [[path, source.index] as const];
  });
}

/** Whether a source only makes a precompiled header, which is read as text for each target instead. */
export function isPrecompiling(path: string): boolean {
  return /^cmake_pch(?:_[^.]+)?\.h(?:xx)?\.c(?:xx)?$/u.test(basename(path));
}
