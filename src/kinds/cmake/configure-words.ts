// What a failed CMake says that matters, and the submodule of git that it may lack.
import { access, readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { readText } from '../../files/read-text.ts';
import { visibleText } from '../../text/visible-text.ts';
import { isInside } from '../../text/path-inside.ts';

/** Lines that a failure keeps. */
const MOST_LINES = 60;
/** Of those, what tools such as git said before the first error. */
const LINES_BEFORE = 20;

/**
 * The lines of CMake's output that a failure shows. Where it names an error, what it tells of its progress and to the
 * project's developers is left out; otherwise (a tool that it ran has failed) they are the last ones.
 */
export function wordsThatMatter(stdout: string, stderr: string): string {
  if (!ERROR.test(stderr)) return [stdout, stderr].flatMap(lastLines).join('\n');
  const told = withoutBlocks(linesOf(stdout), /^(?:-- |See also ")/u).slice(-LINES_BEFORE);
  const lines = [
    ...(told.some((line) => line.trim() !== '') ? told : []),
    ...withoutBlocks(linesOf(stderr), /^CMake (?:Deprecation Warning|Warning \(dev\))/u),
  ];
  const first = lines.findIndex((line) => ERROR.test(line));
  const start = Math.max(0, Math.min(first - LINES_BEFORE, lines.length - MOST_LINES));
  return lines.slice(start, start + MOST_LINES).join('\n');
}

const ERROR = /^CMake Error/mu;

/** Characters of an error that a failure's message has room for. */
const LONGEST = 240;

/** CMake's first error on one line, such as `CMake Error at CMakeLists.txt:3 (find_package): Could not find ...`. */
export function firstErrorWords(stderr: string): string | undefined {
  const [, block = ''] = /^(CMake Error.*(?:\n(?:[ \t].*)?)*)/mu.exec(stderr) ?? [];
  const [head = '', ...lines] = block.trimEnd().split('\n');
  if (head === '') return undefined;
  const told = lines.join('\n').split(/\n[ \t]*\n/u);
  // What is missing comes after how else CMake would have found it.
  const [first = '', ...others] = /^\s*By not providing "Find/u.test(told[0] ?? '')
    ? told.slice(1)
    : told;
  const listed = first.trimEnd().endsWith(':') ? (others[0] ?? '') : '';
  const words = visibleText(`${head} ${first} ${listed}`.replaceAll(/\s+/gu, ' ').trim());
  return words.length > LONGEST ? `${words.slice(0, LONGEST - 3)}...` : words;
}

/** What CMake writes below the head of a block, besides lines that are indented or empty. */
const OF_A_BLOCK = /^(?:\s|$|Call Stack \(most recent|This warning is for project developers)/u;

/** Lines without those that a head begins. */
function withoutBlocks(lines: readonly string[], head: RegExp): string[] {
  let isLeftOut = false;
  return lines.filter((line) => {
    isLeftOut = head.test(line) || (isLeftOut && OF_A_BLOCK.test(line));
    return !isLeftOut;
  });
}

function lastLines(text: string): string[] {
  return linesOf(text).slice(-MOST_LINES);
}

function linesOf(text: string): string[] {
  return text.trim() === '' ? [] : text.trimEnd().split('\n');
}

/**
 * The submodule of git, by its absolute path, that was not fetched and that holds the folder an error says to lack.
 * @param directory of the CMakeLists.txt with the error, which CMake's relative names are below
 */
export async function unfetchedSubmodule(
  stderr: string,
  directory: string,
): Promise<string | undefined> {
  const groups = (NO_LISTS.exec(stderr) ?? NO_FOLDER.exec(stderr))?.groups;
  if (groups?.['folder'] === undefined) return undefined;
  const folder = resolve(directory, groups['folder']);
  for (let root = dirname(folder); ; root = dirname(root)) {
    for (const submodule of await submodulesOf(root)) {
      if (isInside(submodule, folder) && (await isEmpty(submodule))) return submodule;
    }
    if (root === dirname(root) || (await isThere(join(root, '.git')))) return undefined;
  }
}

const NO_LISTS =
  /The source directory\s+(?<folder>\S.*?)\s+does not contain a CMakeLists\.txt file/u;
const NO_FOLDER =
  /add_subdirectory given source\s+"(?<folder>[^"]+)"\s+which is\s+not an existing\s+directory/u;

async function submodulesOf(root: string): Promise<string[]> {
  const text = await readText(join(root, '.gitmodules')).catch(() => '');
  return [...text.matchAll(/^\s*path\s*=\s*(?<path>\S.*?)\s*$/gmu)].map(({ groups }) =>
    resolve(root, groups?.['path'] ?? ''),
  );
}

async function isEmpty(folder: string): Promise<boolean> {
  return readdir(folder).then(
    (names) => names.length === 0,
    () => true,
  );
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
