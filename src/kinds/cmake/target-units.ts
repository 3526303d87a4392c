// A target's sources as units, each with the exact words of its compile group, in the order of the target's objects.
import type { Unit } from '../../model/program.ts';
import { unitOf } from '../../flags/compile-entry.ts';
import { kindOf } from '../../config/inputs.ts';
import { expandResponseFiles } from '../../flags/response-files.ts';
import { isPrecompiling } from './build-tree.ts';
import type { BuildTree } from './build-tree.ts';
import { fragmentWords } from './fragments.ts';
import { cxxModule, languageName } from './messages/program.ts';
import type { CmakeTarget, CompileGroup } from './reply-schema.ts';

/** A source that Retarget does not build. */
export interface ForeignSource {
  /** Absolute. */
  readonly source: string;
  /** What it is, such as `CUDA`. */
  readonly what: string;
  /** Absolute path of what the project's own build makes of it. */
  readonly object: string;
}

/** What stands in the way, gathered over all targets of a program. */
export class Obstacles {
  /** Absolute paths of files that the build generates, and of those of them that are not there yet. */
  readonly generated = new Set<string>();
  readonly ungenerated = new Set<string>();
  /** Absolute paths of sources that the reply names and that are not there. */
  readonly missing = new Set<string>();
  /** What is linked as the project's own build made it. */
  readonly asBuilt = new Map<string, ForeignSource>();
  /** What cannot be built, and was not built by the project either. */
  readonly refused = new Map<string, ForeignSource>();
  readonly #looked = new Set<CmakeTarget>();

  /** All that the build makes before it compiles anything of a target, also where a single object of it is linked. */
  async addGeneratedOf(tree: BuildTree, target: CmakeTarget): Promise<void> {
    if (this.#looked.has(target)) return;
    this.#looked.add(target);
    for (const path of generatedFiles(tree, target)) await this.addGenerated(path);
  }

  async addGenerated(path: string): Promise<void> {
    this.generated.add(path);
    if ((await kindOf(path)) === 'missing') this.ungenerated.add(path);
  }
}

/**
 * Files that others include, sources of unity builds among them: where they are generated, nothing that includes them compiles
 * before.
 */
const INCLUDED = /\.(?:h|hh|hpp|hxx|h\+\+|inc|inl|ipp|tcc|def|c|cc|cpp|cxx|c\+\+|s|asm)$/iu;

const LANGUAGES: Readonly<Record<string, string>> = { C: 'cc', CXX: 'c++', ASM: 'cc' };

/** @param only the index of one source, where somebody takes a single object of the target. */
export async function targetUnits(
  tree: BuildTree,
  target: CmakeTarget,
  obstacles: Obstacles,
  only?: number,
): Promise<Unit[]> {
  const units: Unit[] = [];
  await obstacles.addGeneratedOf(tree, target);
  for (const [index, source] of target.sources.entries()) {
    if (only !== undefined && index !== only) continue;
    const path = tree.sourceOf(source);
    const group =
      source.compileGroupIndex === undefined
        ? undefined
        : target.compileGroups[source.compileGroupIndex];
    if (isPrecompiling(path)) continue;
    if (group !== undefined) {
      const isModule =
        source.fileSetIndex !== undefined &&
        target.fileSets[source.fileSetIndex]?.type.startsWith('CXX_MODULE') === true;
      const unit = await compiledUnit(tree, target, { path, group, isModule }, obstacles);
      if (unit !== undefined) units.push(unit);
    } else if (/\.(?:o|obj)$/u.test(path)) {
      units.push(...(await objectUnits(tree, path, obstacles)));
    }
  }
  return units;
}

/** An object among a target's sources or on its link line: what an object library of the project makes, or somebody else's. */
export async function objectUnits(
  tree: BuildTree,
  path: string,
  obstacles: Obstacles,
): Promise<Unit[]> {
  const own = tree.objectAt(path);
  if (own !== undefined) return targetUnits(tree, own.target, obstacles, own.sourceIndex);
  if (tree.isBuilt(path)) await obstacles.addGenerated(path);
  if ((await kindOf(path)) === 'missing') {
    if (!tree.isBuilt(path)) obstacles.missing.add(path);
    return [];
  }
  return [givenObject(path, tree.reply.build)];
}

async function compiledUnit(
  tree: BuildTree,
  target: CmakeTarget,
  { path, group, isModule }: { path: string; group: CompileGroup; isModule: boolean },
  obstacles: Obstacles,
): Promise<Unit | undefined> {
  const foreign = async (what: string, canLink = true): Promise<Unit | undefined> => {
    const object = tree.objectPath(target, path);
    const source = { source: path, what, object };
    if (!canLink || (await kindOf(object)) !== 'file') {
      obstacles.refused.set(path, source);
      return undefined;
    }
    obstacles.asBuilt.set(path, source);
    return givenObject(object, tree.reply.build);
  };
  const compiler = LANGUAGES[group.language];
  if (isModule || /\.(?:cppm|ccm|cxxm|c\+\+m|ixx|mpp)$/u.test(path))
    return foreign(cxxModule(), false);
  if (compiler === undefined) return foreign(languageName(group.language));
  const directory = tree.directoryOf(target);
  const words = await expandResponseFiles(compileWords(group), directory);
  const result = unitOf({ directory, file: path, argv: [compiler, ...words, '-c', path] });
  if (result.kind === 'skipped') return foreign(result.reason);
  if (!obstacles.generated.has(path) && (await kindOf(path)) !== 'file') {
    obstacles.missing.add(path);
  }
  return result.unit;
}

/**
 * The file that the build has to make before anything of a target compiles, where a source of it stands for one. Unity
 * sources are none: CMake writes them when it configures.
 */
function generatedFile(source: CmakeTarget['sources'][number], path: string): string | undefined {
  if (source.isGenerated !== true) return undefined;
  if (source.compileGroupIndex !== undefined) return path;
  // What a custom command makes is named by the command's own rule, where nothing else names it.
  const made = path.replace(/\.rule$/u, '');
  return INCLUDED.test(made) ? made : undefined;
}

/** Absolute paths of all such files of a target. */
export function generatedFiles(tree: BuildTree, { sources }: CmakeTarget): string[] {
  return sources.flatMap((source) => {
    const path = tree.sourceOf(source);
    return isPrecompiling(path) ? [] : (generatedFile(source, path) ?? []);
  });
}

/** In the order of CMake's own rules: definitions, folders of headers, flags. */
function compileWords(group: CompileGroup): string[] {
  return [
    ...group.defines.map(({ define }) => `-D${define}`),
    ...(group.sysroot === undefined ? [] : [`--sysroot=${group.sysroot.path}`]),
    ...group.includes.flatMap(({ path, isSystem }) =>
      isSystem === true ? ['-isystem', path] : [`-I${path}`],
    ),
    ...group.frameworks.flatMap(({ path, isSystem }) =>
      isSystem === true ? ['-iframework', path] : [`-F${path}`],
    ),
    ...fragmentWords(group.compileCommandFragments),
  ];
}

function givenObject(source: string, directory: string): Unit {
  return { source, language: 'object', directory, flags: [], removed: [] };
}
