// The C and C++ files, the headers and the bitcode of a folder, a few folders deep: found without looking into all of a large tree.
import { readdir } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { isCOrCpp, languageOfFile } from '../flags/languages.ts';

export interface SourceTree {
  /** C and C++ sources, relative with `/`, those of the outermost folders first; none of build folders and hidden folders. */
  readonly sources: readonly string[];
  /** In the same order, as are the others. */
  readonly headers: readonly string[];
  readonly bitcode: readonly string[];
}

/** Folders below the given one. */
export const DEEPEST = 4;
const MOST_FOLDERS = 1000;
const MOST_FILES = 25_000;
/** Folders read at a time. */
const AT_ONCE = 16;

const SKIPPED = /^(?:\..*|build.*|cmake-build-.*|CMakeFiles|node_modules)$/u;
const HEADER = /\.(?:h|hh|hpp|hxx)$/u;
const BITCODE = /\.(?:bc|ll)$/u;

/** Folder by folder from the outside; links to folders are not followed. What cannot be read is left out. */
export async function sourceTree(directory: string): Promise<SourceTree> {
  const sources: string[] = [];
  const headers: string[] = [];
  const bitcode: string[] = [];
  let seen = 0;
  let files = 0;
  let level = [''];
  for (let depth = 0; depth <= DEEPEST && level.length > 0; depth += 1) {
    const below: string[] = [];
    for (const { folder, entries } of await readAll(directory, level)) {
      for (const entry of entries) {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) {
          if (!SKIPPED.test(entry.name)) below.push(path);
          continue;
        }
        files += 1;
        if (isCOrCpp(languageOfFile(path)) && !/\.(?:i|ii|tcc)$/u.test(path)) sources.push(path);
        else if (HEADER.test(path)) headers.push(path);
        else if (BITCODE.test(path)) bitcode.push(path);
      }
    }
    seen += level.length;
    if (files >= MOST_FILES) break;
    level = below.slice(0, Math.max(0, MOST_FOLDERS - seen));
  }
  return { sources, headers, bitcode };
}

interface Listing {
  readonly folder: string;
  readonly entries: readonly Dirent[];
}

async function readAll(directory: string, folders: readonly string[]): Promise<Listing[]> {
  const listings: Listing[] = [];
  for (let at = 0; at < folders.length; at += AT_ONCE) {
    const some = folders.slice(at, at + AT_ONCE).map(async (folder) => {
      const entries = await readdir(join(directory, folder), { withFileTypes: true }).catch(
        () => [],
      );
      // The order of a folder's entries is the file system's own.
      return { folder, entries: entries.sort((one, two) => (one.name < two.name ? -1 : 1)) };
    });
    listings.push(...(await Promise.all(some)));
  }
  return listings;
}
