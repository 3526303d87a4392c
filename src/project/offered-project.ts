// A project made of what a folder offers, without a configuration: as if retarget.json named it.
import { join } from 'node:path';
import { FailureError } from '../model/failure.ts';
import type { Warning } from '../model/run.ts';
import { configPrograms } from './config-file.ts';
import { CONFIG_FILE } from '../config/config-schema.ts';
import { configText } from './config-text.ts';
import { isGuess, isReady, isSecondBest } from './find-offers.ts';
import { quoteCommand } from '../flags/command-line.ts';
import { FindingCollector } from '../config/findings.ts';
import { parseJsonDocument } from '../config/json-document.ts';
import { kindAt } from './kinds.ts';
import { noSuchProgram } from './named-programs.ts';
import type { Offer } from '../kinds/offer.ts';
import type { Project } from './project.ts';
import { shown } from '../text/shown.ts';

const MOST_LISTED = 20;

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
        message: `${shown(name)} cannot be profiled yet.`,
        hint: offer.obstacle,
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
  if (ready.length === 0) {
    return new FailureError({
      code: 'program-unclear',
      message: `Nothing in ${shown(directory)} can be profiled yet.`,
      hint: listed(offers, ({ name, obstacle }) => `${shown(name)}: ${obstacle ?? ''}`),
      place,
    });
  }
  const areGuesses = ready.every((offer) => isGuess(offer, offers));
  if (areGuesses || ready.every((offer) => isSecondBest(offer, offers))) {
    const waiting = offers.filter((offer) => !isReady(offer));
    const instead = areGuesses ? 'plain sources with default flags' : 'another program';
    return new FailureError({
      code: 'program-unclear',
      message: `${shown(directory)} has its own build, and Retarget does not know yet what that makes.`,
      hint: `${listed(waiting, ({ name, obstacle }) => `${shown(name)}: ${obstacle ?? ''}`)}\nOr use --program NAME to choose ${instead}:\n${listed(ready, ({ name, why }) => `  ${shown(name)}: ${why}`)}`,
      place,
    });
  }
  return new FailureError({
    code: 'program-unclear',
    message: `${shown(directory)} has ${ready.length} programs; choose which to profile.`,
    hint: `Use --program NAME, once for each program, or list them in ${shown(join(directory, CONFIG_FILE))}. Programs:\n${listed(ready, ({ name, why }) => `  ${shown(name)}: ${why}`)}${moreMade(offers)}${otherBuild(offers)}${asideLine(offers)}`,
    place,
  });
}

function asideOf(offers: readonly Offer[]): string | undefined {
  return offers.find(({ aside }) => aside !== undefined)?.aside;
}

function asideLine(offers: readonly Offer[]): string {
  const aside = asideOf(offers);
  return aside === undefined ? '' : `\n${aside}`;
}

function moreMade(offers: readonly Offer[]): string {
  return offers.some(({ mayMakeMore }) => mayMakeMore === true)
    ? '\nThe build may make other programs too, which CMake lists once it is configured. --program accepts their names.'
    : '';
}

/** Of a folder that make can build too, as where it was configured by autotools beside its CMakeLists.txt. */
function otherBuild(offers: readonly Offer[]): string {
  const command = offers.map(({ toWatch }) => toWatch).find((words) => words?.[0] === 'make');
  if (command === undefined) return '';
  return `\nIf you build it with make, watch that build instead: ${quoteCommand(['retarget', 'record', '--', ...command])}`;
}

function listed(offers: readonly Offer[], line: (offer: Offer) => string): string {
  const lines = offers.slice(0, MOST_LISTED).map(line);
  const more = offers.length - lines.length;
  return [...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n');
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
