// Where the baseline's variant is another program than the project's own executable, by what is in the two files and what each loads.
import { realpath } from 'node:fs/promises';
import { basename, dirname, sep } from 'node:path';
import * as say from './messages/own-program.ts';
import { compilersOf, type BoundTable, type ElfProgram } from '../binary/elf-program.ts';
import { elfSymbols } from '../binary/elf-symbols.ts';

/** By the names that they are asked for; undefined for one that is not found. */
export type Libraries = ReadonlyMap<string, string | undefined>;

export interface Sides {
  readonly own: Libraries;
  readonly variant: Libraries;
}

export interface Grounds {
  /** Absolute path of the folder that the variant's own libraries are in. */
  readonly stageFolder: string;
  /** File names of those that were built for the variant. */
  readonly built: readonly string[];
  /** Absolute paths of the project's folders: libraries elsewhere are the system's. */
  readonly projectFolders: readonly string[];
  /** One compiler made the project's own, and another one the variant. */
  readonly otherCompiler: boolean;
}

/** Parts of the C library and the compilers' own runtime, which one linker leaves out where nothing uses them, and another not. */
const RUNTIME =
  /^(?:lib(?:c|m|dl|rt|pthread|util|gcc_s|resolv|mvec)\.so(?:\..+)?|.*\/ld-[^/]+|linux-(?:vdso|gate)\S*|ld-\S+)$/u;
/** OpenMP's, one for each compiler: a program that has one of them has OpenMP. */
const OPENMP = /^lib(?:gomp|omp|iomp5)\.so(?:\..+)?$/u;
/** What one compiler links as a library, and another one puts into the program or does without. */
const OF_COMPILERS =
  /^lib(?:(?:hwa|a|l|t|ub|m)san|clang_rt\..+|atomic|quadmath|itm|ssp|unwind|gcc_s|imf|svml|irng|intlc)\.so(?:\..+)?$/u;

/** Each one of the project's own is taken from where the project has it, or as it was built for the variant; the system's are the same. */
export async function libraryDifferences(
  { own, variant }: Sides,
  { stageFolder, built, projectFolders, otherCompiler }: Grounds,
): Promise<string[]> {
  const differences: string[] = [];
  const hasOpenMp = [...variant].some(([name, path]) => path !== undefined && OPENMP.test(name));
  const isOfCompiler = (name: string): boolean =>
    otherCompiler && (OF_COMPILERS.test(name) || (hasOpenMp && OPENMP.test(name)));
  for (const [name, path] of own) {
    if (path === undefined || path === name) continue;
    const taken = variant.get(name);
    const real = await realOf(path);
    const isProjects = projectFolders.some((folder) =>
      [path, real].some((each) => each.startsWith(`${folder}${sep}`)),
    );
    if (!isProjects && isOfCompiler(name)) continue;
    if (taken === undefined) {
      if (!isProjects && RUNTIME.test(name)) continue;
      differences.push(
        variant.has(name)
          ? say.libraryNotFound({ name, own: path })
          : say.libraryNotLoaded({ name, own: path }),
      );
      continue;
    }
    const isStaged = dirname(taken) === stageFolder && built.includes(basename(taken));
    if (isStaged) continue;
    if (isProjects && built.includes(name)) {
      differences.push(say.builtLibraryReplaced({ name, taken }));
    } else if ((await realOf(taken)) !== real) {
      differences.push(say.otherLibrary({ own: path, taken }));
    }
  }
  return differences;
}

/** Made by linkers and start files for themselves. */
const OF_LINKERS =
  /^(?:_+(?:edata|end|etext|start|init|fini|IO_stdin_used|data_start|bss_start|dso_handle|TMC_END|rela?_iplt_(?:start|end)|libc_csu_(?:init|fini)|GNU_EH_FRAME_HDR|abi_tag)_*|data_start|edata|end|etext|main)$/u;

/** What libraries and `dlsym` find in the one and not in the other. */
export async function exportDifferences(
  own: ElfProgram,
  variant: ElfProgram,
  libraries: Libraries,
): Promise<string[]> {
  const [missing, added] = [onlyIn(own, variant), onlyIn(variant, own)];
  if (missing.length + added.length === 0) return [];
  // A variable of a library's that a program has a copy of counts as the library's.
  const copied = new Set<string>();
  for (const path of libraries.values()) {
    const symbols = path === undefined ? undefined : await elfSymbols(path, 'dynamic');
    for (const name of symbols?.defined ?? []) copied.add(name);
  }
  const uncopied = (names: readonly string[]): string[] =>
    names.filter((name) => !copied.has(name)).sort();
  const [lost, gained] = [uncopied(missing), uncopied(added)];
  return [
    ...(lost.length === 0 ? [] : [say.exportsMissing({ names: lost })]),
    ...(gained.length === 0 ? [] : [say.exportsAdded({ names: gained })]),
  ];
}

function onlyIn(one: ElfProgram, other: ElfProgram): string[] {
  const there = new Set(other.exported);
  return one.exported.filter((name) => !there.has(name) && !OF_LINKERS.test(name));
}

/** Lists that are put together at link time: a piece that is missing is a plug-in, a test or a command that is not there. */
export function tableDifferences(own: ElfProgram, variant: ElfProgram): string[] {
  const names = new Set([...own.tables.keys(), ...variant.tables.keys()]);
  const isOneCompilers = compilersOf(own) !== '' && compilersOf(own) === compilersOf(variant);
  return [...names].sort().flatMap((name) => {
    const [left, right] = [own.tables.get(name), variant.tables.get(name)];
    const isStartUp = name.startsWith('.');
    // Which variables need code to begin with, and how such pieces are aligned, is each compiler's own choice.
    if (isStartUp && !isOneCompilers) return [];
    if (isSame(left, right)) return [];
    const count = [left, right].every((each) => each === undefined || each.entries !== undefined);
    if (!isOneCompilers && !count && left !== undefined && right !== undefined) return [];
    const size = (table: BoundTable | undefined): say.SectionSize => {
      if (table === undefined || table.bytes === 0) return { unit: 'nothing' };
      return count
        ? { unit: 'entry', count: table.entries ?? 0 }
        : { unit: 'byte', count: table.bytes };
    };
    return say.sectionDiffers({ name, own: size(left), variant: size(right) });
  });
}

function isSame(left: BoundTable | undefined, right: BoundTable | undefined): boolean {
  if (left === undefined || right === undefined) {
    return (left?.bytes ?? 0) === 0 && (right?.bytes ?? 0) === 0;
  }
  return (
    left.bytes === right.bytes || (left.entries !== undefined && left.entries === right.entries)
  );
}

async function realOf(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}
