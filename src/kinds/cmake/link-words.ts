// A target's link line: its own words in their order, with the project's own libraries in the place of their files.
import { basename, resolve } from 'node:path';
import type { Link, LinkWord, Unit } from '../../model/program.ts';
import { cleanFlags } from '../../flags/flags.ts';
import { libraryFiles, libraryFolders } from '../../flags/library-search.ts';
import { linkerParts } from '../../flags/linker-words.ts';
import { readOptions } from '../../flags/options.ts';
import { expandResponseFiles } from '../../flags/response-files.ts';
import type { BuildTree } from './build-tree.ts';
import { fragmentWords } from './fragments.ts';
import type { CmakeTarget } from './reply-schema.ts';
import { objectUnits } from './target-units.ts';
import type { Obstacles } from './target-units.ts';

export interface OwnLink {
  readonly link: Link;
  /** Objects of the project that stand on the link line: they are built as units. */
  readonly units: readonly Unit[];
}

/** @param libraryName makes a library of the project one of the program, and says by which name; `file` is the word's own. */
export async function linkOf(
  tree: BuildTree,
  target: CmakeTarget,
  obstacles: Obstacles,
  libraryName: (library: CmakeTarget, file: string) => Promise<string>,
): Promise<OwnLink> {
  const directory = tree.directoryOf(target);
  const { link } = target;
  const written = [
    ...(link?.sysroot === undefined ? [] : [`--sysroot=${link.sysroot.path}`]),
    ...fragmentWords(link?.commandFragments ?? []),
  ];
  const cleaned = cleanFlags(await expandResponseFiles(written, directory), 'link');
  const output = tree.artifactOf(target);
  const flags: LinkWord[] = [];
  const units: Unit[] = [];
  const folders = libraryFolders(readOptions(cleaned.kept), directory);
  // The value of an option is no file of the link line, whatever it is called.
  const inputs = new Set(cleaned.inputs);
  const isOwn = (named: string): boolean => {
    const path = named.startsWith('-')
      ? ownByName(tree, named, folders)
      : resolve(directory, named);
    return path !== undefined && (tree.libraryAt(path) ?? tree.objectAt(path)) !== undefined;
  };
  for (const word of parted(cleaned.kept, isOwn, inputs)) {
    const isInput = !word.startsWith('-');
    const path = isInput ? resolve(directory, word) : ownByName(tree, word, folders);
    const library = path === undefined ? undefined : tree.libraryAt(path);
    if (path === undefined) flags.push(word);
    else if (library !== undefined) {
      flags.push({ library: await libraryName(library, basename(path)) });
    } else if (inputs.has(word) && tree.objectAt(path) !== undefined) {
      units.push(...(await objectUnits(tree, path, obstacles)));
    } else {
      if (inputs.has(word) && tree.isBuilt(path)) await obstacles.addGenerated(path);
      flags.push(word);
    }
  }
  return {
    link: {
      flags,
      language: link?.language === 'CXX' ? 'c++' : 'c',
      directory,
      removed: [
        ...cleaned.removed,
        // The File API leaves it out; `$ORIGIN` in the project's own words is its folder.
        ...(output === undefined ? [] : [{ flag: `-o ${output}`, reason: 'output' } as const]),
      ],
    },
    units,
  };
}

/**
 * The line with what is the project's own out of its `-Wl,` and `-Xlinker`: `-Wl,--whole-archive,libx.a,--no-whole-archive`
 * reads the same to the linker as three words.
 * @param inputs those that come out are added
 */
function parted(
  line: readonly string[],
  isOwn: (named: string) => boolean,
  inputs: Set<string>,
): string[] {
  const options = readOptions(line);
  const handedOn = linkerParts(options);
  return options.flatMap(({ words }, at) => {
    const parts = handedOn[at] ?? [];
    const own = new Set(
      parts.flatMap(({ named }) => (named !== undefined && isOwn(named) ? [named] : [])),
    );
    if (own.size === 0) return words;
    for (const named of own) inputs.add(named);
    return parts.map(({ named, handedOn }) =>
      named !== undefined && own.has(named) ? named : handedOn,
    );
  });
}

/** The file of a library of the project that `-lNAME` finds. */
function ownByName(tree: BuildTree, word: string, folders: readonly string[]): string | undefined {
  return libraryFiles(word, folders).find((path) => tree.libraryAt(path) !== undefined);
}
