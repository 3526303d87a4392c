// Files that only a build tool reads: whoever names one means what the folder around it builds.
import { basename, dirname } from 'node:path';
import { kindOf } from '../config/inputs.ts';

/** The file by which a folder is CMake's. */
export const LISTS_FILE = 'CMakeLists.txt';

const NAMES =
  /^(?:CMakeLists\.txt|Cargo\.toml|(?:GNUm|[Mm])akefile|Makefile\.am|configure(?:\.ac)?|build\.ninja|meson\.build)$/u;

/** The path itself, or the folder of a build tool's file. @param path absolute */
export async function pathMeant(path: string): Promise<string> {
  const isDescription = NAMES.test(basename(path)) && (await kindOf(path)) === 'file';
  return isDescription ? dirname(path) : path;
}
