// What is said beside a run's numbers: where they come from, what they were compared with, and what stands in doubt.
import type { OwnProgram } from '../../model/own-program.ts';
import type { Uncompared } from '../../model/verification.ts';
import { listText } from '../../text/list-text.ts';
import { counted, plural } from '../../text/plural.ts';

/** Names before the rest is only counted. */
const FILES = 4;
const SOURCES = 3;

export const BITCODE_ONLY_NOTE =
  'From bitcode only: files with CPU-specific code were compiled once, for no particular CPU. A rebuild with -march may gain more.';

/** `2 files with CPU-specific code (a.c and b.c)` */
export function specificFiles({ files }: { readonly files: readonly string[] }): string {
  return `${counted(files.length, 'file')} with CPU-specific code (${listText(files, FILES)})`;
}

export function specificFilesMatter(facts: {
  readonly files: readonly string[];
  readonly factor: string;
  readonly speedup: string;
  readonly where: string;
}): string {
  const { files, factor, speedup, where } = facts;
  return `${specificFiles(facts)} ${plural(files.length, 'accounts', 'account')} for ${factor} of its ${speedup}${where}`;
}

export function specificFilesSlow(facts: {
  readonly files: readonly string[];
  readonly factor: string;
  readonly where: string;
}): string {
  return `slower because of ${specificFiles(facts)}: ${facts.factor}${facts.where}`;
}

export function specificFilesUnclear(facts: {
  readonly files: readonly string[];
  readonly factor: string;
  readonly where: string;
}): string {
  return `the effect of ${specificFiles(facts)} is not clear yet: ${facts.factor}${facts.where}; a larger budget narrows it`;
}

export function specificFilesSame(facts: { readonly files: readonly string[] }): string {
  return `${specificFiles(facts)} ${plural(facts.files.length, 'compiles', 'compile')} to the same code without it`;
}

/** Of one row. @param factor with its bounds */
export function specificShare(facts: {
  readonly factor: string;
  readonly effect: 'none' | 'faster' | 'slower' | 'unclear';
}): string {
  switch (facts.effect) {
    case 'none':
      return `CPU-specific code makes almost no difference: ${facts.factor}.`;
    case 'faster':
      return `CPU-specific code accounts for ${facts.factor} of the speedup.`;
    case 'slower':
      return `CPU-specific code makes the target slower: ${facts.factor}.`;
    case 'unclear':
      return `The effect of CPU-specific code is not clear yet: ${facts.factor}.`;
  }
}

/** @param first its place, where one benchmark alone is short */
export function mostlyStartup(facts: {
  readonly short: number;
  readonly benchmarks: number;
  readonly first: string;
}): string {
  const which = plural(
    facts.short,
    facts.first,
    `${facts.short} of ${facts.benchmarks} benchmarks`,
  );
  return `Much of the time of ${which} is process startup. Give ${plural(facts.short, 'it', 'them')} more work under "benchmarks" in retarget.json.`;
}

export function unoptimized(): string {
  return 'Targets make little difference in unoptimized builds. See the warnings to enable optimization.';
}

export function virtualMachine({ hypervisor }: { readonly hypervisor: string }): string {
  return `Virtual machine (${hypervisor}): other guests can disturb its times.`;
}

export function featuresDiffer({ cpu }: { readonly cpu: string }): string {
  return `LLVM calls this CPU ${cpu}, but its features differ.`;
}

/** What stands beside a verdict that is about another program. */
export const OTHER_PROGRAM = "not the project's own program";

/** What stands beside a verdict that is about other code than the user's own build gives. */
export const DEPARTS = 'not the same as in a direct build';

export function otherProgramsMeasured({ names }: { readonly names: readonly string[] }): string {
  return `But what was measured for ${listText(names, SOURCES)} is ${OTHER_PROGRAM}.`;
}

export function notComparedWithOwn(own: OwnProgram): string {
  const { failure, reason } = own;
  return failure === undefined
    ? `Not compared with ${ownText(own)}: ${reason ?? 'nothing could be compared'}.`
    : `Not compared with ${ownText(own)}. ${failure.message}`;
}

export function sameAsOwn(own: OwnProgram): string {
  const { compared, benchmarks = 0, notes = [], reason } = own;
  const ways = benchmarks > 1 ? `, with ${counted(benchmarks, 'benchmark')}` : '';
  const apart = notes.length === 0 ? '' : ` Expected differences: ${notes.join('; ')}.`;
  const rest = reason === undefined ? '' : ` Not everything could be compared: ${reason}.`;
  return `Same ${listText([...compared], compared.length)} as ${ownText(own)}${ways}.${apart}${rest}`;
}

function ownText({ line, path }: OwnProgram): string {
  return line === undefined
    ? `the project's own program${path === undefined ? '' : ` (${path})`}`
    : 'the program that a single clang command builds from these sources';
}

/** @param duration with its unit */
export function objectsCompared(facts: {
  readonly comparable: number;
  readonly compared: number;
  readonly equal: number;
  readonly duration: string;
}): string {
  const { comparable, compared, equal, duration } = facts;
  const differing = compared - equal;
  const outcome =
    differing === 0 ? 'equal' : `${differing} of them ${plural(differing, 'differs', 'differ')}`;
  return `${compared} of ${counted(comparable, 'object')} compared with direct builds, ${outcome} (${duration}).`;
}

export function bitcodeNotCompared(): string {
  return 'No objects were compared with a direct build: from bitcode only, files with CPU-specific code are expected to differ.';
}

export function nothingToCompare(): string {
  return 'There were no objects to compare with a direct build.';
}

export function objectsNotCompared({ left }: { readonly left: readonly Uncompared[] }): string {
  return sentences('Not compared', left);
}

/** Of a whole run. @param bitcodeOnly it is from bitcode only, in some program */
export function nothingWasCompared(facts: {
  readonly bitcodeOnly: boolean;
  readonly left: readonly Uncompared[];
}): string {
  const bitcode = facts.bitcodeOnly ? ['from bitcode only, code is expected to differ'] : [];
  return facts.left.length + bitcode.length === 0
    ? 'Nothing was compared: there were no objects.'
    : sentences('Nothing was compared', facts.left, bitcode);
}

/** What failed is told behind it, in sentences of its own. */
function sentences(
  what: string,
  left: readonly Uncompared[],
  others: readonly string[] = [],
): string {
  const reasons = new Set([...others, ...left.map(uncomparedText)]);
  const failures = new Set(
    left.flatMap(({ reason, detail }) =>
      reason === 'failed' && detail !== undefined ? [detail] : [],
    ),
  );
  return [`${what}: ${[...reasons].join('; ')}.`, ...failures].join(' ');
}

/** Such as `3 objects that were given as bitcode (a.bc)`. */
function uncomparedText({ reason, objects, sources, detail }: Uncompared): string {
  const named = listText(
    sources.map((source) => source.replace(/^.*[/\\]/su, '')),
    SOURCES,
  );
  return `${counted(objects, 'object')} ${reasonText(reason, detail)} (${named})`;
}

function reasonText(reason: Uncompared['reason'], detail = ''): string {
  switch (reason) {
    case 'bitcode':
      return 'given as bitcode, without a source';
    case 'assembly':
      return 'from assembly, which is built unchanged';
    case 'object':
      return 'given as an object or archive';
    case 'other-llvm':
      return `from Rust, because rustc uses LLVM ${detail}`;
    case 'unrecorded':
      return 'from Rust, without a record of the rustc command';
    case 'unsayable':
      return `from Rust for ${detail}, which rustc cannot target`;
    case 'changed':
      return 'whose files changed during the build';
    case 'unlisted':
      return 'that could not be disassembled';
    case 'failed':
      return 'whose comparison failed';
  }
  // A stored run may hold a newer version's reason.
  return String(reason);
}

export const DIRECT_BUILD_FAILS = 'The direct build does not compile:';

export function moreFunctions({ count }: { readonly count: number }): string {
  return `${counted(count, 'more function')}`;
}

export function sameAdvice({ place }: { readonly place: string }): string {
  return `Same as for ${place}.`;
}

/** Behind a warning that several places have with other numbers. */
export function numbersOf({ place }: { readonly place: string }): string {
  return `(These are the numbers for ${place}; the others are similar.)`;
}

export const EVERY_TARGET = 'every target';

export function everyBenchmark({ program }: { readonly program: string }): string {
  return `every benchmark of ${program}`;
}
