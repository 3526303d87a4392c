// What to add to a link line whose link left names undefined: the system's libraries that define them, looked up once it failed.
import type { Failure } from '../model/failure.ts';
import type { Link } from '../model/program.ts';
import { runtimeFlag } from '../toolchain/missing-runtime.ts';
import { undefinedSymbols } from '../toolchain/clang-link.ts';
import { isOfRust } from '../toolchain/rust-names.ts';
import { librariesDefining, type FoundLibraries } from '../toolchain/system-libraries.ts';
import type { Builder } from './builder.ts';
import {
  addLibraries,
  addRuntimes,
  definedNowhere,
  installDevelopmentPackage,
  linkAsCpp,
  otherCppLibrary,
} from './messages/linking.ts';

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
  const linkable = libraries.filter((each) => each.linkable);
  const sentences = [
    ...(linkable.length === 0 ? [] : [addLibraries(linkable)]),
    ...libraries.filter((each) => !each.linkable).map(installDevelopmentPackage),
    ...(runtimes.length === 0 ? [] : [addRuntimes(runtimes)]),
    ...(ofCpp.length === 0 ? [] : [cppHint(ofCpp, language)]),
    ...(unknown.length === 0 || !isWhole ? [] : [definedNowhere({ symbols: unknown })]),
  ];
  return { ...failure, hint: sentences.join(' '), configurable: true };
}

function lookedUp(build: LookUp, names: readonly string[]): Promise<FoundLibraries> {
  const known = answers.get(build) ?? new Map<string, Promise<FoundLibraries>>();
  answers.set(build, known);
  const key = names.toSorted().join('\n');
  const answer = known.get(key) ?? librariesDefining(build.toolchain, names, build.signal);
  known.set(key, answer);
  return answer;
}

/** @param symbols of the C++ library that the link lacks */
function cppHint(symbols: readonly string[], language: Link['language']): string {
  const isLibcxx = symbols.some((name) => name.includes('std::__1::'));
  return (language === 'c' ? linkAsCpp : otherCppLibrary)({ symbols, isLibcxx });
}
