// Shared libraries of the project: known by whatever version is in their names, and refused where no target of CMake's makes them.
import { describe, expect, it } from 'vitest';
import { FailureError, type Failure } from '../../../src/model/failure.ts';
import type { Run } from '../../../src/model/run.ts';
import { bundledCommandLine } from '../../cli/retarget.ts';
import { remedyLines } from '../../../src/report/remedy-words.ts';
import { CmakeProject, hasCmake, hasNinja, words } from './cmake-project.ts';

const retarget = bundledCommandLine();
const project = new CmakeProject();

const RELEASE = ['-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release'];

/** The system has a library of this name too, of another soname's file. */
const LIBRARY = `#ifdef __AVX2__
const char *zlibVersion(void) { return "value 32"; }
#else
const char *zlibVersion(void) { return "value 16"; }
#endif
`;
const MAIN = `#include <stdio.h>
const char *zlibVersion(void);
int main(void) { puts(zlibVersion()); return 0; }
`;

/** The program and its library, and how the first links the second. */
function lists(version: string, link = 'z'): string {
  return `
cmake_minimum_required(VERSION 3.16)
project(demo C)
add_library(z SHARED z.c)
set_target_properties(z PROPERTIES ${version})
add_executable(app main.c)
add_dependencies(app z)
target_link_directories(app PRIVATE \${CMAKE_BINARY_DIR})
target_link_libraries(app PRIVATE ${link})
`;
}

/** What the program prints of each target. */
async function profiled(cmake: object): Promise<Record<string, number>> {
  const benchmark = {
    name: 'it',
    metric: { pattern: 'value (\\d+)', better: 'higher' },
    check: { output: 'exit-code' },
  };
  await project.writeConfig({ programs: [{ name: 'app', cmake, benchmarks: [benchmark] }] });
  const { stdout } = await retarget.run([
    ...['profile', project.path, '--budget', '1', '--json'],
    ...['--baseline', 'x86-64', '--targets', 'x86-64-v3'],
  ]);
  const [result] = (JSON.parse(stdout) as Run).programs;
  const samples = result?.benchmarks[0]?.samples ?? [];
  return Object.fromEntries(
    samples.map(({ variant, value }) => [variant.replace(/\/whole\/own$/u, ''), value ?? NaN]),
  );
}

async function failureOf(trying: Promise<unknown>): Promise<Failure | undefined> {
  const error: unknown = await trying.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof FailureError ? error.failure : undefined;
}

describe.skipIf(!hasCmake || !hasNinja || process.arch !== 'x64')(
  'a shared library of the project',
  () => {
    it.each([
      ['VERSION 1.3.1.1-motley SOVERSION 1'],
      ['VERSION 1.2.0-rc1 SOVERSION 1'],
      ['VERSION 2024a.beta_2+git SOVERSION beta'],
      ['SOVERSION 5.rc'],
      ['VERSION 1.0-a SUFFIX .so.custom'],
    ])('is measured as each target has it, where its name ends in %s', async (version) => {
      await project.files({ 'CMakeLists.txt': lists(version), 'z.c': LIBRARY, 'main.c': MAIN });
      const both = { 'x86-64': 16, 'x86-64-v3': 32 };
      expect(await profiled({ target: 'app' })).toEqual(both);
      const build = project.configure('build', ...RELEASE);
      project.cmake('--build', build);
      expect(await profiled({ target: 'app' })).toEqual(both);
    });

    it('is known however the link names it, and stays another one than that of a longer name', async () => {
      const version = 'VERSION 1.2.0-rc1 SOVERSION 1';
      await project.files({
        'CMakeLists.txt': `${lists(version, '-l:libz.so.1.2.0-rc1 -l:libz.so.1 far')}
add_library(far SHARED z.c)
set_target_properties(far PROPERTIES PREFIX "" OUTPUT_NAME libz.so SUFFIX .far VERSION 3)
`,
        'z.c': LIBRARY,
        'main.c': MAIN,
      });
      project.configure('build', ...RELEASE);
      const { program } = await project.executable({ target: 'app' });
      expect(words(program.link.flags)).toContain(
        '<libz.so.1.2.0-rc1> <libz.so.1.2.0-rc1> <libz.so.far.3>',
      );
    });

    it('is refused by name where no target of CMake makes it, built or not', async () => {
      const made = `
cmake_minimum_required(VERSION 3.16)
project(demo C)
add_custom_command(OUTPUT other/libz.so
  COMMAND \${CMAKE_COMMAND} -E make_directory other
  COMMAND \${CMAKE_C_COMPILER} -O3 -shared -fPIC \${CMAKE_SOURCE_DIR}/z.c -o other/libz.so)
add_custom_target(make_it DEPENDS \${CMAKE_BINARY_DIR}/other/libz.so)
add_executable(app main.c)
add_dependencies(app make_it)
`;
      await project.files({ 'z.c': LIBRARY, 'main.c': MAIN });
      const words = {
        path: '${CMAKE_BINARY_DIR}/other/libz.so',
        name: '-L${CMAKE_BINARY_DIR}/other -lz',
        handed: '-Wl,${CMAKE_BINARY_DIR}/other/libz.so',
      };
      for (const [how, link] of Object.entries(words)) {
        await project.write(
          'CMakeLists.txt',
          `${made}target_link_libraries(app PRIVATE "${link}")\n`,
        );
        const build = project.configure(`build-${how}`, ...RELEASE);
        for (const isBuilt of [false, true]) {
          if (isBuilt) project.cmake('--build', build, '--target', 'make_it');
          const failure = await failureOf(project.executable({ target: 'app', build }));
          expect(failure?.code).toBe('config-invalid');
          expect(failure?.message).toContain(`other/libz.so in the build folder ${build}`);
          expect(remedyLines(failure?.remedies ?? [])).toEqual([
            expect.stringContaining(`retarget record -- cmake --build ${build} --clean-first`),
          ]);
        }
      }
    });

    it('is said to be the same for every target where it was brought along with the sources', async () => {
      await project.files({
        'CMakeLists.txt': `
cmake_minimum_required(VERSION 3.16)
project(demo C)
add_executable(app main.c)
target_link_libraries(app PRIVATE \${CMAKE_SOURCE_DIR}/vendor/libz.so.1-b)
`,
        ...{ 'main.c': MAIN, 'vendor/libz.so.1-b': '' },
      });
      const build = project.configure('build', ...RELEASE);
      const { warnings } = await project.executable({ target: 'app', build });
      expect(warnings.map(({ code, message }) => [code, message.includes('libz.so.1-b')])).toEqual([
        ['prebuilt-code', true],
      ]);
    });
  },
);
