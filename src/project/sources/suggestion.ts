// The retarget.json that a folder suggests, to be trimmed and completed by who knows the project.
import { basename, dirname, relative } from 'node:path';
import type { ConfigProgram } from '../config/config-schema.ts';
import { newConfigText } from '../config/config-text.ts';
import { findOffers, isReady } from '../find-offers.ts';
import type { Offer } from '../offer.ts';
import { nameOf, sourcesSketch } from './source-offers.ts';

const MOST_PROGRAMS = 3;

/** The text of a retarget.json to begin with: what the folder offers, and a benchmark for each program to fill in. */
export async function startingConfig(directory: string, commands?: string): Promise<string> {
  const ready = (await findOffers(directory)).filter(isReady).slice(0, MOST_PROGRAMS);
  if (ready.length > 0) return newConfigText(ready.map(toFillIn));
  const program =
    commands === undefined ? await sourcesSketch(directory) : commandsProgram(directory, commands);
  return newConfigText([{ ...program, benchmarks: TO_FILL_IN }]);
}

const TO_FILL_IN = [{ name: 'default', args: [] }];

/** What a build tool knows may bring its own benchmarks, which a list here would take the place of. */
function toFillIn({ kind, program }: Offer): ConfigProgram {
  const isOwn = kind === 'cmake' || kind === 'cargo' || program.benchmarks !== undefined;
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
