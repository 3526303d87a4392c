// A target's link line: its own words in their order, with the project's own libraries in the place of their files.
import { basename, resolve } from 'node:path';
import type { Link, LinkWord, Unit } from '../../model/program.ts';
import { cleanFlags } from '../flags/flags.ts';
import { libraryFiles, libraryFolders } from '../flags/library-files.ts';
import { expandResponseFiles } from '../flags/response-files.ts';
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
  const folders = libraryFolders(cleaned.kept, directory);
  // The value of an option is no file of the link line, whatever it is called.
  const inputs = new Set(cleaned.inputs);
  for (const word of cleaned.kept.flatMap((each) => parted(tree, each, directory))) {
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

/** `-Wl,--whole-archive,libx.a,--no-whole-archive` where libx.a is the project's: as three words the linker reads it the same. */
function parted(tree: BuildTree, word: string, directory: string): readonly string[] {
  if (!word.startsWith('-Wl,')) return [word];
  const parts = word.split(',').slice(1);
  if (!parts.some((part) => tree.libraryAt(resolve(directory, part)) !== undefined)) return [word];
  return parts.map((part) => (part.startsWith('-') ? `-Wl,${part}` : part));
}

/** The file of a library of the project that `-lNAME` finds. */
function ownByName(tree: BuildTree, word: string, folders: readonly string[]): string | undefined {
  return libraryFiles(word, folders).find((path) => tree.libraryAt(path) !== undefined);
}
