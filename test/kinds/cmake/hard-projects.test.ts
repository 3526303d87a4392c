// Projects with all that makes a build hard, configured by the real CMake, built for two targets and run.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildProgram, type BuiltProgram } from '../../../src/build/build-program.ts';
import type { PreparedProgram } from '../../../src/model/program.ts';
import { BuildPlace, targets } from '../../build/build-place.ts';
import { cmakeOffers } from '../../../src/kinds/cmake/cmake-offers.ts';
import { failureFrom } from '../../project/temporary-folder.ts';
import { CmakeProject, hasCmake, hasMake, hasNinja } from './cmake-project.ts';
import { prepared } from '../../project/prepared.ts';

const project = new CmakeProject();
const place = new BuildPlace('hard');

const SAYS = `#ifdef __AVX2__
#define WIDTH "wide"
#else
#define WIDTH "narrow"
#endif
`;

/** A linker script stands for a library; a version script hides; the library is found beside the executable. */
const LISTS = `
cmake_minimum_required(VERSION 3.16)
project(hard C ASM)
set(CMAKE_C_USE_RESPONSE_FILE_FOR_INCLUDES ON)
set(CMAKE_C_USE_RESPONSE_FILE_FOR_OBJECTS ON)
set(CMAKE_C_USE_RESPONSE_FILE_FOR_LIBRARIES ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
add_compile_options(-march=x86-64-v2)
file(GENERATE OUTPUT \${CMAKE_BINARY_DIR}/lib/libgroup.a CONTENT "/* GNU ld script */ GROUP ( -lm )\\n")
add_library(shared SHARED shared.c)
target_link_options(shared PRIVATE -Wl,--version-script=\${CMAKE_SOURCE_DIR}/shared.map)
add_executable(app main.c one.c two.c fast.S)
set_target_properties(app PROPERTIES UNITY_BUILD ON INTERPROCEDURAL_OPTIMIZATION ON BUILD_RPATH "$ORIGIN/lib")
set_source_files_properties(main.c PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
target_precompile_headers(app PRIVATE <stdio.h> says.h)
target_compile_options(app PRIVATE $<$<COMPILE_LANGUAGE:C>:-include> $<$<COMPILE_LANGUAGE:C>:\${CMAKE_SOURCE_DIR}/forced.h>)
target_include_directories(app PRIVATE "a folder")
target_link_directories(app PRIVATE \${CMAKE_BINARY_DIR}/lib)
target_link_libraries(app PRIVATE shared group)
`;

const FILES = {
  'CMakeLists.txt': LISTS,
  'says.h': SAYS,
  'forced.h': '#define FORCED "forced"\n',
  'a folder/spaced.h': '#include <math.h>\n',
  'shared.c': `${SAYS}const char *shared(void) { return WIDTH; }\n`,
  'shared.map': '{ global: shared; local: *; };\n',
  'one.c': 'static int count = 1;\nint one(void) { return count; }\n',
  'two.c': 'int two(void) { return 2 * count; }\n',
  'fast.S':
    '.globl three\n.type three,@function\nthree:\n movl $3, %eax\n ret\n.section .note.GNU-stack,"",@progbits\n',
  'main.c': `#include <spaced.h>
int one(void); int two(void); int three(void); const char *shared(void);
int main(int n, char **v) {
  printf("%s %s %s %d %g\\n", WIDTH, shared(), FORCED, one() + two() + three(), floor(sqrt(n + 3.0)));
  return 0;
}
`,
};

function build(program: PreparedProgram): Promise<BuiltProgram> {
  return buildProgram(program, targets('x86-64', 'x86-64-v3'), place.options());
}

describe.skipIf(!hasCmake)('a project', () => {
  it.skipIf(!hasNinja).each(['Ninja', 'Unix Makefiles'])(
    'with unity sources, a precompiled and a forced header, response files, LTO, -march, assembly, linker scripts and $ORIGIN, of %s',
    async (generator) => {
      if (generator === 'Unix Makefiles' && !hasMake) return;
      await project.files(FILES);
      project.configure('build', '-G', generator, '-DCMAKE_BUILD_TYPE=Release');
      const { program } = await project.executable({ target: 'app' });
      const built = await build(program);
      expect(built.failure).toBeUndefined();
      expect(await place.output(built, 0)).toBe('narrow narrow forced 6 2\n');
      expect(await place.output(built, 1)).toBe('wide wide forced 6 2\n');
      const removed = built.facts.removedFlags.map(({ flag }) => flag);
      expect(removed).toContain('-march=x86-64-v2');
      expect(removed.some((flag) => flag.startsWith('-flto'))).toBe(true);
    },
  );

  it.skipIf(!hasNinja)(
    'whose sources have to be generated first names each of them once, also where two targets share it',
    async () => {
      await project.files({
        'CMakeLists.txt': `
cmake_minimum_required(VERSION 3.16)
project(demo C)
add_custom_command(OUTPUT gen/table.h COMMAND \${CMAKE_COMMAND} -E make_directory gen
  COMMAND \${CMAKE_COMMAND} -E copy \${CMAKE_SOURCE_DIR}/table.in gen/table.h DEPENDS table.in)
add_custom_target(table DEPENDS gen/table.h)
add_library(part STATIC part.c \${CMAKE_BINARY_DIR}/gen/table.h)
add_dependencies(part table)
target_include_directories(part PUBLIC \${CMAKE_BINARY_DIR}/gen)
add_executable(app main.c \${CMAKE_BINARY_DIR}/gen/table.h)
target_link_libraries(app PRIVATE part)
`,
        'table.in': '#define N 7\n',
        'part.c': '#include "table.h"\nint part(void) { return N; }\n',
        'main.c':
          '#include <stdio.h>\n#include "table.h"\nint part(void);\nint main(void) { printf("%d\\n", part() + N); return 0; }\n',
      });
      const folder = project.configure('build', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release');
      const [offer] = await cmakeOffers(project.path);
      expect(offer?.obstacle).toMatch(/^Not generated yet: gen\/table\.h\. Build/u);
      const failure = await failureFrom(project.load({ target: 'app' }));
      expect(failure).toMatchObject({ code: 'input-missing' });
      expect(failure.message.match(/gen\/table\.h/gu)).toHaveLength(1);
      expect(failure.hint).toContain(`cmake --build ${folder} --target app`);
      project.cmake('--build', folder);
      const whole = await build(prepared((await project.load({ target: 'app' })).program));
      expect(await place.output(whole)).toBe('14\n');
      await rm(join(folder, 'gen/table.h'));
      expect(await failureFrom(project.load({ target: 'app' }))).toMatchObject({
        code: 'input-missing',
      });
    },
  );
});
