// What building found out that a reader of the numbers should know.
import { basename } from 'node:path';
import { listText } from '../../text/list-text.ts';
import { counted, plural } from '../../text/plural.ts';

/** Names before the rest is only counted. */
const SHOWN = 5;

/** Sources by their last names, the first few of many. @param sources paths; other words stay as they are */
function names(sources: readonly string[]): string {
  return listText(
    sources.map((source) => basename(source)),
    SHOWN,
  );
}

export function headersRewritten(facts: {
  readonly program: string;
  readonly headers: readonly string[];
  readonly sources: readonly string[];
}): string {
  const { program, headers, sources } = facts;
  return `The recorded build changed ${names(headers)} after compiling ${names(sources)}. Retarget compiles ${plural(sources.length, 'this source', 'these sources')} with the current content, so ${program} may differ from the program that the build produced. If several builds share a folder, record only the last one, from a clean folder.`;
}

/** @param ignored each with its file and line @param affects what GCC decides by it */
export function ignoredByClang(facts: {
  readonly ignored: readonly string[];
  readonly affects: { readonly functions: boolean; readonly loops: boolean };
}): string {
  const functions = facts.affects.functions
    ? ' With GCC, they set the CPU or the optimization of functions regardless of -march, so a GCC build may gain less from a target than this run shows.'
    : '';
  const loops = facts.affects.loops
    ? ' With GCC, they vectorize or unroll loops, so a GCC build may gain more or less from a target than this run shows.'
    : '';
  return `clang ignores these, which GCC obeys: ${listText(facts.ignored, SHOWN)}.${functions}${loops}`;
}

export function ignoredPlace(facts: {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}): string {
  return `${facts.file} line ${facts.line}: ${facts.text}`;
}

/** @param places each a source with the compiler's words */
export function profileMisfits({ places }: { readonly places: readonly string[] }): string {
  return `The profile data given by -fprofile-use or a similar flag does not match ${listText(places, SHOWN)}. clang ignores it there, for every target, as in a direct build. Generate the data again from the current sources.`;
}

export function linkedByLld(facts: {
  readonly program: string;
  readonly complaint: string;
}): string {
  return `lld links ${facts.program}, because clang's default linker refuses it: ${facts.complaint}`;
}

export function pinnedFunctions({ count }: { readonly count: number }): string {
  return `${counted(count, 'function')} ${plural(count, 'has its', 'have their')} own CPU features (or CPU) for every target, including the baseline. Features are added to the target's, as in a build with -march.`;
}

/** @param cpus flags, such as `-march=haswell` */
export function ownCpus(facts: {
  readonly sources: readonly string[];
  readonly cpus: readonly string[];
}): string {
  const { sources, cpus } = facts;
  return `${names(sources)} ${plural(sources.length, 'keeps its CPU', 'keep their CPUs')} from the project's own build (${cpus.slice(0, SHOWN).join(', ')}), because most other files do not have it. No target replaces it.`;
}

/** @param flags of one group of files */
export function ownFeatures(facts: {
  readonly groups: readonly { readonly flags: string; readonly sources: readonly string[] }[];
}): string {
  const [first, ...others] = facts.groups;
  if (first !== undefined && others.length === 0) {
    const count = first.sources.length;
    return `${names(first.sources)} ${plural(count, 'keeps', 'keep')} ${first.flags} from the project's own build for every target, because not all files have the same flags.`;
  }
  const groups = facts.groups.map(({ flags, sources }) => `${flags} (${names(sources)})`);
  return `Some files keep flags from the project's own build for every target, because not all files have the same flags: ${listText(groups, SHOWN)}.`;
}

export function alreadyOptimized({ sources }: { readonly sources: readonly string[] }): string {
  return `${names(sources)} ${plural(sources.length, 'is', 'are')} already optimized, so vector widths are already chosen and a target may gain less than in a build from source. Create the bitcode with \`-O3 -Xclang -disable-llvm-passes\`.`;
}

/** @param advice how, as a clause of the kind of project */
export function neverOptimized(facts: {
  readonly sources: readonly string[];
  readonly advice: string;
}): string {
  const { sources, advice } = facts;
  return `${names(sources)} ${plural(sources.length, 'is', 'are')} compiled without optimization (no -O flag, or -O0), where targets make little difference. To optimize, ${advice}.`;
}

export const OPTIMIZE_BITCODE = 'create the bitcode with `-O3 -Xclang -disable-llvm-passes`';
export const OPTIMIZE_FLAGS = 'add -O2 or -O3 to "flags"';

export function cpuSpecific({ sources }: { readonly sources: readonly string[] }): string {
  const count = sources.length;
  return `${names(sources)} ${plural(count, 'contains', 'contain')} CPU-specific code, such as #ifdef __AVX2__ or functions with their own CPU features. ${plural(count, 'It was', 'They were')} recompiled for each target that changes the result, as in a build with -march. With the bitcode alone, these targets may gain less.`;
}

export function preprocessed({ sources }: { readonly sources: readonly string[] }): string {
  const count = sources.length;
  return `${names(sources)} ${plural(count, 'is', 'are')} already preprocessed, so any CPU-specific code in ${plural(count, 'it', 'them')} (such as #ifdef __AVX2__) is fixed for every target. Build the original ${plural(count, 'source', 'sources')} instead. A recorded build finds ${plural(count, 'it', 'them')} if the build writes the preprocessed text with -o, not with the shell's \`>\`.`;
}

export function removedFlags({ flags }: { readonly flags: readonly string[] }): string {
  return `Removed, because each target sets them or Retarget cannot keep them: ${flags.join(' ')}`;
}

export function sameExecutable(facts: { readonly target: string; readonly as: string }): string {
  return `${facts.target} and ${facts.as} produce the same executable, so they are one variant.`;
}

export function maskedFeatures(facts: {
  readonly target: string;
  readonly features: readonly string[];
}): string {
  return `${facts.target} runs here without these features, which this host lacks and ordinary code never uses: ${facts.features.join(' ')}.`;
}

// units of which compile_commands.json does not say whether a program is made of them

/** @param error the compiler's first */
export function unitsLeftOut(facts: {
  readonly program: string;
  readonly sources: readonly string[];
  readonly error: string | undefined;
}): string {
  const { program, sources, error } = facts;
  const count = sources.length;
  const words = error === undefined ? '' : ` The compiler says: ${error}`;
  return `${names(sources)} ${plural(count, 'does', 'do')} not compile and ${plural(count, 'is', 'are')} left out: ${program} links without ${plural(count, 'it', 'them')} and takes nothing that ${plural(count, 'it defines', 'they define')} from elsewhere.${words}`;
}

/** Several sources define the same names. */
export function definedTwice(facts: {
  readonly program: string;
  readonly sources: readonly string[];
  readonly symbols: readonly string[];
}): string {
  const { program, sources, symbols } = facts;
  const two = sources.length === 2;
  return `${names(sources)} ${two ? 'both' : 'all'} define ${listText(symbols, SHOWN)}, and compile_commands.json does not say which of them belongs to ${program}. ${names(sources.slice(0, 1))} comes first and is linked. To choose another, name it in "units" next to "main" in retarget.json. If ${two ? 'neither' : 'none'} belongs to ${program}, name all of its sources in "units", without "main".`;
}

interface UncalledFacts {
  readonly program: string;
  readonly sources: readonly string[];
  /** As "units" has them, relative to the project's folder. */
  readonly globs: readonly string[];
}

export function startCodeLeftOut({ program, sources, globs }: UncalledFacts): string {
  const count = sources.length;
  const shown = globs.slice(0, SHOWN).map((glob) => JSON.stringify(glob));
  const asked = `"units": [${shown.join(', ')}${globs.length > SHOWN ? ', ...' : ''}]`;
  return `${names(sources)} ${plural(count, 'runs', 'run')} code before main (static initializers) that uses what ${program} defines, as self-registering tests and plugins do. Nothing calls ${plural(count, 'it, so it is', 'them, so they are')} left out. If ${plural(count, 'it belongs', 'some belong')} to ${program}, name ${plural(count, 'it', 'them')} next to "main" in retarget.json: ${asked}.`;
}

/** @param symbol a weak one @param of the source that defines it */
export function overrideLinked(facts: {
  readonly program: string;
  readonly sources: readonly string[];
  readonly symbol: string;
  readonly of: string;
}): string {
  const { program, sources, symbol, of } = facts;
  return `${names(sources)} overrides ${symbol}, a weak symbol in ${names([of])}, and is linked although nothing calls it. If it does not belong to ${program}, name all of its sources in "units", without "main", in retarget.json.`;
}

export function overrideLeftOut(
  facts: UncalledFacts & { readonly symbol: string; readonly of: string },
): string {
  const { program, sources, globs, symbol, of } = facts;
  const weak = `${symbol}, a weak symbol in ${names([of])}`;
  const asked = `"units": [${JSON.stringify(globs[0] ?? '')}]`;
  if (sources.length === 1) {
    return `${names(sources)} overrides ${weak}. It is not linked, because compile_commands.json does not say whether it belongs to ${program}. If it does, name it next to "main" in retarget.json: ${asked}.`;
  }
  const two = sources.length === 2;
  return `${names(sources)} ${two ? 'both' : 'all'} override ${weak}. ${two ? 'Neither' : 'None'} is linked, because compile_commands.json does not say which of them belongs to ${program}. Name the right one next to "main" in retarget.json, for example ${asked}.`;
}

/** Of a folder that cannot take what was built. */
export const VARIANTS_NOT_WRITTEN = {
  hint: 'Free up space, or make the folder writable.',
  remedies: [{ kind: 'set', what: 'out' }],
} as const;
