// What holding a program's code against direct builds came to, in words.
import type { ProgramResult, Run } from '../model/run.ts';
import type { Departure, FunctionDifference, Verification } from '../model/verification.ts';
import { durationText } from './format.ts';
import * as say from './messages/notes.ts';

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
  const { comparable, uncompared, wall } = verification;
  if (verification.bitcodeOnly === true) return say.bitcodeNotCompared();
  const rest = uncompared.length === 0 ? [] : [say.objectsNotCompared({ left: uncompared })];
  if (comparable === 0) return rest[0] ?? say.nothingToCompare();
  const compared = say.objectsCompared({ ...verification, duration: durationText(wall * 1e6) });
  return [compared, ...rest].join(' ');
}

/** Why no object of any program was compared, in a sentence; nothing where one was. */
export function nothingCompared({ programs }: Pick<Run, 'programs'>): string | undefined {
  const all = programs.flatMap(({ verification }) => verification ?? []);
  if (all.length === 0 || all.some(({ compared }) => compared > 0)) return undefined;
  const [bitcode, others] = [true, false].map((wanted) =>
    all.filter(({ bitcodeOnly }) => (bitcodeOnly === true) === wanted),
  );
  return say.nothingWasCompared({
    bitcodeOnly: (bitcode ?? []).length > 0,
    left: (others ?? []).flatMap(({ uncompared }) => uncompared),
  });
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
          : [say.DIRECT_BUILD_FAILS, ...refusal.split('\n').slice(0, 8)]),
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
    ...(more > 0 ? [say.moreFunctions({ count: more })] : []),
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
      return `${name}: different instructions`;
    case 'data':
      return `${name}: different data`;
    case 'section':
      return `${name}: in ${section}, but in ${directSection} in the direct build`;
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
