// What this room says about retarget.json and the files that it names. Complaints stand behind a place in the file, so they begin
// small and have no full stop. What the schema says of its keys and their values stands in the schema.
import type { Remedy } from '../model/remedy.ts';
import { shown } from '../text/shown.ts';

export interface Complaint {
  readonly message: string;
  readonly hint: string;
  readonly remedies?: readonly Remedy[];
  /** What was probably meant in place of the word that is refused, nearest first. */
  readonly near?: readonly string[];
}

// A text that is no JSON.

const PARSE_ERRORS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'unexpected word',
  InvalidNumberFormat: 'not a valid number',
  PropertyNameExpected: 'expected a key in double quotes',
  ValueExpected: 'expected a value',
  ColonExpected: 'expected a colon',
  CommaExpected: 'expected a comma',
  CloseBraceExpected: 'expected a closing brace }',
  CloseBracketExpected: 'expected a closing bracket ]',
  EndOfFileExpected: 'expected the end of the file',
  InvalidCommentToken: 'comments are not allowed here',
  UnexpectedEndOfComment: 'comment is not closed',
  UnexpectedEndOfString: 'string is not closed',
  UnexpectedEndOfNumber: 'incomplete number',
  InvalidUnicode: 'a \\u escape needs four hexadecimal digits',
  InvalidEscapeCharacter: 'unknown escape sequence',
  InvalidCharacter: 'a control character must be written as an escape such as \\n',
};

/** @param error the parser's name for it; nothing for a text without any word */
export function notJson(error: string | undefined): Complaint {
  const what = error === undefined ? 'it is empty' : (PARSE_ERRORS[error] ?? error);
  return {
    message: `not valid JSON: ${what}`,
    hint: 'Comments and trailing commas are allowed; keys and strings need double quotes.',
  };
}

/** Of a file that a tool wrote. @param error the system's own words */
export function generatedNotJson(words: {
  readonly file: string;
  readonly error: string;
}): Complaint {
  return {
    message: `${shown(words.file)}: not valid JSON: ${words.error}.`,
    hint: 'Create it again.',
  };
}

/** @param reason why, to stand behind the file's name */
export function fileUnread(words: {
  readonly file: string;
  readonly reason: string;
  readonly isMissing: boolean;
}): Complaint {
  return {
    message: `${shown(words.file)} ${words.reason}.`,
    hint: words.isMissing ? 'Check the path.' : 'Check the file and its permissions.',
  };
}

export function notUtf8(file: string): Complaint {
  return { message: `${shown(file)} is not UTF-8 text.`, hint: 'Save it as UTF-8.' };
}

/** @param most levels of lists and objects */
export function tooDeep({ most }: { readonly most: number }): Complaint {
  return {
    message: `lists and objects are nested more than ${most} levels deep`,
    hint: 'Reduce the nesting.',
  };
}

/** @param line of the first of the two */
export function repeatedKey({ key, line }: { key: string; line: number }): Complaint {
  return {
    message: `the key ${JSON.stringify(key)} occurs twice, first at line ${line}`,
    hint: 'Keep one of them.',
  };
}

export function documentInvalid(): string {
  return 'The document is not valid.';
}

// Values that the schema refuses.

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list [...]',
  object: 'an object {...}',
  record: 'an object {...}',
};

/** What a value can be. @param types zod's names */
interface Expected {
  readonly values: readonly unknown[];
  readonly types: readonly string[];
}

function expectedWords({ values, types }: Expected): string {
  return [
    ...values.map((value) => JSON.stringify(value)),
    ...types.map((type) => TYPE_WORDS[type] ?? type),
  ].join(' or ');
}

/** @param path such as `programs[0].cmake.target` */
export function keyMissing(
  words: Expected & { readonly path: string; readonly key: string | number | undefined },
): Complaint {
  return {
    message: `${words.path} is missing: expected ${expectedWords(words)}`,
    hint: `Add the key ${JSON.stringify(words.key)}.`,
  };
}

/** @param near what was probably meant */
export function valueWrong(
  words: Expected & { readonly value: unknown; readonly near: string | undefined },
): Complaint {
  const { value, near } = words;
  return {
    message: `expected ${expectedWords(words)}, got ${valueWords(value)}`,
    hint: near === undefined ? changeIt() : `Did you mean ${JSON.stringify(near)}?`,
    ...(near === undefined ? {} : { near: [near] }),
  };
}

export function keyUnknown(words: {
  readonly key: string;
  readonly near: string | undefined;
  readonly known: readonly string[];
}): Complaint {
  const { key, near, known } = words;
  const meant = near === undefined ? '' : `Did you mean ${JSON.stringify(near)}? `;
  return {
    message: `unknown key ${JSON.stringify(key)}`,
    hint: `${meant}Known keys: ${known.join(', ')}.`,
    ...(near === undefined ? {} : { near: [near] }),
  };
}

export function changeIt(): string {
  return 'Change it and try again.';
}

function valueWords(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}

// Files and folders that it names.

const RELATIVE = 'Paths are relative to the folder of this file.';

interface Named {
  readonly written: string;
  readonly absolute: string;
}

export function inputMissing({
  expected,
  written,
  absolute,
}: Named & { readonly expected: 'file' | 'folder' }): Complaint {
  return {
    message: `there is no ${expected} ${shown(written)} (looked for ${shown(absolute)})`,
    hint: RELATIVE,
  };
}

const KIND_WORDS = {
  file: 'a file',
  folder: 'a folder',
  other: 'neither a file nor a folder',
} as const;

export function inputOfOtherKind(words: {
  readonly written: string;
  readonly expected: 'file' | 'folder';
  readonly found: keyof typeof KIND_WORDS;
}): Complaint {
  const { written, expected, found } = words;
  return {
    message: `${shown(written)} is ${KIND_WORDS[found]}, but a ${expected} is expected`,
    hint: `Use the path of a ${expected}.`,
  };
}

export function folderInsteadOfFiles(pattern: string): Complaint {
  return {
    message: `${shown(pattern)} is a folder, but files are expected`,
    hint: `Use a glob such as ${JSON.stringify(`${pattern.replace(/\/+$/u, '')}/*.c`)}.`,
  };
}

export function neitherFileNorFolder(pattern: string): Complaint {
  return {
    message: `${shown(pattern)} is neither a file nor a folder`,
    hint: 'Use the path of a file.',
  };
}

export function tooManyMatches(pattern: string): Complaint {
  return {
    message: `${shown(pattern)} matches too many files and folders to search`,
    hint: 'Put a folder of the project in front of **, or use fewer patterns with **.',
  };
}

/** @param directory absolute; where a glob was searched @param absolute of a pattern that is the name of one file */
export function nothingMatches(
  words: { readonly pattern: string } & (
    { readonly directory: string } | { readonly absolute: string }
  ),
): Complaint {
  const pattern = shown(words.pattern);
  return {
    message:
      'directory' in words
        ? `${pattern} matches no file under ${shown(words.directory)}`
        : `there is no file ${pattern} (looked for ${shown(words.absolute)})`,
    hint: `${RELATIVE} ** matches across folders; * does not match names that start with a dot.`,
  };
}

// Benchmarks.

export function benchmarkNameTaken({ name, line }: { name: string; line: number }): Complaint {
  return {
    message: `the name ${JSON.stringify(name)} is already used at line ${line}`,
    hint: 'Give each benchmark of a program a unique name.',
  };
}

/** What to write in the place of `<`. @param file that stands behind it */
export function useStdin(file: string): string {
  return `To use a file as standard input, add "stdin": ${JSON.stringify(file)} next to "args".`;
}
