// Everything that a folder without a configuration offers to profile. Reads a bounded number of files; runs and builds nothing.
import { FailureError } from '../model/failure.ts';
import type { Offer } from '../kinds/offer.ts';
import type { Kind } from '../kinds/kind.ts';
import { KINDS, kindAt, TOOL_OPTIONS } from './kinds.ts';
import { defaultFlagsNote } from './messages/projects.ts';

/**
 * Each under a name of its own: first what can be profiled as it is, then a build that has to be watched once, then sources by
 * themselves, whose flags are a guess, then what has to wait. What a build tool knows goes before compile_commands.json.
 * @param cmakeOptions words for CMake: what is meant then is what CMake makes with them, and nothing else
 * @throws {FailureError} `usage` where such words are given and nothing takes them
 */
export async function findOffers(
  directory: string,
  cmakeOptions: readonly string[] = [],
): Promise<readonly Offer[]> {
  if (cmakeOptions.length > 0) return madeWith(directory, cmakeOptions);
  const offersBy = async (says: Kind['says']): Promise<readonly Offer[]> => {
    const kinds = KINDS.filter((kind) => kind.says === says);
    return (await Promise.all(kinds.map(async (kind) => kind.offers?.(directory) ?? []))).flat();
  };
  const tools = await offersBy('all');
  if (tools.some(isReady)) return named(tools);
  const commands = await offersBy('units');
  if (commands.length > 0) return named([...commands, ...tools]);
  const sources = await offersBy('nothing');
  return named([...(tools.length === 0 ? sources : sources.map(guessed)), ...tools]);
}

async function madeWith(directory: string, options: readonly string[]): Promise<readonly Offer[]> {
  const offers = await TOOL_OPTIONS.offers(directory, options);
  if (offers.length > 0) return named(offers);
  throw new FailureError({
    code: 'usage',
    ...TOOL_OPTIONS.noProject({ options, directory }),
    place: { file: directory },
  });
}

/** Whether it can be profiled as it is. */
export function isReady({ obstacle }: Offer): boolean {
  return obstacle === undefined;
}

/**
 * The offer that needs no choosing: the only one, and no build tool of the project's own has to run for it. What the user
 * named is then profiled as it is.
 */
export function obviousOffer(offers: readonly Offer[]): Offer | undefined {
  const [only, ...others] = offers;
  if (only === undefined || others.length > 0 || !isReady(only)) return undefined;
  return kindAt(only.kind).says === 'all' ? undefined : only;
}

/**
 * The offer that somebody means who names the folder and cannot be asked: the only one that is ready, but no guess where the
 * project has a build of its own that says otherwise, and nothing inferred where CMake stands in the way.
 */
export function impliedOffer(offers: readonly Offer[]): Offer | undefined {
  const [only, ...others] = offers.filter(isReady);
  if (only === undefined || others.length > 0) return undefined;
  return isGuess(only, offers) || isSecondBest(only, offers) ? undefined : only;
}

/** What compile_commands.json lets one infer, where what writes it says it exactly once its answer is whole. */
export function isSecondBest({ kind }: Offer, offers: readonly Offer[]): boolean {
  return kindAt(kind).says === 'units' && offers.some((other) => kindAt(other.kind).writesCommands);
}

/**
 * Whether it has to be asked which are meant before any is written down: there is a build of the project's own, which need
 * not be what its first offers say.
 */
export function needsChoosing(offers: readonly Offer[]): boolean {
  return !offers.every(isByItself) && obviousOffer(offers) === undefined;
}

/** Whether its flags are made up, beside a build of the project's own. */
export function isGuess(offer: Offer, offers: readonly Offer[]): boolean {
  return isByItself(offer) && !offers.every(isByItself);
}

/** Of which no build tool says how it is built. */
function isByItself({ kind }: Offer): boolean {
  return kindAt(kind).says === 'nothing';
}

function guessed(offer: Offer): Offer {
  const note = defaultFlagsNote();
  return { ...offer, note: offer.note === undefined ? note : `${offer.note} ${note}` };
}

function rankOf(offer: Offer): number {
  const isOwn = !isByItself(offer);
  if (isReady(offer)) return isOwn ? 0 : 2;
  return offer.toWatch === undefined ? 3 : 1;
}

function named(offers: readonly Offer[]): readonly Offer[] {
  const ordered = [...offers].sort((left, right) => rankOf(left) - rankOf(right));
  const names = new Map<Offer, string>();
  const taken = new Set<string>();
  // A guess never stands for what CMake builds, whatever keeps CMake from being asked.
  const isExact = ({ kind }: Offer): boolean => kindAt(kind).writesCommands === true;
  const claimed = [...ordered.filter(({ watched }) => watched), ...ordered.filter(isExact)];
  for (const offer of [...claimed, ...ordered]) {
    if (names.has(offer)) continue;
    let name = offer.name;
    for (let count = 1; taken.has(name); count += 1) {
      name = `${offer.name} (${offer.kind}${count === 1 ? '' : ` ${count}`})`;
    }
    taken.add(name);
    names.set(offer, name);
  }
  return ordered.map((offer) => {
    const name = names.get(offer) ?? offer.name;
    return { ...offer, name, program: { ...offer.program, name } };
  });
}
