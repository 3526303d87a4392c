// What llvm-ar is told to make an archive of a project's own static library.
import type { Failure } from '../model/failure.ts';
import type { Toolchain } from '../model/toolchain.ts';

/**
 * Members stay where they are: a thin archive only names them, by absolute paths. Appended one by one, since two
 * units can give one and the same object; without times and owners, so that equal members make equal archives.
 */
export function archiveArgv(
  llvmAr: string,
  archive: string,
  members: readonly string[],
  // A thin archive cannot hold the members of another archive.
  { thin }: { readonly thin: boolean },
): string[] {
  return [llvmAr, 'qcsDL', ...(thin ? ['--thin'] : []), archive, ...members];
}

/** An installation that compiles, but makes no archive. */
export function noArchiver(toolchain: Toolchain, library: string): Failure {
  return {
    code: 'toolchain-missing',
    message: `${library} is a static library of the project, and the LLVM found (${toolchain.clang}) has no llvm-ar, which makes one for each target.`,
    hint: `Install it beside clang: it comes with llvm-dis, such as in the package llvm-${toolchain.major}; or choose another LLVM with --llvm.`,
  };
}
