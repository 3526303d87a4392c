// What holding a program's code against direct builds came to, in words.
import type { ProgramResult, Run } from '../model/run.ts';
import type {
  Departure,
  FunctionDifference,
  Uncompared,
  Verification,
} from '../model/verification.ts';
import { listText } from '../text/list-text.ts';
import { durationText } from './format.ts';
import { counted } from '../text/plural.ts';

/** A sentence for each program that was held against direct builds, with its name where there are several programs. */
export function verificationNotes({ programs }: Pick<Run, 'programs'>): string[] {
  return programs.flatMap(({ name, verification }) =>
    verification === undefined
      ? []
      : [`${programs.length === 1 ? '' : `${name}: `}${verificationText(verification)}`],
  );
}

/** Such as `12 of 12 objects compared with direct builds, equal (0.4 s).` */
export function verificationText(verification: Verification): string {
  const { comparable, compared, equal, uncompared, wall } = verification;
  if (verification.bitcodeOnly === true) {
    return 'No object was compared with a direct build: with --bitcode-only, the code of files that look at the target is meant to differ.';
  }
  const left = uncompared.map(uncomparedText);
  const rest = left.length === 0 ? '' : ` Not compared: ${left.join('; ')}.`;
  if (comparable === 0) {
    return rest === '' ? 'There was no object to compare with a direct build.' : rest.trim();
  }
  const outcome =
    equal === compared
      ? 'equal'
      : `${compared - equal} of them ${compared - equal === 1 ? 'differs' : 'differ'}`;
  return `${compared} of ${counted(comparable, 'object')} compared with direct builds, ${outcome} (${durationText(wall * 1e6)}).${rest}`;
}

/** Why no object of any program was compared, in a sentence; nothing where one was. */
export function nothingCompared({ programs }: Pick<Run, 'programs'>): string | undefined {
  const all = programs.flatMap(({ verification }) => verification ?? []);
  if (all.length === 0 || all.some(({ compared }) => compared > 0)) return undefined;
  const reasons = all.flatMap(({ bitcodeOnly, uncompared }) =>
    bitcodeOnly === true
      ? ['with --bitcode-only, code is meant to differ']
      : uncompared.map(uncomparedText),
  );
  const why = reasons.length === 0 ? ['there was no object'] : new Set(reasons);
  return `Nothing was compared: ${[...why].join('; ')}.`;
}

/** Such as `3 objects that were given as bitcode (a.bc)`. */
function uncomparedText({ reason, objects, sources, detail }: Uncompared): string {
  const named = listText(
    sources.map((source) => source.replace(/^.*[/\\]/su, '')),
    3,
  );
  return `${counted(objects, 'object')} ${reasonText(reason, detail)} (${named})`;
}

function reasonText(reason: Uncompared['reason'], detail = ''): string {
  switch (reason) {
    case 'bitcode':
      return 'given as bitcode, without a source';
    case 'assembly':
      return 'of assembly, which is built as it is';
    case 'object':
      return 'given as an object or archive';
    case 'other-llvm':
      return `of Rust, since rustc's LLVM is ${detail}`;
    case 'unrecorded':
      return 'of Rust, of which rustc did not leave its command line';
    case 'unsayable':
      return `of Rust for ${detail}, which rustc has no words for`;
    case 'changed':
      return 'whose files changed during the build';
    case 'unlisted':
      return 'that could not be disassembled';
    case 'failed':
      return `whose comparison failed: ${detail.replace(/\.$/u, '')}`;
  }
  // A stored run may hold a newer version's reason.
  return String(reason);
}

export interface DepartureText {
  /** The source, with its library, and the target. */
  readonly title: string;
  /** One for each function that is named, one that counts the rest, and what is known of the cause. */
  readonly functions: readonly string[];
  /** Where both disassemblies are. */
  readonly listings: readonly string[];
}

export function departureTexts({
  verification,
}: Pick<ProgramResult, 'verification'>): DepartureText[] {
  return (verification?.departures ?? []).map((departure) => {
    const { source, library, crate, target, listings, refusal, causes } = departure;
    const owner = crate === undefined ? library : `crate ${crate}`;
    return {
      title: `${source}${owner === undefined ? '' : ` (${owner})`} for ${target}`,
      functions: [
        ...(refusal === undefined
          ? functionTexts(departure)
          : ['The direct command does not compile it:', ...refusal.split('\n').slice(0, 8)]),
        ...(causes ?? []),
      ],
      listings: listings === undefined ? [] : [listings.retargeted, listings.direct],
    };
  });
}

function functionTexts({ functions, functionCount }: Departure): string[] {
  const more = functionCount - functions.length;
  return [
    ...functions.map(functionText),
    ...(more > 0 ? [`and ${counted(more, 'more function')}`] : []),
  ];
}

function functionText({
  name,
  kind,
  section = '',
  directSection = '',
}: FunctionDifference): string {
  switch (kind) {
    case 'code':
      return `${name}: other instructions`;
    case 'data':
      return `${name}: other data`;
    case 'section':
      return `${name}: in ${section}, directly in ${directSection}`;
    case 'missing':
      return `${name}: only in the direct build`;
    case 'added':
      return `${name}: not in the direct build`;
  }
  return name;
}

/** How many of a target's objects are not a direct build's. */
export function departing(
  { verification }: Pick<ProgramResult, 'verification'>,
  target: string,
): number {
  return (verification?.departures ?? []).filter((departure) => departure.target === target).length;
}

/** What stands beside a verdict, which may be about other code than the user's own build gives. */
export const DEPARTS = "not the direct build's code";
