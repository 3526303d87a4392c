// What is said of a link that fails, and of the libraries and sources that it lacks.
import type { FailureWords } from '../../model/failure.ts';
import { listText } from '../../text/list-text.ts';
import { counted, plural } from '../../text/plural.ts';

/** Names before the rest is only counted. */
const SHOWN = 5;

/** The bitcode of a Rust program without the standard library. */
export function rustLibraryMissing({ name }: { readonly name: string }): FailureWords {
  return {
    message: `${name} could not be linked: it contains Rust code, and the Rust standard library is missing.`,
    hint: 'The bitcode of a Rust program does not contain everything that the program needs. Profile the crate instead: in a folder with a Cargo.toml, Retarget builds with cargo and links everything. The bitcode of a #![no_std] library can be linked with a main function in C.',
  };
}

export function undefinedNames({ symbols }: { readonly symbols: readonly string[] }): string {
  return `Undefined: ${listText(symbols, SHOWN)}.`;
}

/** @param sources of all units */
export function noMain(facts: {
  readonly name: string;
  readonly sources: readonly string[];
}): FailureWords {
  const { name, sources } = facts;
  const [first = ''] = sources;
  const count = sources.length;
  return {
    message: `${name} has no main function: ${plural(count, `${first} does not define one`, `none of its ${counted(count, 'unit')} defines one`)}.`,
    hint: 'Add the source that defines main to "sources", or profile a program that has one.',
  };
}

/** @param isProgram or else it is a shared library, whose link line is its build tool's */
export function notLinked(facts: {
  readonly name: string;
  readonly isProgram: boolean;
}): FailureWords {
  const message = `${facts.name} could not be linked.`;
  return facts.isProgram
    ? {
        message,
        hint: 'Fix what the linker reports. The link line is "link" in retarget.json, or comes from the project\'s build tool.',
        configurable: true,
      }
    : {
        message,
        hint: "Fix what the linker reports. The link line comes from the project's build tool.",
      };
}

export function symbolsUndefined(facts: {
  readonly name: string;
  readonly symbols: readonly string[];
}): FailureWords {
  const { name, symbols } = facts;
  return {
    message: `${name} could not be linked: undefined ${plural(symbols.length, 'symbol', 'symbols')} ${listText(symbols, SHOWN)}.`,
    hint: 'Add the missing sources to "sources", or the library to "link" in retarget.json, such as ["-lm", "-lpthread"].',
    configurable: true,
  };
}

// what to add to a link line that lacks symbols, a sentence each

interface FoundLibrary {
  /** Without `lib`, such as `m`. */
  readonly name: string;
  readonly defines: readonly string[];
}

export function addLibraries(libraries: readonly FoundLibrary[]): string {
  const flags = libraries.map(({ name }) => JSON.stringify(`-l${name}`)).join(', ');
  const where = libraries.map(({ name, defines }) => `${located(defines)} in lib${name}`);
  return `Add ${flags} to "link" in retarget.json: ${where.join('; ')}.`;
}

/** @param file of the library: what programs are linked with is missing beside it */
export function installDevelopmentPackage(facts: FoundLibrary & { readonly file: string }): string {
  const { name, file, defines } = facts;
  return `${located(defines)} in ${file}. Install its development package, then add ${JSON.stringify(`-l${name}`)} to "link" in retarget.json.`;
}

/** @param flags that the code was compiled with, such as `-fopenmp` */
export function addRuntimes(flags: readonly string[]): string {
  return `Add ${flags.map((flag) => JSON.stringify(flag)).join(', ')} to "link" in retarget.json. The code is compiled with ${plural(flags.length, 'this flag', 'these flags')}, so the link needs ${plural(flags.length, 'it', 'them')} too.`;
}

interface CppNames {
  readonly symbols: readonly string[];
  readonly isLibcxx: boolean;
}

/** A program in C whose libraries are in C++. */
export function linkAsCpp({ symbols, isLibcxx }: CppNames): string {
  const also = isLibcxx ? ' and add "-stdlib=libc++" to "link"' : '';
  return `Set "language" to "c++"${also} in retarget.json: ${belonging(symbols)} to the C++ library.`;
}

export function otherCppLibrary({ symbols, isLibcxx }: CppNames): string {
  return isLibcxx
    ? `Add "-stdlib=libc++" to "link" in retarget.json: ${belonging(symbols)} to libc++.`
    : `${listText(symbols, SHOWN)} ${plural(symbols.length, 'is', 'are')} not in the C++ library that is linked: some code was compiled for another C++ library or a newer one.`;
}

export function definedNowhere({ symbols }: { readonly symbols: readonly string[] }): string {
  return `No library of this system defines ${listText(symbols, SHOWN)}: ${plural(symbols.length, 'its source is', 'their sources are')} missing.`;
}

function located(symbols: readonly string[]): string {
  return `${listText(symbols, SHOWN)} ${plural(symbols.length, 'is', 'are')}`;
}

function belonging(symbols: readonly string[]): string {
  return `${listText(symbols, SHOWN)} ${plural(symbols.length, 'belongs', 'belong')}`;
}

// libraries of the project

/**
 * Several sources define the same names.
 * @param sources as they are shown @param unit the first of them, as "units" has it @param others further sets of sources
 */
export function definedByMany(facts: {
  readonly program: string;
  readonly symbols: readonly string[];
  readonly sources: readonly string[];
  readonly unit: string;
  readonly others: number;
}): FailureWords {
  const { program, symbols, sources, unit, others } = facts;
  const two = sources.length === 2;
  const more =
    others === 0
      ? ''
      : ` The same is true of ${counted(others, 'more set', 'more sets')} of sources.`;
  return {
    message: `${program} needs ${listText(symbols, SHOWN)}, which ${listText(sources, SHOWN)} ${two ? 'both' : 'all'} define, and compile_commands.json does not say which of them belongs to ${program}.${more}`,
    hint: `Name the right one in "units" next to "main" in retarget.json, such as "units": [${JSON.stringify(unit)}]. It is linked, and the ${two ? 'other is' : 'others are'} left out. If ${two ? 'neither' : 'none'} belongs to ${program}, name all of its sources in "units", without "main".`,
    configurable: true,
  };
}

/** A line of the details of such a failure. @param sources relative paths */
export function definers(facts: {
  readonly symbols: readonly string[];
  readonly sources: readonly string[];
}): string {
  return `${listText(facts.symbols, SHOWN)}: ${facts.sources.join(', ')}`;
}

const REFRESH =
  'Configure the project again with its build tool, or record its build again, so that Retarget sees its current state.';

export function libraryUnknown({ name }: { readonly name: string }): FailureWords {
  return {
    message: `A link line names ${name}, but no library of that name was built before it.`,
    hint: REFRESH,
  };
}

export function libraryNameInvalid({ name }: { readonly name: string }): FailureWords {
  return {
    message: `The project has a library named "${name}", which is not a valid file name.`,
    hint: REFRESH,
  };
}

export function archiveNotCreated({ name }: { readonly name: string }): FailureWords {
  return {
    message: `The static library ${name} could not be created.`,
    hint: 'Fix what llvm-ar reports. An object file may be damaged, or for another system.',
  };
}
