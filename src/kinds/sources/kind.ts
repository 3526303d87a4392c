// Sources and bitcode by themselves: no build says how they are compiled.
import type { Kind } from '../kind.ts';
import { bitcodeUnits, sourceUnits } from './named-units.ts';
import { sourceOffers } from './source-offers.ts';

export const SOURCES: Kind<'sources'> = {
  key: 'sources',
  says: 'nothing',
  accepts: ['flags', 'sharedLibrary', 'driver'],
  offers: sourceOffers,
  parts: async (context, sources, program) => ({
    units: await sourceUnits(context, { ...program, sources }),
    warnings: [],
  }),
  isSame: (written, offered) => mayHold(written.sources, offered.sources),
};

/** `SOURCES` offers it, where a folder holds no source. */
export const BITCODE: Kind<'bitcode'> = {
  key: 'bitcode',
  says: 'nothing',
  accepts: ['flags', 'sharedLibrary', 'driver'],
  parts: async (context, bitcode, program) => ({
    units: await bitcodeUnits(context, { ...program, bitcode }),
    warnings: [],
  }),
  isSame: (written, offered) => mayHold(written.bitcode, offered.bitcode),
};

/** Of patterns nobody knows here what they hold. */
function mayHold(written: readonly string[] = [], [main = '']: readonly string[] = []): boolean {
  return written.some((file) => file === main || /[*?[{(!]/u.test(file));
}
