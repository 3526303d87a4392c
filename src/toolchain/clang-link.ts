// What clang is told to link an executable or a shared library, and what its linker's complaints mean.
import { dirname, resolve } from 'node:path';
import { linkerOptions } from '../flags/linker-words.ts';
import { outputOf, wordsOfText } from '../flags/options.ts';
import type { Library, Link } from '../model/program.ts';
import type { Toolchain } from '../model/toolchain.ts';

export const EXECUTABLE_WORD = '<executable>';
export const LIBRARY_WORD = '<library>';
/** Stands for the folder that the project's own libraries are in while something links with them. */
export const LIBRARIES_WORD = '<libraries>';

/** One link: of a program (structurally), or of a shared library of the project. */
export interface LinkLine {
  readonly link: Link;
  /** What the loader knows it by; set for shared libraries. */
  readonly loaderName?: string;
}

export interface LinkFiles {
  readonly objects: readonly string[];
  readonly output: string;
  /** The file for each library of the project that the line names. */
  readonly libraries?: ReadonlyMap<string, string>;
  /**
   * The folder with the project's shared libraries, where it has some: whatever is linked finds them beside itself
   * when it runs, before anything that the user's own line or environment names.
   */
  readonly sharedFolder?: string;
  /** The file for the linker's list of what it read; left out where it has none. */
  readonly dependencies?: string;
}

/** The user's own words of a link line. */
export function ownFlags({ flags }: Pick<Link, 'flags'>): string[] {
  return flags.filter((flag) => typeof flag === 'string');
}

/** Libraries of the project that a link line names, in its order. */
export function namedLibraries({ flags }: Link): string[] {
  return [
    ...new Set(
      flags.flatMap((flag) =>
        typeof flag !== 'string' && 'library' in flag ? [flag.library] : [],
      ),
    ),
  ];
}

/** Links objects, in their order, with the user's link line around or behind them. Runs in `line.link.directory`. */
export function linkArgv(toolchain: Toolchain, line: LinkLine, files: LinkFiles): string[] {
  const { link, loaderName } = line;
  const { sharedFolder } = files;
  return [
    link.language === 'c++' ? (toolchain.clangxx ?? toolchain.clang) : toolchain.clang,
    ...(loaderName === undefined ? [] : ['-shared']),
    ...(isByLld(toolchain, link) ? LIKE_GNU : []),
    // In front of the user's folders, where a build of their own may be.
    ...(sharedFolder === undefined ? [] : ['-Wl,-rpath,$ORIGIN']),
    ...lineWords(link, files),
    ...(toolchain.lld === undefined || choosesLinker(link) ? [] : [`--ld-path=${toolchain.lld}`]),
    ...(loaderName === undefined || sonameOf(link) !== undefined
      ? []
      : [`-Wl,-soname,${loaderName}`]),
    ...(sharedFolder === undefined ? [] : sharedLibraryFlags(sharedFolder)),
    ...['-fno-color-diagnostics', '-fno-crash-diagnostics'],
    ...(files.dependencies === undefined
      ? []
      : ['-Xlinker', `--dependency-file=${files.dependencies}`]),
    ...['-o', files.output],
  ];
}

/**
 * Where lld stands for the linker of a project, GNU's mostly: what only `__start_X` names stays, and a member of an archive takes
 * the place of a tentative definition. In front of the user's own words, which win.
 */
const LIKE_GNU = ['-Wl,-z,nostart-stop-gc', '-Wl,--fortran-common'];

function isByLld(toolchain: Toolchain, link: Link): boolean {
  return toolchain.lld !== undefined && isElf(toolchain) && !choosesLinker(link);
}

export function isElf({ triple }: Pick<Toolchain, 'triple'>): boolean {
  return !/darwin|macos|apple/u.test(triple);
}

/**
 * Whether this link can list what it reads: lld on ELF can, others' versions vary.
 * @param own of the linker that clang takes by itself
 */
export function linkListsInputs(
  toolchain: Toolchain,
  { link }: LinkLine,
  own: { readonly listsInputs: boolean } | undefined,
): boolean {
  if (!isElf(toolchain) || choosesLinker(link)) return false;
  if (toolchain.lld !== undefined) return true;
  return own?.listsInputs === true && !ownFlags(link).some((flag) => LEADS_ELSEWHERE.test(flag));
}

/** Options by which clang may take another file for its linker. */
const LEADS_ELSEWHERE = /^(?:-B|--?target|-b$|--sysroot|--gcc-|-ccc-|--prefix)/u;

/** The name that the loader looks for a shared library under. */
export function loaderNameOf({ name, link }: Library): string {
  return (link === undefined ? undefined : sonameOf(link)) ?? name;
}

/** Names the linker could not resolve, each once, in its order; lld, GNU ld, gold, mold and Apple's ld. */
export function undefinedSymbols(stderr: string): string[] {
  const found = [
    ...stderr.matchAll(/undefined (?:symbol|reference to)[: ]+[`'"]?(.+?)['"]?$/gmu),
    ...stderr.matchAll(/^\s+"(.+?)", referenced from:$/gmu),
  ].map((match) => match[1] ?? '');
  return [...new Set(found)];
}

/** The user's line with the files of this link in it. */
function lineWords(link: Link, { objects, libraries }: LinkFiles): string[] {
  const placed = link.flags.reduce(
    (sum, flag) => sum + (typeof flag !== 'string' && 'objects' in flag ? flag.objects : 0),
    0,
  );
  let next = Math.max(0, objects.length - placed);
  const words = objects.slice(0, next);
  for (const flag of link.flags) {
    if (typeof flag === 'string') words.push(...withOriginResolved(flag, link));
    else if ('library' in flag) words.push(libraries?.get(flag.library) ?? flag.library);
    else words.push(...objects.slice(next, (next += flag.objects)));
  }
  return words;
}

/** Whether the user's own words say which linker links. */
export function choosesLinker(link: Link): boolean {
  return ownFlags(link).some((flag) => flag.startsWith('-fuse-ld') || flag.startsWith('--ld-path'));
}

/**
 * As DT_RPATH rather than DT_RUNPATH, and last, so that this wins over the user's word: LD_LIBRARY_PATH would come before
 * the latter, and lead every variant to one and the same library.
 */
function sharedLibraryFlags(folder: string): string[] {
  return ['-Wl,--disable-new-dtags', `-Wl,-rpath-link,${folder}`];
}

/** `-Wl,-soname,x`, `-Wl,-soname=x`, `-Wl,-h,x` or `-Xlinker -soname -Xlinker x`; the last one counts. */
export function sonameOf({ flags }: Pick<Link, 'flags'>): string | undefined {
  const named = linkerOptions(flags).flatMap(([option = '', value]) =>
    /^(?:--?soname|-h)$/u.test(option) ? value : /^--?soname=(.+)$/u.exec(option)?.[1],
  );
  return named.findLast((name) => name !== undefined);
}

/**
 * `$ORIGIN` is the folder of the executable, which is measured elsewhere than where the user's link puts it: the folder
 * meant is named too.
 */
function withOriginResolved(flag: string, link: Link): string[] {
  const origin = /\$ORIGIN\b|\$\{ORIGIN\}/gu;
  if (!origin.test(flag)) return [flag];
  const resolved = flag.replace(origin, () => outputFolder(link));
  // `-Xlinker -rpath -Xlinker PATH` ends in a bare path, which lists its folders with colons.
  return flag.startsWith('-') ? [flag, resolved] : [`${flag}:${resolved}`];
}

/** Where the user's own link leaves what it makes. */
function outputFolder({ directory, removed }: Link): string {
  const output = outputOf(removed.flatMap(({ flag }) => wordsOfText(flag)));
  return output === undefined ? directory : dirname(resolve(directory, output));
}
