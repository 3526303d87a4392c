// The smallest retarget.json that a folder's files suggest, to be trimmed by who knows the project: shown where a folder holds nothing that can be profiled as it is.
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative } from 'node:path';
import { escapePath, glob } from 'tinyglobby';
import { findMain } from './find-main.ts';
import { isCOrCpp, languageOfFile } from './languages.ts';

const SKIPPED_FOLDERS = ['**/node_modules/**', '**/.*/**', '**/build*/**', '**/CMakeFiles/**'];
const SEARCH_DEPTH = 4;
const MOST_READ = 200;
const MOST_PROGRAMS = 3;
const MOST_LISTED = 8;
const MOST_INCLUDED = 8;

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

/**
 * The text of a retarget.json that builds what the folder offers: one program, or one for each source with a main function,
 * with the sources that have none in each. A sketch where the folder offers nothing.
 */
export async function smallestConfig(directory: string, offer: FolderOffer): Promise<string> {
  const name = safeName(directory);
  const rest = { flags: ['-O3', ...(await includeFlags(directory, offer))], link: ['-lm'] };
  if (offer.sources.length > 0) {
    const sources = folderGlobs(offer.sources);
    const mains = await sourcesWithMain(directory, offer.sources);
    if (mains.length < 2) return configText([{ name, sources, ...rest }]);
    const names = mains.map((main) => basename(main, extname(main)));
    const shared = offer.sources.filter((source) => !mains.includes(source));
    return configText(
      mains.slice(0, MOST_PROGRAMS).map((main, at) => ({
        name: names.indexOf(names[at] ?? '') === at ? (names[at] ?? '') : main.replaceAll('/', '-'),
        sources: [main, ...shortened(shared, mains)],
        ...rest,
      })),
    );
  }
  if (offer.bitcode.length > 0) {
    return configText([{ name, bitcode: folderGlobs(offer.bitcode) }]);
  }
  return configText([{ name, sources: ['src/*.c'], ...rest }]);
}

/**
 * The text of a retarget.json to begin with: what the folder offers, and a benchmark for each program to fill in.
 * @param commands absolute path of the folder's compile_commands.json, where it has one.
 */
export async function startingConfig(
  directory: string,
  commands: string | undefined,
): Promise<string> {
  const smallest =
    commands === undefined
      ? await smallestConfig(directory, await offerOf(directory))
      : compileCommandsConfig(directory, commands);
  const benchmarks = '"benchmarks": [{ "name": "default", "args": [] }]';
  const text = smallest.replace(/\n {2}\}(?=, \{|\])/gu, `,\n    ${benchmarks}\n  }`);
  return `// What Retarget builds and measures. Every path is relative to this file.\n${text}\n`;
}

/** The text of a retarget.json that adds the link line which compile_commands.json does not have. */
export function compileCommandsConfig(directory: string, file: string): string {
  const folder = relative(directory, dirname(file));
  return configText([
    {
      name: safeName(directory),
      compileCommands: folder === '' ? basename(file) : folder,
      link: ['-lm'],
    },
  ]);
}

function folderGlobs(files: readonly string[]): string[] {
  const globs = files.map((file) => {
    const folder = dirname(file);
    return `${folder === '.' ? '' : `${escapePath(folder)}/`}*${extname(file)}`;
  });
  return [...new Set(globs)].sort();
}

/** Globs for many files, unless they would bring in files that must stay out. */
function shortened(files: readonly string[], without: readonly string[]): readonly string[] {
  if (files.length <= MOST_LISTED) return files;
  const unwanted = new Set(folderGlobs(without));
  const kept = files.filter((file) => unwanted.has(folderGlobs([file])[0] ?? ''));
  return [...kept, ...folderGlobs(files.filter((file) => !kept.includes(file)))];
}

/** `-I` for folders of headers that sources elsewhere may include. */
async function includeFlags(directory: string, { sources }: FolderOffer): Promise<string[]> {
  const headers = await glob(['**/*.{h,hh,hpp,hxx}'], {
    cwd: directory,
    ignore: SKIPPED_FOLDERS,
    expandDirectories: false,
    followSymbolicLinks: false,
    deep: SEARCH_DEPTH,
  });
  const folders = new Set(
    headers.map((header) => /^(?:.*\/)?include(?=\/)/u.exec(header)?.[0] ?? dirname(header)),
  );
  // Sources in the same folder find them by themselves.
  const wanted = [...folders].filter((folder) => sources.some((file) => dirname(file) !== folder));
  return wanted
    .sort()
    .slice(0, MOST_INCLUDED)
    .map((folder) => `-I${folder}`);
}

function safeName(directory: string): string {
  return basename(directory).slice(0, 100).replaceAll('\\', '-') || 'program';
}

async function sourcesWithMain(directory: string, sources: readonly string[]): Promise<string[]> {
  const mains: string[] = [];
  for (const source of sources.slice(0, MOST_READ)) {
    const text = await readFile(join(directory, source), 'utf8').catch(() => '');
    if (findMain(text) !== undefined) mains.push(source);
  }
  return mains;
}

function configText(
  programs: readonly Readonly<Record<string, string | readonly string[]>>[],
): string {
  const texts = programs.map((program) => {
    const lines = Object.entries(program).map(
      ([key, value]) => `    ${JSON.stringify(key)}: ${valueText(value)}`,
    );
    return `{\n${lines.join(',\n')}\n  }`;
  });
  return `{\n  "programs": [${texts.join(', ')}]\n}`;
}

function valueText(value: string | readonly string[]): string {
  return typeof value === 'string'
    ? JSON.stringify(value)
    : `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
}
