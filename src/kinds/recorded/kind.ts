// Recorded builds: executables of any build that Retarget has watched, or can.
import { within } from '../../config/inputs.ts';
import type { Kind } from '../kind.ts';
import { foreseenSources } from './foreseen-sources.ts';
import { recordOffers } from './record-offers.ts';
import { recordParts } from './record-parts.ts';
import { optimise, useItsFlags } from './messages/build.ts';

export const RECORDED: Kind<'record'> = {
  key: 'record',
  says: 'all',
  accepts: ['withoutFlags'],
  files: [
    ...['Makefile', 'GNUmakefile', 'makefile', 'Makefile.am', 'configure', 'configure.ac'],
    ...['build.ninja', 'meson.build'],
  ],
  offers: recordOffers,
  parts: (context, written) => recordParts(within(context, 'record'), written),
  prepare: async (preparation, context) =>
    (await import('./prepare-record.ts')).prepareRecord(preparation, context),
  foresees: foreseenSources,
  isSame: (written, offered) => written.record?.executable === offered.record?.executable,
  advice: {
    optimise: optimise(),
    ownBuild: async (directory) => {
      const [recordable] = await recordOffers(directory).catch(() => []);
      const command = recordable?.program.record?.command;
      if (recordable === undefined || command === undefined) return undefined;
      return {
        why: recordable.why,
        advice: useItsFlags(),
        remedies: [{ kind: 'record', command }],
      };
    },
  },
};
