// A project made of what a folder offers, without a configuration: as if retarget.json named it.
import { join } from 'node:path';
import { FailureError, type Failure } from '../model/failure.ts';
import type { Remedy } from '../model/remedy.ts';
import type { Warning } from '../model/run.ts';
import { configPrograms } from './config-file.ts';
import { CONFIG_FILE } from '../config/config-schema.ts';
import { configText } from './config-text.ts';
import { isGuess, isReady, isSecondBest } from './find-offers.ts';
import { FindingCollector } from '../config/findings.ts';
import { parseJsonDocument } from '../config/json-document.ts';
import { kindAt } from './kinds.ts';
import { noSuchProgram } from './named-programs.ts';
import type { Offer } from '../kinds/offer.ts';
import type { Project } from './project.ts';
import { shown } from '../text/shown.ts';
import {
  alsoBuiltByMake,
  noOfferReady,
  offerNotReady,
  ownBuildUnknown,
  severalPrograms,
} from './messages/projects.ts';

/**
 * @param offers at least one
 * @throws {FailureError} where what is offered is not there any more, or cannot be built; it names no place in a file, as
 * there is none.
 */
export async function offeredProject(
  directory: string,
  offers: readonly Offer[],
): Promise<Project> {
  const file = join(directory, CONFIG_FILE);
  const written = offers.map(({ program }) => program);
  const document = parseJsonDocument(file, configText(written));
  const found = new FindingCollector(document);
  const { programs, warnings } = await configPrograms(document, written, found);
  const [finding] = found.findings;
  if (finding !== undefined) throw unwritten(directory, finding.failure, finding, file);
  return { directory, offered: true, programs, warnings: [...warnings, ...assumptions(offers)] };
}

function assumptions(offers: readonly Offer[]): Warning[] {
  return offers.flatMap(({ assumed, name }) =>
    assumed === undefined ? [] : [{ code: 'guessed-flags', message: assumed, program: name }],
  );
}

/**
 * The offers of these names, in the names' order, each once. Where a build tool was not asked yet what it makes, it is as
 * the program is prepared: such a name is taken at its word.
 * @param besides names that would have done as well, for the message
 * @throws {FailureError} `usage` where one is not offered, or cannot be profiled as it is: then its obstacle is the message
 */
export function offersNamed(
  directory: string,
  offers: readonly Offer[],
  names: readonly string[],
  besides: readonly string[] = [],
): readonly Offer[] {
  return [...new Set(names)].map((name) => {
    const offer = offers.find((each) => each.name === name) ?? unlisted(offers, name);
    if (offer === undefined) {
      const there = [...besides, ...offers.map((each) => each.name)];
      throw noSuchProgram(directory, name, there, asideOf(offers));
    }
    if (offer.obstacle !== undefined) {
      throw new FailureError({
        code: 'usage',
        ...offerNotReady({ name, obstacle: offer.obstacle, remedies: remediesOf([offer]) }),
        place: { file: directory },
      });
    }
    return offer;
  });
}

function unlisted(offers: readonly Offer[], name: string): Offer | undefined {
  const like = offers.find(({ mayMakeMore }) => mayMakeMore === true);
  if (like === undefined) return undefined;
  const { kind, why, note } = like;
  const program = kindAt(kind).named?.(like.program, name);
  if (program === undefined) return undefined;
  return {
    ...{ kind, name, why, program },
    ...(note === undefined ? {} : { note }),
  };
}

/** Why a folder with several offers, or with none that is ready, is not profiled: the list, and how to choose. */
export function undecided(directory: string, offers: readonly Offer[]): FailureError {
  const ready = offers.filter(isReady);
  const place = { file: directory };
  const refused = (words: Pick<Failure, 'message' | 'hint' | 'remedies'>): FailureError =>
    new FailureError({ code: 'program-unclear', ...words, place });
  const waiting = offers.filter((offer) => !isReady(offer));
  const remedies = remediesOf(waiting);
  const waitingWords = waiting.map(({ name, obstacle = '' }) => ({ name, text: obstacle }));
  const readyWords = ready.map(({ name, why }) => ({ name, text: why }));
  if (ready.length === 0) {
    return refused(noOfferReady({ directory, waiting: waitingWords, remedies }));
  }
  const areGuesses = ready.every((offer) => isGuess(offer, offers));
  if (areGuesses || ready.every((offer) => isSecondBest(offer, offers))) {
    return refused(
      ownBuildUnknown({
        ...{ directory, waiting: waitingWords, ready: readyWords },
        ...{ areGuesses, remedies },
      }),
    );
  }
  const byMake = madeByMake(offers);
  const aside = asideOf(offers);
  return refused(
    severalPrograms({
      ...{ directory, configPath: join(directory, CONFIG_FILE), ready: readyWords },
      mayMakeMore: offers.some(({ mayMakeMore }) => mayMakeMore === true),
      asides: [
        ...(byMake === undefined ? [] : [alsoBuiltByMake()]),
        ...(aside === undefined ? [] : [aside]),
      ],
      remedies: byMake === undefined ? [] : [{ kind: 'record', command: byMake }],
    }),
  );
}

function remediesOf(offers: readonly Offer[]): readonly Remedy[] {
  return offers.flatMap(({ remedies = [] }) => remedies);
}

function asideOf(offers: readonly Offer[]): string | undefined {
  return offers.find(({ aside }) => aside !== undefined)?.aside;
}

/** Of a folder that make can build too, as where it was configured by autotools beside its CMakeLists.txt. */
function madeByMake(offers: readonly Offer[]): readonly string[] | undefined {
  return offers.map(({ toWatch }) => toWatch).find((words) => words?.[0] === 'make');
}

/** What was found at a place of the text that nobody wrote is said without the place. */
function unwritten(
  directory: string,
  failure: FailureError['failure'],
  finding: { readonly message: string },
  file: string,
): FailureError {
  if (failure.place?.file !== file) return new FailureError(failure);
  return new FailureError({
    ...failure,
    message: `${shown(directory)}: ${finding.message}`,
    place: { file: directory },
  });
}
