// The environment of compilers and linkers that a build runs: what they write besides their output stays in the build's own folder.
import { join } from 'node:path';

/**
 * What `__DATE__` and `__TIME__` say where the environment does not, seconds since 1970: front ends of one program run in
 * different seconds, and those of another day are found again. 1980-01-01, as Nix has it (reproducible-builds.org).
 */
const COMPILE_TIME = '315532800';

/** @param workFolder absolute path of the build's own */
export function toolEnvironment(workFolder: string): Record<string, string> {
  return {
    SOURCE_DATE_EPOCH: process.env['SOURCE_DATE_EPOCH'] ?? COMPILE_TIME,
    TMPDIR: workFolder,
    // Without it, clang keeps modules beside the user's own, in ~/.cache/clang.
    CLANG_MODULE_CACHE_PATH: join(workFolder, 'modules'),
  };
}
