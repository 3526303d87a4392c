// What llvm-ar is told to make an archive of a project's own static library.
import type { Failure } from '../model/failure.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { noArchiver as noArchiverWords } from './messages/tools.ts';

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
    ...noArchiverWords({ library, clang: toolchain.clang, major: toolchain.major }),
  };
}
