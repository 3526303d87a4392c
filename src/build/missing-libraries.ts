// What to add to a link line whose link left names undefined: the system's libraries that define them, looked up once it failed.
import type { Failure } from '../model/failure.ts';
import { undefinedSymbols } from '../toolchain/clang-link.ts';
import { librariesDefining, type SystemLibrary } from '../toolchain/system-libraries.ts';
import type { Builder } from './builder.ts';
import { listText } from '../text/list-text.ts';

const SHOWN_SYMBOLS = 5;
/** Names of the C++ library, as linkers write them for people. */
const CPP =
  /^(?:std::|__cxa_|__gxx_|operator (?:new|delete)\b|(?:vtable|typeinfo) for (?:std::|__cxxabiv1))/u;

type LookUp = Pick<Builder, 'toolchain' | 'signal'>;

/** What each build has looked up: every target's link lacks the same names. */
const answers = new WeakMap<LookUp, Map<string, Promise<SystemLibrary[]>>>();

/**
 * The failure of a link with a hint of the flags to add, where there are any; else as it is.
 * @param stderr the linker's own words.
 */
export async function withMissingLibraries(
  failure: Failure,
  stderr: string,
  build: LookUp,
): Promise<Failure> {
  const missing = undefinedSymbols(stderr);
  if (failure.code !== 'link-failed' || missing.length === 0) return failure;
  const ofCpp = missing.filter((symbol) => CPP.test(symbol));
  const others = missing.filter((symbol) => !CPP.test(symbol));
  const libraries = await lookedUp(build, others);
  const known = new Set(libraries.flatMap(({ defines }) => defines));
  const unknown = others.filter((symbol) => !known.has(symbol));
  if (libraries.length === 0 && ofCpp.length === 0) return failure;
  return {
    ...failure,
    hint: [
      ...linkHint(libraries.filter(({ linkable }) => linkable)),
      ...libraries.filter(({ linkable }) => !linkable).map(developmentHint),
      ...(ofCpp.length === 0
        ? []
        : [
            `Set "language" to "c++" in retarget.json: ${listText(ofCpp, SHOWN_SYMBOLS)} ${isOrAre(ofCpp)} of the C++ library.`,
          ]),
      ...(unknown.length === 0
        ? []
        : [
            `No library of the system defines ${listText(unknown, SHOWN_SYMBOLS)}: the sources that do are missing.`,
          ]),
    ].join(' '),
  };
}

function lookedUp(build: LookUp, names: readonly string[]): Promise<SystemLibrary[]> {
  const known = answers.get(build) ?? new Map<string, Promise<SystemLibrary[]>>();
  answers.set(build, known);
  const key = names.toSorted().join('\n');
  const answer = known.get(key) ?? librariesDefining(build.toolchain, names, build.signal);
  known.set(key, answer);
  return answer;
}

function linkHint(libraries: readonly SystemLibrary[]): string[] {
  if (libraries.length === 0) return [];
  const flags = libraries.map(({ name }) => JSON.stringify(`-l${name}`)).join(', ');
  const where = libraries.map(
    ({ name, defines }) => `${listText(defines, SHOWN_SYMBOLS)} ${isOrAre(defines)} in lib${name}`,
  );
  return [`Add ${flags} to "link" in retarget.json: ${where.join('; ')}.`];
}

function developmentHint({ name, file, defines }: SystemLibrary): string {
  return `${listText(defines, SHOWN_SYMBOLS)} ${isOrAre(defines)} in ${file}: install what programs are built with it from (its development package), then add ${JSON.stringify(`-l${name}`)} to "link" in retarget.json.`;
}

function isOrAre(symbols: readonly string[]): string {
  return symbols.length === 1 ? 'is' : 'are';
}
