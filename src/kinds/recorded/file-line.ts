// What a call of mv, cp, ln or install does to files.
import { basename, dirname, join, resolve } from 'node:path';

export interface FileMove {
  /** Absolute. */
  readonly from: string;
  readonly to: string;
  readonly gone: boolean;
}

const TAKES_VALUE: Readonly<Record<string, RegExp>> = {
  mv: /^-[^-]*[St]$|^--(?:suffix|target-directory)$/u,
  cp: /^-[^-]*[St]$|^--(?:suffix|target-directory)$/u,
  ln: /^-[^-]*[St]$|^--(?:suffix|target-directory)$/u,
  install: /^-[^-]*[Stmog]$|^--(?:suffix|target-directory|mode|owner|group)$/u,
};

/**
 * @param name `mv`, `cp`, `ln`, `ln -s` or `install`; @param words behind it
 * @param isFolder whether a path is a folder, as far as is known after the build
 */
export function fileMoves(
  name: string,
  words: readonly string[],
  directory: string,
  isFolder: (path: string) => boolean,
): FileMove[] {
  const tool = name.startsWith('ln') ? 'ln' : name === 'ginstall' ? 'install' : name;
  const takesValue = TAKES_VALUE[tool] ?? /^$/u;
  const paths: string[] = [];
  let into: string | undefined;
  let symbolic = name === 'ln -s';
  let makesFolders = false;
  let wholeName = false;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('-') || word === '-') {
      paths.push(word);
      continue;
    }
    if (/^-[^-]*s|^--symbolic$/u.test(word)) symbolic = true;
    if (tool === 'install' && /^-[^-]*d|^--directory$/u.test(word)) makesFolders = true;
    if (/^-[^-]*T|^--no-target-directory$/u.test(word)) wholeName = true;
    if (word.startsWith('--target-directory=')) into = word.slice('--target-directory='.length);
    if (!takesValue.test(word)) continue;
    at += 1;
    if (/t$|^--target-directory$/u.test(word)) into = words[at];
  }
  if (makesFolders) return [];
  if (into === undefined && paths.length === 1 && tool === 'ln') into = '.';
  if (into === undefined) {
    const last = paths.pop();
    if (last === undefined) return [];
    const to = resolve(directory, last);
    if (wholeName || (paths.length === 1 && !last.endsWith('/') && !isFolder(to))) {
      return paths.map((from) => move(from, to));
    }
    into = last;
  }
  const folder = resolve(directory, into);
  return paths.map((from) => move(from, join(folder, basename(from))));

  function move(from: string, to: string): FileMove {
    // A symbolic link's words are relative to the link.
    const base = tool === 'ln' && symbolic ? dirname(to) : directory;
    return { from: resolve(base, from), to, gone: tool === 'mv' };
  }
}
