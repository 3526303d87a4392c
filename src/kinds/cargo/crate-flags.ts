// What clang is told so that it makes of a crate's bitcode the code that rustc makes: rustc's defaults where they are not clang's.
import type { CodegenOptions } from './codegen-options.ts';

/**
 * @param profileLevel as cargo's profile has it: 0 to 3, s, z.
 * @param triple of the toolchain.
 */
export function crateFlags(
  profileLevel: string,
  triple: string,
  options: CodegenOptions,
): readonly string[] {
  const isX86 = /^(?:x86_64|i\d86)-/u.test(triple);
  const asked = options.level ?? profileLevel;
  const level = /^[0-3sz]$/u.test(asked) ? asked : '3';
  return [
    `-O${level}`,
    ...loopFlags(level, options),
    options.relocationModel === 'static' ? '-fno-pic' : '-fPIC',
    ...(options.codeModel === undefined ? [] : [`-mcmodel=${options.codeModel}`]),
    '-ffunction-sections',
    '-fdata-sections',
    // Functions of one body become one, from -O2 on.
    ...(level === '0' || level === '1' ? [] : ['-Xclang', '-fmerge-functions']),
    ...llvmWords(options.llvmArgs),
    ...(isX86 ? ['-Wa,-mrelax-relocations=no'] : []),
    // The module names a target of its own, with another vendor.
    '-Wno-override-module',
  ];
}

/** clang's levels take in more: rustc unrolls below them too, but vectorises loops from 2 on, and straight code at 3 alone. */
function loopFlags(
  level: string,
  { noVectorizeLoops, noVectorizeSlp }: CodegenOptions,
): readonly string[] {
  const vectorizes = !noVectorizeLoops && (level === '2' || level === '3');
  const unrolls = level !== 's' && level !== 'z';
  return [
    ...(vectorizes ? [] : ['-fno-vectorize', '-mllvm', '-interleave-loops=false']),
    ...(level === '3' && !noVectorizeSlp ? [] : ['-fno-slp-vectorize']),
    ...(level === '2' || level === '3' ? [] : [unrolls ? '-funroll-loops' : '-fno-unroll-loops']),
  ];
}

/** Code that is never reached traps, but behind a call that does not return nothing is put. */
const LLVM_DEFAULTS = ['-mergefunc-use-aliases', '-trap-unreachable', '-no-trap-after-noreturn'];

/** The user's win, as in rustc; LLVM itself refuses an option that it is given twice. */
function llvmWords(args: readonly string[]): string[] {
  const nameOf = (word: string): string => word.replace(/^-+/u, '').replace(/=.*$/su, '');
  const named = new Set(args.map(nameOf));
  const defaults = LLVM_DEFAULTS.filter((word) => !named.has(nameOf(word)));
  return [...defaults, ...args].flatMap((word) => ['-mllvm', word]);
}
