// Options that a CMake project needs, given on the command line: used, kept with the folder, said where they are missing.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { findOffers } from '../../../src/project/find-offers.ts';
import { remedyLines } from '../../../src/report/remedy-words.ts';
import { loadProject } from '../../../src/project/load-project.ts';
import { failureFrom } from '../../project/temporary-folder.ts';
import { CmakeProject, hasCmake, hasNinja } from './cmake-project.ts';

const project = new CmakeProject();
const OPTIONS = ['-DPART_WITH_TOOLS=ON'];

beforeEach(() =>
  project.files({
    'CMakeLists.txt': `
cmake_minimum_required(VERSION 3.16)
project(part C)
option(PART_WITH_TOOLS "Build the tools" OFF)
option(PART_STATIC "Link statically" OFF)
option(PART_TESTS "Build the tests" OFF)
add_library(parts STATIC part.c)
if(PART_WITH_TOOLS)
  add_executable(tool main.c)
  target_link_libraries(tool PRIVATE parts)
endif()
`,
    'main.c': 'int main(void) { return 0; }\n',
    'part.c': 'int part;\n',
  }),
);

it('go with a folder that CMake configures, and with nothing else', async () => {
  const given = { programs: ['switched'], cmakeOptions: OPTIONS };
  const { programs } = await loadProject(project.path, given);
  expect(programs).toMatchObject([{ preparation: { target: 'switched', options: OPTIONS } }]);
  const source = await failureFrom(loadProject(join(project.path, 'main.c'), given));
  expect(source.code).toBe('usage');
  expect(source.message).toContain('-DPART_WITH_TOOLS=ON');
  await rm(join(project.path, 'CMakeLists.txt'));
  expect((await failureFrom(loadProject(project.path, given))).hint).toContain('CMakeLists.txt');
});

it('are taken beside a retarget.json only where it says the same', async () => {
  const write = (options: readonly string[]): Promise<unknown> =>
    project.writeConfig({ programs: [{ name: 'tool', cmake: { target: 'tool', options } }] });
  await write(OPTIONS);
  const { programs } = await loadProject(project.path, { cmakeOptions: OPTIONS });
  expect(programs).toMatchObject([{ preparation: { options: OPTIONS } }]);
  await write([]);
  const failure = await failureFrom(loadProject(project.path, { cmakeOptions: OPTIONS }));
  expect(failure.hint).toContain('"options"');
});

it.skipIf(!hasCmake || !hasNinja)(
  'are named where an executable is missing, and stay with the folder they were given for',
  async () => {
    const missing = await failureFrom(project.executable({ target: 'tool' }));
    expect(missing.hint).toContain('These options are off: PART_WITH_TOOLS, PART_TESTS.');
    expect(remedyLines(missing.remedies ?? [])).toEqual([
      expect.stringContaining('--cmake-option=-DPART_WITH_TOOLS=ON'),
    ]);
    await rm(join(project.path, 'retarget.json'));

    // Nothing of the folder's own is meant but what CMake makes: no guess takes its place.
    expect(await findOffers(project.path, OPTIONS)).toMatchObject([
      { kind: 'cmake', name: 'tool', program: { cmake: { target: 'tool', options: OPTIONS } } },
    ]);
    await project.executable({ target: 'tool', options: OPTIONS });
    await rm(join(project.path, 'retarget.json'));
    const [offer] = await findOffers(project.path);
    expect(offer).toMatchObject({
      name: 'tool',
      why: expect.stringContaining('build folder') as string,
    });
    expect(offer?.program.cmake?.options).toEqual(OPTIONS);
  },
);

it.skipIf(!hasCmake || !hasNinja)("do not change a user's own build folder", async () => {
  const build = project.configure('build', '-G', 'Ninja');
  const failure = await failureFrom(findOffers(project.path, OPTIONS));
  expect(failure.code).toBe('usage');
  expect(failure.hint).toContain(`cmake ${build} -DPART_WITH_TOOLS=ON`);
});

it.skipIf(!hasCmake)(
  'are advised by whole words, and where an executable asks for them',
  async () => {
    await project.files({
      'CMakeLists.txt': `
cmake_minimum_required(VERSION 3.16)
project(part C)
option(P_FILE_MAPPING "map" OFF)
option(P_LATEST_ABI "newest" OFF)
option(P_DEVELOPER_MODE "for developers" OFF)
option(P_MINIMAL "only the library" ON)
option(P_QUICK "no extras" OFF)
option(P_EXTRAS "extras" OFF)
add_library(parts STATIC part.c)
if(NOT P_QUICK AND P_DEVELOPER_MODE)
  add_executable(tool main.c)
endif()
if(NOT P_EXTRAS)
else()
  add_subdirectory(more)
endif()
`,
      'more/CMakeLists.txt': 'add_executable(more ../main.c)\n',
    });
    const { hint } = await failureFrom(project.executable({ target: 'tool' }));
    expect(hint).toContain('off: P_DEVELOPER_MODE, P_EXTRAS. Turn on');
  },
);
