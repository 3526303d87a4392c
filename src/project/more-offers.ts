// What a folder offers besides the programs that its retarget.json names already.
import { join } from 'node:path';
import { writtenPrograms } from './config-file.ts';
import { CONFIG_FILE } from '../config/config-schema.ts';
import type { ConfigProgram } from '../config/config-schema.ts';
import { isGuess, isReady } from './find-offers.ts';
import { kindAt } from './kinds.ts';
import type { Offer } from '../kinds/offer.ts';

/** Those that can be added as they are: no guesses. None where the configuration has to be mended first. */
export async function moreOffers(
  directory: string,
  offers: readonly Offer[],
): Promise<readonly Offer[]> {
  const written = await writtenPrograms(join(directory, CONFIG_FILE)).catch(() => undefined);
  if (written === undefined) return [];
  return offers.filter(
    (offer) =>
      isReady(offer) &&
      !isGuess(offer, offers) &&
      !written.some((program) => program.name === offer.name || isOf(program, offer)),
  );
}

function isOf(written: ConfigProgram, { kind, program }: Offer): boolean {
  return written[kind] !== undefined && kindAt(kind).isSame(written, program);
}
