// What clang refuses that another compiler takes, found in its own words: flags of GCC's alone, and GCC's constructs.
import { constructsRefused, flagsRefused, type GccConstruct } from './messages/tools.ts';

/** What in a source is GCC's alone, by how clang complains of it. */
const CONSTRUCTS: readonly (readonly [pattern: RegExp, what: GccConstruct])[] = [
  [/error: function definition is not allowed here/u, 'nested-function'],
  [/error: fields must have a constant size:/u, 'array-in-struct'],
  [/error: register '\w+' unsuitable for global register variables/u, 'register-variable'],
];
const BUILTINS = [
  /error: use of unknown builtin '(\w+)'/u,
  /error: use of undeclared identifier '(__builtin_\w+)'/u,
];

/**
 * What to do about it, where something of another compiler's is the reason.
 * @param stderr clang's words about one unit, or about a link.
 */
export function refusalHint(
  stderr: string,
): { readonly hint: string; readonly configurable?: boolean } | undefined {
  const flags = refusedFlags(stderr);
  if (flags.length > 0) return { hint: flagsRefused(flags), configurable: true };
  const constructs = CONSTRUCTS.flatMap(([pattern, what]) => (pattern.test(stderr) ? [what] : []));
  const builtins = BUILTINS.flatMap((pattern) => pattern.exec(stderr)?.[1] ?? []);
  return constructs.length + builtins.length === 0
    ? undefined
    : { hint: constructsRefused({ constructs, builtins: [...new Set(builtins)] }) };
}

function refusedFlags(stderr: string): string[] {
  const found = [
    ...stderr.matchAll(/error: (?:unknown argument:?|unsupported option) '(-[^'\n]+)'/gu),
    ...stderr.matchAll(/error: (?:invalid value|invalid argument) '[^'\n]*' in '(-[^'\n]+)'/gu),
    ...stderr.matchAll(/error: unsupported argument '([^'\n]*)' to option '(-[^'\n]+)'/gu),
  ].map(([, first = '', option]) => (option === undefined ? first : `${option}${first}`));
  return [...new Set(found)];
}
