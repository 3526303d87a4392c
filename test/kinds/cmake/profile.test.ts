import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Failure } from '../../../src/model/failure.ts';
import type { Run } from '../../../src/model/run.ts';
import { bundledCommandLine } from '../../cli/retarget.ts';
import { CmakeProject, hasCmake, hasNinja } from './cmake-project.ts';

const retarget = bundledCommandLine();
const project = new CmakeProject();

const LISTS = `
cmake_minimum_required(VERSION 3.16)
project(demo C)
add_library(archive STATIC archive.c)
set_property(TARGET archive PROPERTY POSITION_INDEPENDENT_CODE ON)
add_library(shared SHARED shared.c)
set_target_properties(shared PROPERTIES VERSION 1.2 SOVERSION 1)
target_link_libraries(shared PRIVATE archive)
add_custom_command(OUTPUT made.c COMMAND \${CMAKE_COMMAND} -E copy \${CMAKE_SOURCE_DIR}/made.in made.c DEPENDS made.in)
add_executable(app main.c \${CMAKE_CURRENT_BINARY_DIR}/made.c)
target_precompile_headers(app PRIVATE <stdio.h>)
target_link_libraries(app PRIVATE shared)
`;

const ASKS = `#ifdef __AVX2__
int width(void) { return 32; }
#else
int width(void) { return 16; }
#endif
`;

/** What the program prints of each target. */
async function profiled(): Promise<{ values: Record<string, number>; run: Run; stderr: string }> {
  await project.writeConfig({
    baseline: 'x86-64',
    targets: ['x86-64-v3'],
    budget: 1,
    programs: [
      {
        name: 'app',
        cmake: { target: 'app' },
        benchmarks: [
          {
            name: 'width',
            metric: { pattern: 'value (\\d+)', better: 'higher' },
            check: { output: 'exit-code' },
          },
        ],
      },
    ],
  });
  const { stdout, stderr } = await retarget.run(['profile', project.path, '--json']);
  const run = JSON.parse(stdout) as Run;
  const samples = run.programs[0]?.benchmarks[0]?.samples ?? [];
  const values = Object.fromEntries(
    samples.map(({ variant, value }) => [variant.replace(/\/whole\/own$/u, ''), value ?? NaN]),
  );
  return { values, run, stderr };
}

describe.skipIf(!hasCmake || !hasNinja || process.arch !== 'x64')(
  'a profile of a CMake project',
  () => {
    beforeEach(() =>
      project.files({
        'CMakeLists.txt': LISTS,
        'archive.c': ASKS,
        'shared.c': 'int width(void); int made(void); int shared(void) { return width(); }\n',
        'made.in': 'int made(void) { return 1; }\n',
        'main.c':
          'int shared(void); int made(void); int main(void) { printf("value %d\\n", shared() + made()); return 0; }\n',
      }),
    );

    it('loads one copy of a library that a library from elsewhere needs, too', async () => {
      await project.files({
        'CMakeLists.txt': `
cmake_minimum_required(VERSION 3.16)
project(demo C)
add_library(core SHARED core.c)
set_target_properties(core PROPERTIES VERSION 1.2.3 SOVERSION 1)
add_executable(app main.c)
target_link_libraries(app PRIVATE core "\${CMAKE_SOURCE_DIR}/pre/libpre.so")
set_target_properties(app PROPERTIES BUILD_RPATH "$ORIGIN;\${CMAKE_SOURCE_DIR}/pre")
`,
        'core.c': 'static int count; int next(void) { return ++count; }\n',
        'pre/pre.c': 'int next(void); int pre(void) { return next(); }\n',
        'main.c': `#define _GNU_SOURCE
#include <link.h>
#include <stdio.h>
#include <string.h>
int next(void); int pre(void);
static int isCore(struct dl_phdr_info *info, size_t size, void *count) {
  *(int *)count += strstr(info->dlpi_name, "libcore") != 0;
  return 0;
}
int main(void) {
  int copies = 0;
  dl_iterate_phdr(isCore, &copies);
  printf("value %d\\n", 10 * copies + pre() + next());
  return 0;
}
`,
      });
      const build = project.configure('build', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release');
      project.cmake('--build', build, '--target', 'core');
      const pre = join(project.path, 'pre');
      const flags = ['-shared', '-fPIC', '-o', join(pre, 'libpre.so'), join(pre, 'pre.c')];
      const found = ['-L', build, '-lcore', `-Wl,-rpath,${build}`];
      execFileSync(process.env['CC'] ?? 'cc', [...flags, ...found]);
      expect((await profiled()).values['x86-64']).toBe(13);
    });

    it('from a clean checkout is one command, its libraries built for each target', async () => {
      const { values, run, stderr } = await profiled();
      expect(values).toEqual({ 'x86-64': 17, 'x86-64-v3': 33 });
      expect(stderr).toContain('cmake is configuring');
      const [variant] = run.programs[0]?.variants ?? [];
      expect(variant?.state).toBe('built');
      const again = await profiled();
      expect(again.run.programs[0]?.build?.stepsRun).toBe(0);
    });

    it("beside a build of the user's own runs the targets' libraries, never that build's", async () => {
      const build = project.configure('build', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release');
      project.cmake('--build', build);
      // What the user built last says otherwise.
      await project.write('archive.c', ASKS.replace('32', '64').replace('16', '8'));
      const { values, stderr } = await profiled();
      expect(values).toEqual({ 'x86-64': 9, 'x86-64-v3': 65 });
      expect(stderr).not.toContain('cmake is');
    });

    it('of a build that fails says where, and why', async () => {
      await project.write('made.in', 'int made(void) { return nothing; }\n');
      const { run } = await profiled();
      const failure = run.programs[0]?.failure;
      expect(failure).toMatchObject({ code: 'compile-failed' });
      expect(failure?.place?.file).toBe(join(project.path, '.retarget/cmake/Release/made.c'));
    });

    it('of a test that lacks what another step of the build puts there says how to make it', async () => {
      await project.files({
        'CMakeLists.txt': `${LISTS}
add_executable(reads reads.c)
add_custom_command(TARGET reads POST_BUILD COMMAND \${CMAKE_COMMAND} -E copy \${CMAKE_SOURCE_DIR}/made.in there)
enable_testing()
add_test(NAME there COMMAND reads there)
`,
        'reads.c':
          '#include <stdio.h>\nint main(int n, char **v) { return fopen(v[n - 1], "r") == NULL; }\n',
      });
      const targets = ['--targets', 'x86-64', '--budget', '1', '--json'];
      const failure = async (): Promise<Failure | undefined> => {
        await project.writeConfig({ programs: [{ name: 'it', cmake: { target: 'reads' } }] });
        const { stdout } = await retarget.run(['profile', project.path, ...targets]);
        const [benchmark] = (JSON.parse(stdout) as Run).programs[0]?.benchmarks ?? [];
        return benchmark?.failure;
      };
      const build = join(project.path, '.retarget/cmake/Release');
      const hint = (await failure())?.hint;
      expect(hint).toContain('(POST_BUILD)');
      expect(hint).toContain(`\`cmake --build ${build}\``);
      project.cmake('--build', build);
      expect(await failure()).toBeUndefined();
    });
  },
);
