// The command of a build: whether two are one, and what the tool it calls knows by itself.
import { basename } from 'node:path';
import type { Remedy } from '../../model/remedy.ts';
import { shortPath } from './executables.ts';

export interface BuildCommand {
  readonly command: readonly string[];
  /** Absolute path of the folder it runs in. */
  readonly directory: string;
}

/** How many compilers run at once is no part of what is built. */
export function isSameBuild(one: BuildCommand, other: BuildCommand): boolean {
  const words = withoutJobs(one.command);
  const others = withoutJobs(other.command);
  return (
    one.directory === other.directory &&
    words.length === others.length &&
    words.every((word, at) => word === others[at])
  );
}

/** How a build is recorded once more, from the project's folder. */
export function recordAgain(project: string, { command, directory }: BuildCommand): Remedy {
  return {
    ...{ kind: 'record', command },
    ...(directory === project ? {} : { directory: shortPath(project, directory) }),
  };
}

function withoutJobs(command: readonly string[]): string[] {
  const isJobs = (word = ''): boolean => /^(?:-j|--jobs|--parallel)$/u.test(word);
  return command.filter(
    (word, at) =>
      !isJobs(word) &&
      !/^(?:-j|--jobs=|--parallel=)\d+$/u.test(word) &&
      !(/^\d+$/u.test(word) && isJobs(command[at - 1])),
  );
}

/**
 * Whether two commands set the same for what they compile, as far as their words tell: make's goals choose what is made, its
 * variables and makefiles how. Of a script nothing is known but whether it is the same.
 */
export function setsAlike(one: BuildCommand, other: BuildCommand): boolean {
  if (isSameBuild(one, other)) return true;
  if (!isMake(one.command) || !isMake(other.command)) return false;
  const set = settingsOf(one.command);
  const others = settingsOf(other.command);
  return set.length === others.length && set.every((word, at) => word === others[at]);
}

function isMake([program = '']: readonly string[]): boolean {
  return /^g?make(?:\.exe)?$/u.test(basename(program));
}

/** Options of make that say which makefile is read, where, and what it sees; others choose how it goes about it. */
const SETTINGS = new Map([
  ['file', 'f'],
  ['makefile', 'f'],
  ['directory', 'C'],
  ['include-dir', 'I'],
  ['eval', 'E'],
  ['environment-overrides', 'e'],
]);
/** Single letters that take a value: in the same word, or as the next one. */
const WITH_VALUE = 'fCIEoW';
/** Those whose value, if they have one, is in the same word. */
const WITH_OWN_VALUE = 'jlO';

/** In the order that tells: variables sorted, and behind them options as `f debug.mk`. */
function settingsOf([, ...words]: readonly string[]): string[] {
  const options: string[] = [];
  const variables: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const [, long, sign, value = ''] = /^--([a-z-]+)(=?)(.*)$/u.exec(word) ?? [];
    if (long !== undefined) {
      const letter = SETTINGS.get(long);
      if (letter === undefined) continue;
      const takesNext = sign === '' && WITH_VALUE.includes(letter);
      options.push(`${letter} ${takesNext ? (words[(at += 1)] ?? '') : value}`);
    } else if (!word.startsWith('-')) {
      if (/^[^=]+=/u.test(word)) variables.push(word);
    } else {
      for (let letter = 1; letter < word.length; letter += 1) {
        const name = word.charAt(letter);
        if (WITH_OWN_VALUE.includes(name)) break;
        const rest = word.slice(letter + 1);
        const takesValue = WITH_VALUE.includes(name);
        const own = takesValue && rest === '' ? (words[(at += 1)] ?? '') : rest;
        if ('fCIEe'.includes(name)) options.push(`${name} ${takesValue ? own : ''}`);
        if (takesValue) break;
      }
    }
  }
  return [...variables.sort(), ...options];
}

/** Whether a build tool knows what command made each file, and makes it again for another: nothing stays outdated behind it. */
export function knowsCommands([program = '']: readonly string[]): boolean {
  return /^(?:ninja|samu|cmake|meson)(?:\.exe)?$/u.test(basename(program));
}
