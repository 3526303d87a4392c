// What to do when a build ran and nothing was compiled: how its build system cleans, and which builds cannot be watched.
import { basename } from 'node:path';
import type { Failure } from '../../model/failure.ts';
import { splitCommand } from '../../flags/command-line.ts';
import { quoteCommand } from '../../text/argv-text.ts';
import { cleanAndRecord, keepBetweenRules, keepSources } from './messages/build.ts';

/** One or two sentences. @param directory the folder the command runs in */
export function cleanAdvice(command: readonly string[], directory: string): string {
  return cleanAndRecord({ clean: cleanCommand(command), directory });
}

/** A command as one types it; what went through a shell is its line. */
export function typedCommand(command: readonly string[]): string {
  return shellLine(command) ?? quoteCommand(command);
}

/**
 * What to do where the build removed sources that it had made: make does that to what chains of its rules make, but neither to
 * what it is told to make nor to what .PRECIOUS names.
 * @param sources as they are named below the folder that the command runs in
 */
export function keepAdvice(
  command: readonly string[],
  sources: readonly string[],
): Pick<Failure, 'hint' | 'remedies'> {
  const clean = cleanCommand(command);
  const [program = ''] = command;
  const list = quoteCommand(sources);
  if (clean === undefined || !/^g?make$/u.test(basename(program)))
    return { hint: keepSources(list) };
  const first = quoteCommand([program, ...placeWords(command), ...sources]);
  const line = `${clean} && ${first} && ${quoteCommand(command)}`;
  return {
    hint: keepBetweenRules({ count: sources.length, list, clean }),
    remedies: [{ kind: 'record', command: ['sh', '-c', line] }],
  };
}

/** The words that say where and by which file make works. */
function placeWords(command: readonly string[]): string[] {
  return ['-C', '-f'].flatMap((option) => {
    const value = valueOf(command.slice(1), option);
    return value === undefined ? [] : [option, value];
  });
}

/** The same build, cleaned first where it is known how: then everything is compiled again. */
export function cleanedFirst(command: readonly string[]): readonly string[] {
  const clean = cleanCommand(command);
  return clean === undefined ? command : ['sh', '-c', `${clean} && ${typedCommand(command)}`];
}

function shellLine([program, option, line, ...more]: readonly string[]): string | undefined {
  return program === 'sh' && option === '-c' && more.length === 0 ? line : undefined;
}

/** The words of a line that a shell would only split. */
function plainWords(line: string): readonly string[] {
  return /^[\w@%+=:,./ -]+$/u.test(line) ? splitCommand(line) : [];
}

/** How a build system cleans what this command makes; nothing where that is not known. */
export function cleanCommand(command: readonly string[]): string | undefined {
  const line = shellLine(command);
  const [program = '', ...words] = line === undefined ? command : plainWords(line);
  const folder = valueOf(words, '-C');
  const inFolder = folder === undefined ? [] : ['-C', folder];
  switch (basename(program).replace(/\.exe$/u, '')) {
    case 'make':
    case 'gmake': {
      const file = valueOf(words, '-f');
      const named = file === undefined ? [] : ['-f', file];
      return quoteCommand([program, ...inFolder, ...named, 'clean']);
    }
    case 'ninja':
      return quoteCommand([program, ...inFolder, '-t', 'clean']);
    case 'meson':
      return quoteCommand([program, 'compile', ...inFolder, '--clean']);
    case 'cmake': {
      const build = valueOf(words, '--build');
      return build === undefined
        ? undefined
        : quoteCommand([program, '--build', build, '--target', 'clean']);
    }
    default:
      return undefined;
  }
}

/** Of `-C x` and `-Cx`. */
function valueOf(words: readonly string[], option: string): string | undefined {
  const at = words.indexOf(option);
  if (at !== -1) return words[at + 1];
  if (option.startsWith('--')) return undefined;
  return words.find((word) => word.startsWith(option) && word.length > 2)?.slice(2);
}
