// What a CMake project hands to the linker itself: its own libraries there are built for each target, in their places.
import { beforeEach, describe, expect, it } from 'vitest';
import { CmakeProject, hasCmake, hasNinja, words } from './cmake-project.ts';

const project = new CmakeProject();

const TOLD: readonly (readonly [string, string])[] = [
  ['-L${CMAKE_BINARY_DIR} -Wl,-lx -Wl,-ly', '<libx.a> <liby.a>'],
  ['-Wl,-L,${CMAKE_BINARY_DIR},-Bstatic,-lx,-l,y', '-Wl,-Bstatic <libx.a> <liby.a>'],
  [
    '-Wl,-rpath,.,${CMAKE_BINARY_DIR}/libx.a ${CMAKE_BINARY_DIR}/liby.a',
    '-Wl,-rpath,. <libx.a> <liby.a>',
  ],
  [
    '-Wl,--start-group,${CMAKE_BINARY_DIR}/libx.a,${CMAKE_BINARY_DIR}/liby.a,--end-group',
    '-Wl,--start-group <libx.a> <liby.a> -Wl,--end-group',
  ],
  ['-Xlinker libx.a -Xlinker liby.a', '<libx.a> <liby.a>'],
];

beforeEach(async () => {
  const apps = TOLD.map(
    ([line], at) => `
add_executable(app${at} main.c)
add_dependencies(app${at} x y)
target_link_libraries(app${at} PRIVATE "${line}")`,
  );
  await project.files({
    'CMakeLists.txt': `cmake_minimum_required(VERSION 3.16)
project(told C)
add_library(x STATIC one.c)
add_library(y STATIC two.c)
${apps.join('\n')}
`,
    'main.c': 'int one(void), two(void);\nint main(void) { return one() + two() - 3; }\n',
    'one.c': 'int one(void) { return 1; }\n',
    'two.c': 'int two(void) { return 2; }\n',
  });
});

describe.skipIf(!hasCmake || !hasNinja)(
  'libraries of the project that the linker is told of',
  () => {
    it('are built for each target, however they are named', async () => {
      project.configure('build', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release');
      for (const [at, [, expected]] of TOLD.entries()) {
        const { program, warnings } = await project.executable({ target: `app${at}` });
        expect(words(program.link.flags)).toContain(expected);
        expect(program.libraries?.map(({ name }) => name)).toEqual(['libx.a', 'liby.a']);
        expect(warnings.map(({ code }) => code)).not.toContain('prebuilt-code');
      }
    });
  },
);
