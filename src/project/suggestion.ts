// The retarget.json that a folder suggests, to be trimmed and completed by who knows the project.
import { basename, dirname, relative } from 'node:path';
import type { ConfigProgram } from '../config/config-schema.ts';
import { newConfigText } from './config-text.ts';
import { isGuess, isReady } from './find-offers.ts';
import { kindAt } from './kinds.ts';
import type { Offer } from '../kinds/offer.ts';
import { nameOf, sourcesSketch } from '../kinds/sources/source-offers.ts';

const MOST_PROGRAMS = 3;

/**
 * The text of a retarget.json to begin with: what the folder offers, and a benchmark for each program to fill in. Beside a
 * build of the project's own nothing is guessed: where it is not known yet what that makes, its command is written.
 */
export async function startingConfig(
  directory: string,
  offers: readonly Offer[],
  commands?: string,
): Promise<string> {
  const known = offers.filter((offer) => isReady(offer) && !isGuess(offer, offers));
  if (known.length > 0) return newConfigText(known.slice(0, MOST_PROGRAMS).map(toFillIn));
  if (commands !== undefined) {
    return newConfigText([{ ...commandsProgram(directory, commands), benchmarks: TO_FILL_IN }]);
  }
  const own = offers.find(({ toWatch }) => toWatch) ?? offers.find(isOfTool);
  if (own !== undefined) return newConfigText([{ name: own.name, ...own.program }]);
  return newConfigText([{ ...(await sourcesSketch(directory)), benchmarks: TO_FILL_IN }]);
}

/** A record may know no more than that a build failed. */
function isOfTool({ kind, program }: Offer): boolean {
  return kindAt(kind).says === 'all' && program[kind] !== undefined;
}

const TO_FILL_IN = [{ name: 'default', args: [] }];

/** What a build tool knows may bring its own benchmarks, which a list here would take the place of. */
function toFillIn({ kind, program }: Offer): ConfigProgram {
  const isOwn = kindAt(kind).knowsRuns ?? program.benchmarks !== undefined;
  return isOwn ? program : { ...program, benchmarks: TO_FILL_IN };
}

function commandsProgram(directory: string, file: string): ConfigProgram {
  const folder = relative(directory, dirname(file));
  return {
    name: nameOf(directory),
    compileCommands: folder === '' ? basename(file) : folder,
    link: ['-lm'],
  };
}
