// What this room says about command lines: lines that are not taken over, other systems, response files, shell syntax.
import { bytesText } from '../text/bytes-text.ts';
import { listText } from '../text/list-text.ts';
import { counted, plural } from '../text/plural.ts';
import { shown, shownList } from '../text/shown.ts';

export interface Complaint {
  readonly message: string;
  readonly hint: string;
}

// Why a compile line is not built for targets: parts of a sentence, behind the name of its source.

export function assembledBy(tool: string): string {
  return `assembled by ${tool}`;
}

export function compiledAs(language: string): string {
  return `compiled as ${language}`;
}

export function clStyle(): string {
  return 'compiled with options of Microsoft cl';
}

export function precompiled(): string {
  return 'a precompiled header or module';
}

export function objectOrArchive(): string {
  return 'an object or archive';
}

export type ForeignKind = 'header' | 'module' | 'resource';

const KIND_WORDS: Readonly<Record<ForeignKind, string>> = {
  header: 'a header',
  module: 'a C++ module interface',
  resource: 'a Windows resource',
};

export function foreignKind(kind: ForeignKind): string {
  return KIND_WORDS[kind];
}

/** @param extension with its dot; empty for a name without one */
export function unknownKind(extension: string): string {
  return extension === '' ? 'unknown file type' : `a ${extension} file`;
}

// Programs of other systems and compilers.

export function ofOtherSystem(words: {
  readonly name: string;
  readonly systems: readonly string[];
}): string {
  return `${shown(words.name)} is built for another system (${shownList(words.systems)}). Retarget builds and measures for this system only.`;
}

/** @param place the build folder or file that says so; absent for a recorded build */
export function otherCompiler(words: {
  readonly compilers: readonly string[];
  readonly place?: string | undefined;
}): string {
  const { compilers, place } = words;
  const where = place === undefined ? '' : ` (${shown(place)})`;
  return `The project's own build${where} uses ${listText(compilers)}. Retarget compiles the same files with clang and the same flags, so the results are those of clang's code.`;
}

/** @param flags listed in `withoutFlags` */
export function flagsNotUsed(flags: readonly string[]): string {
  return `"withoutFlags" lists ${shownList(flags)}, but this program does not use ${plural(flags.length, 'it', 'them')}.`;
}

// Response files.

export function includesItself(file: string): Complaint {
  return {
    message: `The response file ${shown(file)} includes itself.`,
    hint: 'Remove the @file argument that names it again.',
  };
}

/** @param what was more than is followed @param most of it */
export function responseFilesUnbounded(words: {
  readonly file: string;
  readonly what: 'depth' | 'files' | 'characters';
  readonly most: number;
}): Complaint {
  const { what, most } = words;
  const limits = {
    depth: `are nested more than ${most} deep`,
    files: `name more than ${counted(most, 'file', 'files')}`,
    characters: `expand to more than ${bytesText(most)}`,
  };
  return {
    message: `Response files ${limits[what]}; stopped at ${shown(words.file)}.`,
    hint: 'Check the @file arguments in it: if they include each other several times, their number grows exponentially.',
  };
}

/** @param reason why, to stand behind the file's name */
export function responseFileUnread(words: {
  readonly file: string;
  readonly reason: string;
}): Complaint {
  return {
    message: `The response file ${shown(words.file)} ${words.reason}.`,
    hint: 'Check the file and its permissions.',
  };
}

// Shell syntax.

/** @param word quoted as a shell would need it. A sentence without its end */
export function shellSyntax(word: string): string {
  return `${word} is shell syntax, but there is no shell: the program would receive it as an argument`;
}

export function outputIsCaptured(): string {
  return 'Retarget captures and compares the output as it is. To use a shell, put the commands into a script.';
}
