// What clang is told to link an executable, and what its linker's complaints mean.
import type { Program } from '../model/program.ts';
import type { Toolchain } from '../model/toolchain.ts';

export const EXECUTABLE_WORD = '<executable>';

/** Links objects, in their order, with the user's link line behind them. Runs in `program.link.directory`. */
export function linkArgv(
  toolchain: Toolchain,
  program: Program,
  files: {
    readonly objects: readonly string[];
    readonly executable: string;
    /** Where the linker lists what it read; left out where the linker cannot. */
    readonly dependencies?: string;
  },
): string[] {
  const { flags, language } = program.link;
  const choosesLinker = flags.some(
    (flag) => flag.startsWith('-fuse-ld') || flag.startsWith('--ld-path'),
  );
  return [
    language === 'c++' ? (toolchain.clangxx ?? toolchain.clang) : toolchain.clang,
    ...files.objects,
    ...flags,
    ...(choosesLinker || toolchain.lld === undefined ? [] : [`--ld-path=${toolchain.lld}`]),
    '-fno-color-diagnostics',
    ...(files.dependencies === undefined
      ? []
      : ['-Xlinker', `--dependency-file=${files.dependencies}`]),
    ...['-o', files.executable],
  ];
}

/** Whether this link can list what it reads: lld on ELF can, Apple's linkers and others' versions vary. */
export function linkListsDependencies(toolchain: Toolchain, program: Program): boolean {
  return (
    toolchain.lld !== undefined &&
    !toolchain.triple.includes('darwin') &&
    !program.link.flags.some((flag) => flag.startsWith('-fuse-ld') || flag.startsWith('--ld-path'))
  );
}

/** Names the linker could not resolve, each once, in its order; lld, GNU ld, gold, mold and Apple's ld. */
export function undefinedSymbols(stderr: string): string[] {
  const found = [
    ...stderr.matchAll(/undefined (?:symbol|reference to)[: ]+[`'"]?(.+?)['"]?$/gmu),
    ...stderr.matchAll(/^\s+"(.+?)", referenced from:$/gmu),
  ].map((match) => match[1] ?? '');
  return [...new Set(found)];
}
