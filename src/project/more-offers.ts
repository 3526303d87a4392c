// What a folder offers besides the programs that its retarget.json names already.
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { writtenPrograms } from './config-file.ts';
import { CONFIG_FILE } from '../config/config-schema.ts';
import type { ConfigProgram } from '../config/config-schema.ts';
import { isGuess, isReady } from './find-offers.ts';
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
      !written.some((program) => program.name === offer.name || isOf(program, offer.program)),
  );
}

/** Whether a program is what is offered, whatever it is called and however else it is measured. */
function isOf(written: ConfigProgram, offered: ConfigProgram): boolean {
  if (offered.sources !== undefined) return mayHold(written.sources, offered.sources);
  if (offered.bitcode !== undefined) return mayHold(written.bitcode, offered.bitcode);
  if (offered.compileCommands !== undefined) {
    return (
      written.compileCommands !== undefined &&
      (written.main === undefined || written.main === offered.main)
    );
  }
  return isDeepStrictEqual(madeBy(written), madeBy(offered));
}

/** Of patterns nobody knows here what they hold. */
function mayHold(written: ConfigProgram['sources'], [main = '']: readonly string[]): boolean {
  return written?.some((file) => file === main || /[*?[{(!]/u.test(file)) === true;
}

/** What a build tool calls it. */
function madeBy({ cmake, cargo, record }: ConfigProgram): readonly unknown[] {
  return [
    cmake?.target,
    record?.executable,
    ...[cargo?.bin, cargo?.example, cargo?.bench, cargo?.package],
  ];
}
