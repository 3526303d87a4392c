// What to add to a link line whose link left names undefined: the system's libraries that define them, looked up once it failed.
import type { Failure } from '../model/failure.ts';
import type { Link } from '../model/program.ts';
import { runtimeFlag } from '../toolchain/missing-runtime.ts';
import { undefinedSymbols } from '../toolchain/clang-link.ts';
import { isOfRust } from '../toolchain/rust-names.ts';
import {
  librariesDefining,
  type FoundLibraries,
  type SystemLibrary,
} from '../toolchain/system-libraries.ts';
import type { Builder } from './builder.ts';
import { listText } from '../text/list-text.ts';

const SHOWN_SYMBOLS = 5;
/** Names of the C++ library, as linkers write them for people. */
const CPP =
  /^(?:std::|__cxa_|__gxx_|operator (?:new|delete)\b|(?:vtable|typeinfo) for (?:std::|__cxxabiv1))/u;

type LookUp = Pick<Builder, 'toolchain' | 'signal'>;

/** What each build has looked up: every target's link lacks the same names. */
const answers = new WeakMap<LookUp, Map<string, Promise<FoundLibraries>>>();

/**
 * The failure of a link with a hint of the flags to add, where there are any; else as it is.
 * @param stderr the linker's own words.
 */
export async function withMissingLibraries(
  failure: Failure,
  stderr: string,
  build: LookUp,
  language: Link['language'],
): Promise<Failure> {
  const missing = undefinedSymbols(stderr);
  if (failure.code !== 'link-failed' || missing.length === 0 || missing.some(isOfRust))
    return failure;
  const runtimes = [...new Set(missing.flatMap((symbol) => runtimeFlag(symbol) ?? []))];
  const others = missing.filter((symbol) => runtimeFlag(symbol) === undefined);
  const ofCpp = others.filter((symbol) => CPP.test(symbol));
  const plain = others.filter((symbol) => !CPP.test(symbol));
  const { libraries, isWhole } = await lookedUp(build, plain);
  const known = new Set(libraries.flatMap(({ defines }) => defines));
  const unknown = plain.filter((symbol) => !known.has(symbol));
  if (libraries.length + ofCpp.length + runtimes.length === 0) return failure;
  return {
    ...failure,
    hint: [
      ...linkHint(libraries.filter(({ linkable }) => linkable)),
      ...libraries.filter(({ linkable }) => !linkable).map(developmentHint),
      ...runtimeHint(runtimes),
      ...cppHint(ofCpp, language),
      ...(unknown.length === 0 || !isWhole
        ? []
        : [
            `No library of the system defines ${listText(unknown, SHOWN_SYMBOLS)}: the sources that do are missing.`,
          ]),
    ].join(' '),
  };
}

function lookedUp(build: LookUp, names: readonly string[]): Promise<FoundLibraries> {
  const known = answers.get(build) ?? new Map<string, Promise<FoundLibraries>>();
  answers.set(build, known);
  const key = names.toSorted().join('\n');
  const answer = known.get(key) ?? librariesDefining(build.toolchain, names, build.signal);
  known.set(key, answer);
  return answer;
}

function runtimeHint(flags: readonly string[]): string[] {
  if (flags.length === 0) return [];
  return [
    `Add ${flags.map((flag) => JSON.stringify(flag)).join(', ')} to "link" in retarget.json: code is compiled with it, so the link needs it too.`,
  ];
}

/** @param names of the C++ library that the link lacks */
function cppHint(names: readonly string[], language: Link['language']): string[] {
  if (names.length === 0) return [];
  const listed = `${listText(names, SHOWN_SYMBOLS)} ${isOrAre(names)}`;
  const isLibcxx = names.some((name) => name.includes('std::__1::'));
  const flag = isLibcxx ? 'add "-stdlib=libc++" to "link"' : undefined;
  if (language === 'c') {
    const also = flag === undefined ? '' : ` and ${flag}`;
    return [`Set "language" to "c++"${also} in retarget.json: ${listed} of the C++ library.`];
  }
  return [
    flag === undefined
      ? `${listed} not in the C++ library that this link takes: something in it was compiled for another C++ library, or for a newer one.`
      : `In retarget.json ${flag}: ${listed} of libc++.`,
  ];
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
