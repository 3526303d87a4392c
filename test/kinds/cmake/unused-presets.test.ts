import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { cmakeOffers } from '../../../src/kinds/cmake/cmake-offers.ts';
import { loadProject } from '../../../src/project/load-project.ts';
import { failureFrom } from '../../project/temporary-folder.ts';
import { CmakeProject, hasCmake, hasNinja } from './cmake-project.ts';

const project = new CmakeProject();

const SENTENCE =
  "CMakePresets.json has the presets dev and rel, but Retarget's own build folder does not use them. To use one, run `cmake --preset rel`. Retarget then uses that preset's folder.";

beforeEach(() =>
  project.files({
    'CMakeLists.txt': `
cmake_minimum_required(VERSION 3.19)
project(demo C)
add_executable(app main.c)
add_executable(other main.c)
option(WITH_FAST "More" OFF)
if(WITH_FAST)
  add_executable(extra main.c)
endif()
`,
    'main.c': 'int main(void) { return 0; }\n',
    'CMakePresets.json': JSON.stringify({
      version: 3,
      configurePresets: [
        {
          name: 'base',
          hidden: true,
          generator: 'Ninja',
          binaryDir: '${sourceDir}/out/${presetName}',
        },
        { name: 'dev', inherits: 'base', cacheVariables: { CMAKE_BUILD_TYPE: 'Debug' } },
        {
          name: 'rel',
          inherits: 'base',
          cacheVariables: {
            CMAKE_BUILD_TYPE: { type: 'STRING', value: 'Release' },
            WITH_FAST: 'ON',
          },
        },
      ],
    }),
  }),
);

describe('presets that Retarget does not use in its own build folder', () => {
  it('are told where programs are listed, and with each offer', async () => {
    const failure = await failureFrom(loadProject(project.path));
    expect(failure.hint).toContain(SENTENCE);
    const [offer] = await cmakeOffers(project.path);
    expect(offer?.note).toContain(SENTENCE);
  });

  it.skipIf(!hasCmake || !hasNinja)(
    'are told in the run and with a name that is not there, until one of them is configured',
    async () => {
      const { warnings } = await project.executable({ target: 'app' });
      expect(warnings).toContainEqual({
        ...{ code: 'unused-presets', message: SENTENCE, program: 'it' },
      });
      const missing = await failureFrom(project.executable({ target: 'extra' }));
      expect(missing.hint).toContain(SENTENCE);
      await rm(join(project.path, 'retarget.json'));
      const unnamed = await failureFrom(loadProject(project.path, { programs: ['extra'] }));
      expect(unnamed).toMatchObject({ code: 'usage' });
      expect(unnamed.hint).toContain(SENTENCE);

      // What the sentence says of the folder has to be so.
      project.cmake('-S', project.path, '--preset', 'rel');
      const taken = await project.executable({ target: 'extra' });
      expect(taken.warnings.map(({ code }) => code)).not.toContain('unused-presets');
      expect(taken.program.link.directory).toContain('out/rel');
      const offers = await cmakeOffers(project.path);
      expect(offers.map(({ name }) => name)).toContain('extra');
      expect(JSON.stringify(offers)).not.toContain('does not use');
    },
  );

  it('are no way out where options are given, since a folder of the user takes none', async () => {
    const [offer] = await cmakeOffers(project.path, ['-DWITH_FAST=ON']);
    expect(offer?.note).toMatch(
      /the presets dev and rel, but Retarget's own build folder does not use them\.$/u,
    );
  });

  it('that only one machine knows are told by the name of their file', async () => {
    await rm(join(project.path, 'CMakePresets.json'));
    await project.write(
      'CMakeUserPresets.json',
      JSON.stringify({
        version: 3,
        configurePresets: [{ name: 'my own', binaryDir: '$penv{RETARGET_NO_SUCH_VARIABLE}' }],
      }),
    );
    const [offer] = await cmakeOffers(project.path);
    expect(offer?.aside).toBe(
      'CMakeUserPresets.json has the preset "my own", but Retarget\'s own build folder does not use it. To use it, run `cmake --preset \'my own\'`, and set "build" next to "target" in retarget.json to its folder.',
    );
  });

  it('are nothing to speak of where all are hidden', async () => {
    await project.write(
      'CMakePresets.json',
      JSON.stringify({ version: 3, configurePresets: [{ name: 'base', hidden: true }] }),
    );
    expect((await failureFrom(loadProject(project.path))).hint).not.toContain('preset');
  });
});
