// CMake: executables of a build folder, from the File API's reply in it.
import { join } from 'node:path';
import { kindOf, within } from '../../config/inputs.ts';
import { LISTS_FILE } from '../build-description.ts';
import type { Kind, ToolOptions } from '../kind.ts';
import { cmakeOffers } from './cmake-offers.ts';
import { cmakeParts } from './cmake-parts.ts';
import { foreseenSources } from './foreseen-sources.ts';
import { optimise, optionsNeedProject, optionsNotTaken, ownBuild } from './messages/offers.ts';

export const CMAKE_OPTIONS: ToolOptions = {
  offers: cmakeOffers,
  noProject: optionsNeedProject,
  notTaken: optionsNotTaken,
};

export const CMAKE: Kind<'cmake'> = {
  key: 'cmake',
  says: 'all',
  accepts: ['withoutFlags'],
  files: [LISTS_FILE],
  writesCommands: true,
  knowsRuns: true,
  offers: (directory) => cmakeOffers(directory),
  parts: (context, written) => cmakeParts(within(context, 'cmake'), written),
  prepare: async (preparation, context) =>
    (await import('./prepare-cmake.ts')).prepareCmake(preparation, context),
  foresees: foreseenSources,
  isSame: (written, offered) => written.cmake?.target === offered.cmake?.target,
  named: ({ cmake }, name) => ({ name, cmake: { ...cmake, target: name } }),
  advice: {
    optimise: optimise(),
    ownBuild: async (directory) =>
      (await kindOf(join(directory, LISTS_FILE))) === 'file' ? ownBuild(LISTS_FILE) : undefined,
  },
};
