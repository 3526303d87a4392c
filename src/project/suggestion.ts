// The smallest retarget.json that would work for a folder: shown where a folder holds nothing that can be profiled as it is.
import { basename, dirname, extname, relative } from 'node:path';
import { escapePath, glob } from 'tinyglobby';
import { isCOrCpp, languageOfFile } from './languages.ts';

const SKIPPED_FOLDERS = ['**/node_modules/**', '**/.*/**', '**/build*/**', '**/CMakeFiles/**'];
const SEARCH_DEPTH = 4;

export interface FolderOffer {
  /** C and C++ sources, relative, sorted; those of build folders and hidden folders are left out. */
  readonly sources: readonly string[];
  readonly bitcode: readonly string[];
}

/** What a folder holds that a program could be made of, a few folders deep. */
export async function offerOf(directory: string): Promise<FolderOffer> {
  const files = await glob(['**/*.{c,cc,cp,cpp,cxx,c++,C,CC,CPP,CXX,bc,ll}'], {
    cwd: directory,
    ignore: SKIPPED_FOLDERS,
    expandDirectories: false,
    followSymbolicLinks: false,
    deep: SEARCH_DEPTH,
  });
  files.sort();
  return {
    sources: files.filter((file) => isCOrCpp(languageOfFile(file))),
    bitcode: files.filter((file) => /\.(?:bc|ll)$/u.test(file)),
  };
}

/** The text of a retarget.json that builds everything the folder offers into one program; a sketch where it offers nothing. */
export function smallestConfig(directory: string, offer: FolderOffer): string {
  const name = safeName(directory);
  if (offer.sources.length > 0) {
    const sources = folderGlobs(offer.sources);
    return configText({ name, sources, flags: ['-O3'], link: ['-lm'] });
  }
  if (offer.bitcode.length > 0) return configText({ name, bitcode: folderGlobs(offer.bitcode) });
  return configText({ name, sources: ['src/*.c'], flags: ['-O3'], link: ['-lm'] });
}

/** The text of a retarget.json that adds the link line which compile_commands.json does not have. */
export function compileCommandsConfig(directory: string, file: string): string {
  const folder = relative(directory, dirname(file));
  return configText({
    name: safeName(directory),
    compileCommands: folder === '' ? basename(file) : folder,
    link: ['-lm'],
  });
}

function folderGlobs(files: readonly string[]): string[] {
  const globs = files.map((file) => {
    const folder = dirname(file);
    return `${folder === '.' ? '' : `${escapePath(folder)}/`}*${extname(file)}`;
  });
  return [...new Set(globs)].sort();
}

function safeName(directory: string): string {
  return basename(directory).slice(0, 100).replaceAll('\\', '-') || 'program';
}

function configText(program: Readonly<Record<string, string | readonly string[]>>): string {
  const lines = Object.entries(program).map(
    ([key, value]) =>
      `    ${JSON.stringify(key)}: ${Array.isArray(value) ? `[${value.map((item) => JSON.stringify(item)).join(', ')}]` : JSON.stringify(value)}`,
  );
  return `{\n  "programs": [{\n${lines.join(',\n')}\n  }]\n}`;
}
