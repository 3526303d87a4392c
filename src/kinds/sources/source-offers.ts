// What the sources, or else the bitcode, of a folder offer by themselves: one program for each main function.
import { basename, dirname, extname, join } from 'node:path';
import { escapePath } from 'tinyglobby';
import { readText } from '../../files/read-text.ts';
import type { ConfigProgram } from '../../config/config-schema.ts';
import { findMain } from '../find-main.ts';
import type { FindOffers, Offer } from '../offer.ts';
import { shown } from '../../text/shown.ts';
import { rustSources } from '../rust-sources.ts';
import { sourceTree } from '../source-tree.ts';
import type { SourceTree } from '../source-tree.ts';
import { mainFunctionIn } from './messages.ts';

/** Sources that are read for their main function, the outermost first, and the bytes of all of them together. */
const MOST_READ = 200;
const MOST_BYTES = 8 * 1024 * 1024;
const AT_ONCE = 8;
const MOST_LISTED = 8;
const MOST_INCLUDED = 8;

export const sourceOffers: FindOffers = async (directory) => {
  const tree = await sourceTree(directory);
  const { sources, bitcode } = tree;
  if (sources.length === 0) return bitcode.length === 0 ? [] : [bitcodeOffer(directory, bitcode)];
  // The only source of a folder is taken at its word: macros can write its main function.
  const mains = sources.length === 1 ? sources : await withMain(directory, sources);
  const names = programNames(directory, mains);
  const isMain = new Set(mains);
  const others = sources.filter((source) => !isMain.has(source));
  // The same for every one of them, and long to find out in a large tree.
  const parts = commonParts(tree);
  const isEach = mains.length > 1 || others.length === 0;
  const shared = isEach ? shortened(others, mains) : [];
  return mains.map((main, at): Offer => {
    const name = names[at] ?? '';
    const listed = isEach ? [literal(main), ...shared] : folderGlobs(sources);
    const program = { name, sources: listed, ...parts };
    return {
      kind: 'sources',
      name,
      why: mainFunctionIn({ main: main, others: others.length, all: sources.length }),
      program,
    };
  });
};

/** What the sources of a folder make together where nothing says where main is; a sketch where there are none. */
export async function sourcesSketch(directory: string): Promise<ConfigProgram> {
  const tree = await sourceTree(directory);
  const name = nameOf(directory);
  if (tree.sources.length === 0 && tree.bitcode.length > 0) {
    return { name, bitcode: folderGlobs(tree.bitcode) };
  }
  if (tree.sources.length === 0 && (await rustSources(directory)).length > 0) {
    return { name, cargo: { bin: name } };
  }
  const sources = tree.sources.length === 0 ? ['src/*.c'] : folderGlobs(tree.sources);
  return { name, sources, ...commonParts(tree) };
}

/** A program's name made of its folder's. */
export function nameOf(directory: string): string {
  return basename(directory).slice(0, 100).replaceAll('\\', '-') || 'program';
}

function commonParts(tree: SourceTree): Pick<ConfigProgram, 'flags' | 'link'> {
  return { flags: ['-O3', ...includeFlags(tree)], link: ['-lm'] };
}

function bitcodeOffer(directory: string, bitcode: readonly string[]): Offer {
  const [first = ''] = bitcode;
  const isOne = bitcode.length === 1;
  const name = isOne ? stem(first) : nameOf(directory);
  return {
    kind: 'bitcode',
    name,
    why: isOne ? `bitcode ${shown(first)}` : `bitcode, ${bitcode.length} files`,
    program: { name, bitcode: isOne ? [literal(first)] : folderGlobs(bitcode) },
  };
}

/** By the file; by the folder where it is called `main`; by the whole path where two would be alike. */
function programNames(directory: string, mains: readonly string[]): string[] {
  const short = mains.map((main) => {
    if (stem(main) !== 'main') return stem(main);
    const folder = dirname(main);
    return folder === '.' || folder === 'src' ? nameOf(directory) : stem(folder);
  });
  return mains.map((main, at) => {
    const name = short[at] ?? '';
    return short.indexOf(name) === at ? name : main.replaceAll(/[/\\]/gu, '-').slice(-200);
  });
}

function stem(path: string): string {
  return basename(path, extname(path)).replaceAll('\\', '-').slice(0, 200) || 'program';
}

async function withMain(directory: string, sources: readonly string[]): Promise<string[]> {
  const mains: string[] = [];
  const wanted = sources.slice(0, MOST_READ);
  let left = MOST_BYTES;
  for (let at = 0; at < wanted.length && left > 0; at += AT_ONCE) {
    const some = wanted.slice(at, at + AT_ONCE);
    const texts = await Promise.all(some.map((source) => textOf(join(directory, source))));
    for (const [index, source] of some.entries()) {
      const text = texts[index] ?? '';
      left -= text.length;
      // Most sources do not hold the word at all.
      if (/\bmain\s*\(/u.test(text) && findMain(text) !== undefined) mains.push(source);
    }
  }
  return mains;
}

/** Nothing where it cannot be read, or is larger than anybody writes. */
async function textOf(file: string): Promise<string> {
  return readText(file, MOST_BYTES / 4).catch(() => '');
}

/** The exact name of a file means that file, whatever is in it; but one that begins with `!` would take files away. */
function literal(file: string): string {
  return file.startsWith('!') ? `./${file}` : file;
}

function folderGlobs(files: readonly string[]): string[] {
  return [...new Set(files.map(folderGlob))].sort();
}

function folderGlob(file: string): string {
  const folder = dirname(file);
  return `${folder === '.' ? '' : `${escapePath(folder)}/`}*${extname(file)}`;
}

/** Globs for many files, unless they would bring in files that must stay out. */
function shortened(files: readonly string[], without: readonly string[]): readonly string[] {
  if (files.length <= MOST_LISTED) return files.map(literal);
  const unwanted = new Set(folderGlobs(without));
  const kept = files.filter((file) => unwanted.has(folderGlob(file)));
  const rest = files.filter((file) => !unwanted.has(folderGlob(file)));
  return [...kept.map(literal), ...folderGlobs(rest)];
}

/** `-I` for folders of headers that sources elsewhere may include. */
function includeFlags({ sources, headers }: SourceTree): string[] {
  const folders = new Set(
    headers.map((header) => /^(?:.*\/)?include(?=\/)/u.exec(header)?.[0] ?? dirname(header)),
  );
  const places = new Set(sources.map((file) => dirname(file)));
  // Sources in the same folder find them by themselves.
  const wanted = [...folders].filter((folder) => places.size > 1 || !places.has(folder));
  return wanted
    .sort()
    .slice(0, MOST_INCLUDED)
    .map((folder) => `-I${folder}`);
}
