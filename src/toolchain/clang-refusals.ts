// What clang refuses that another compiler takes, found in its own words: flags of GCC's alone, and GCC's constructs.
import { listText } from '../text/list-text.ts';

const SHOWN = 5;

/** What in a source is GCC's alone, by how clang complains of it. */
const CONSTRUCTS: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/error: function definition is not allowed here/u, 'a function within a function'],
  [/error: fields must have a constant size:/u, 'an array of variable length within a struct'],
  [/error: use of unknown builtin '(\w+)'/u, '$1'],
  [/error: register '\w+' unsuitable for global register variables/u, 'a global register variable'],
  [/error: use of undeclared identifier '(__builtin_\w+)'/u, '$1'],
];

/**
 * What to do about it, where something of another compiler's is the reason.
 * @param stderr clang's words about one unit, or about a link.
 */
export function refusalHint(stderr: string): string | undefined {
  const flags = refusedFlags(stderr);
  if (flags.length > 0) {
    const named = listText(flags, SHOWN);
    return `clang does not take ${named}, which another compiler may: ${leaveOut(flags)} leaves ${flags.length === 1 ? 'it' : 'them'} out of what the project's build says; flags of retarget.json's own are corrected there.`;
  }
  const constructs = constructsOf(stderr);
  if (constructs.length > 0) {
    return `${listText(constructs, SHOWN)}: GCC has that, and clang has not. Write it in another way for clang (#ifdef __clang__), or leave the source out if the program can do without it.`;
  }
  return undefined;
}

function refusedFlags(stderr: string): string[] {
  const found = [
    ...stderr.matchAll(/error: (?:unknown argument:?|unsupported option) '(-[^'\n]+)'/gu),
    ...stderr.matchAll(/error: (?:invalid value|invalid argument) '[^'\n]*' in '(-[^'\n]+)'/gu),
    ...stderr.matchAll(/error: unsupported argument '([^'\n]*)' to option '(-[^'\n]+)'/gu),
  ].map(([, first = '', option]) => (option === undefined ? first : `${option}${first}`));
  return [...new Set(found)];
}

function constructsOf(stderr: string): string[] {
  const found = CONSTRUCTS.flatMap(([pattern, what]) => {
    const match = pattern.exec(stderr);
    return match === null ? [] : [what.replace('$1', match[1] ?? '')];
  });
  return [...new Set(found)];
}

function leaveOut(flags: readonly string[]): string {
  return `"withoutFlags": ${JSON.stringify(flags)} in retarget.json, beside what names the program,`;
}
