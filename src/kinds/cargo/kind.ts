// Cargo: binaries, examples and benches of packages, built by cargo down to each crate's bitcode.
import { within } from '../../config/inputs.ts';
import type { Kind } from '../kind.ts';
import { cargoOffers } from './cargo-offers.ts';
import { cargoParts } from './cargo-parts.ts';
import { CARGO_FILE } from './manifest.ts';
import { foreseenSources } from './foreseen-sources.ts';
import { optimise } from './messages.ts';
import { nothingToRun } from './nothing-to-run.ts';

export const CARGO: Kind<'cargo'> = {
  key: 'cargo',
  says: 'all',
  accepts: ['withoutFlags'],
  files: [CARGO_FILE],
  knowsRuns: true,
  offers: cargoOffers,
  parts: (context, written) => cargoParts(within(context, 'cargo'), written),
  prepare: async (preparation, context) =>
    (await import('./prepare-cargo.ts')).prepareCargo(preparation, context),
  foresees: foreseenSources,
  isSame: (written, offered) =>
    (['bin', 'example', 'bench', 'package'] as const).every(
      (key) => written.cargo?.[key] === offered.cargo?.[key],
    ),
  advice: {
    optimise: optimise(),
    nothingToRun,
  },
};
