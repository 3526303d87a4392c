// A built program held against direct builds: what the run keeps of that, and what its reader is warned of.
import { basename } from 'node:path';
import type { BuiltProgram } from '../build/build-program.ts';
import type { BuilderOptions } from '../build/builder.ts';
import { verifyProgram } from '../build/verify/verify-program.ts';
import { failureOf } from '../model/failure-of.ts';
import type { Warning } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import type { Departure, Verification, VerifyChoice } from '../model/verification.ts';
import type { DepartureListings } from '../store/departure-listings.ts';
import type { ProfileContext } from './profile-context.ts';
import { COMPARING_OBJECTS, departsFromDirect, directDoesNotCompile } from './messages/runs.ts';

export interface VerifyRequest {
  readonly choice: VerifyChoice;
  /** 32 bits, unsigned: which objects a sample holds. */
  readonly seed: number;
  readonly bitcodeOnly: boolean;
  /** Where both sides' listings of what differs go. */
  readonly listings: DepartureListings;
}

/**
 * @returns nothing where nobody asked, or nothing was built.
 * @throws the signal's reason; where the machine fails, nothing is compared.
 */
export async function verifiedProgram(
  built: BuiltProgram,
  targets: readonly Target[],
  { choice, seed, bitcodeOnly, listings }: VerifyRequest,
  options: BuilderOptions,
  { onEvent }: Pick<ProfileContext, 'onEvent'>,
): Promise<Verification | undefined> {
  const { name } = built.program;
  if (choice === 'none' || !built.variants.some(({ variant }) => variant.state === 'built')) {
    return undefined;
  }
  const say = (message: string): void => {
    onEvent({ type: 'preparing', program: name, message });
  };
  if (!bitcodeOnly) say(COMPARING);
  return verifyProgram(built, targets, {
    ...options,
    ...{ choice, seed, bitcodeOnly },
    onStep: (done, total) => {
      if (choice === 'all' && isNextTenth(done, total)) say(`${COMPARING} (${done} of ${total})`);
    },
    keepListings: ({ source, crate, target }, texts) =>
      listings.keep([name, target, crate ?? basename(source)], texts),
  }).catch((error: unknown) => {
    // What was built is measured all the same.
    options.signal?.throwIfAborted();
    return failedWhole(choice, built, failureOf(error).message);
  });
}

function failedWhole(
  choice: VerifyChoice,
  { variants }: BuiltProgram,
  detail: string,
): Verification {
  const objects = variants.flatMap((each) => each.objects);
  const sources = [...new Set(objects.map(({ compiled }) => compiled.unit.source))].slice(0, 3);
  return {
    ...{ choice, comparable: 0, compared: 0, equal: 0, remembered: 0, departures: [], wall: 0 },
    uncompared: [{ reason: 'failed', objects: objects.length, sources, detail }],
  };
}

const COMPARING = COMPARING_OBJECTS;
/** Objects from which comparing them takes long enough to be told of on its way. */
const MANY = 40;

function isNextTenth(done: number, total: number): boolean {
  const tenths = (count: number): number => Math.floor((10 * count) / total);
  return total >= MANY && done < total && tenths(done) > tenths(done - 1);
}

/** One for each target whose code is not what a direct build gives. */
export function verificationWarnings(program: string, verification: Verification): Warning[] {
  const byTarget = new Map<string, Departure[]>();
  for (const departure of verification.departures) {
    byTarget.set(departure.target, [...(byTarget.get(departure.target) ?? []), departure]);
  }
  return [...byTarget].map(([target, departures]) => ({
    code: 'departs-from-direct-build',
    message: departureText(target, departures),
    ...{ program, target },
  }));
}

const SHOWN_UNITS = 3;
const SHOWN_FUNCTIONS = 3;

function departureText(target: string, departures: readonly Departure[]): string {
  const units = departures.map(
    (departure) =>
      `${departure.crate === undefined ? basename(departure.source) : `crate ${departure.crate}`} (${whatDiffers(departure)})`,
  );
  const kept = departures.find(({ listings }) => listings !== undefined)?.listings;
  const causes = [...new Set(departures.flatMap((each) => each.causes ?? []))].slice(
    0,
    SHOWN_UNITS,
  );
  return departsFromDirect({
    ...{ target, command: wordOf(departures), units, causes, listings: kept },
  });
}

/** The target as the direct command says it. */
function wordOf(departures: readonly Departure[]): string {
  const words = departures.flatMap(({ directArgv }) => directArgv);
  const word = words.find((each) => /^(?:-m(?:arch|cpu)|target-cpu)=/u.test(each)) ?? '';
  return word.startsWith('-') ? word : `-C ${word}`;
}

function whatDiffers({ functions, functionCount, refusal }: Departure): string {
  if (refusal !== undefined) return directDoesNotCompile();
  const names = functions.slice(0, SHOWN_FUNCTIONS).map(({ name, kind, ...sections }) => {
    switch (kind) {
      case 'code':
      case 'data':
        return name;
      case 'section':
        return `${name} in ${sections.section ?? ''}, not ${sections.directSection ?? ''}`;
      case 'missing':
        return `no ${name}`;
      case 'added':
        return `${name}, which the direct build lacks`;
    }
  });
  const more = functionCount - names.length;
  return `${names.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
