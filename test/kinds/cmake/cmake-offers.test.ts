import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { cmakeOffers } from '../../../src/kinds/cmake/cmake-offers.ts';
import { findOffers, impliedOffer } from '../../../src/project/find-offers.ts';
import { loadProject } from '../../../src/project/load-project.ts';
import { failureFrom } from '../../project/temporary-folder.ts';
import { CmakeProject, hasCmake, hasNinja } from './cmake-project.ts';

const project = new CmakeProject();
const HEAD = 'cmake_minimum_required(VERSION 3.16)\nproject(demo C)\n';

beforeEach(() =>
  project.files({
    'CMakeLists.txt': `
cmake_minimum_required(VERSION 3.16)
project(demo C)
set(TOOL_NAME tool)
enable_testing()
add_library(part STATIC part.c)
add_executable(\${PROJECT_NAME} main.c)
add_executable(test_part main.c)
add_test(NAME t COMMAND test_part)
# add_executable(commented main.c)
function(later name)
  add_executable(\${name} main.c)
endfunction()
later(hidden)
function(called_after file)
  get_filename_component(stem "\${file}" NAME_WE)
  add_executable("\${stem}" "\${file}")
endfunction()
called_after("./main.c")
add_subdirectory(third_party/theirs)
foreach(each one two)
  add_executable(loop_\${each} main.c)
endforeach()
add_subdirectory(tools)
add_subdirectory(benchmarks)
`,
    'tools/CMakeLists.txt':
      'add_executable(${TOOL_NAME} ../main.c)\nadd_executable(other::alias ALIAS demo)\n',
    'third_party/theirs/CMakeLists.txt': 'add_executable(their_benchmark ../../main.c)\n',
    'benchmarks/CMakeLists.txt': `
add_library(benchmark STATIC ../part.c)
add_executable(speed ../main.c)
target_link_libraries(speed PRIVATE benchmark)
add_custom_command(OUTPUT late.c COMMAND \${CMAKE_COMMAND} -E touch late.c)
add_executable(generated late.c)
`,
    'main.c': 'int main(void) { return 0; }\n',
    'part.c': 'int part;\n',
  }),
);

describe('what CMake offers', () => {
  it('is nothing where there is no CMakeLists.txt', async () => {
    expect(await cmakeOffers(join(project.path, 'nowhere'))).toEqual([]);
  });

  it('before anything is configured, is the executables that CMakeLists.txt name; nothing is written', async () => {
    const before = readdirSync(project.path);
    const offers = await cmakeOffers(project.path);
    expect(offers.map(({ name }) => name)).toEqual([
      'demo',
      'hidden',
      'main',
      'loop_one',
      'loop_two',
      'speed',
      'generated',
      'tool',
      'test_part',
      // What the project only uses comes last.
      'their_benchmark',
    ]);
    expect(offers[0]).toEqual({
      kind: 'cmake',
      name: 'demo',
      why: 'executable of CMakeLists.txt',
      mayMakeMore: true,
      program: { name: 'demo', cmake: { target: 'demo' } },
      note: 'CMake configures the project in .retarget/cmake/Release first, which may take a minute.',
    });
    expect(readdirSync(project.path)).toEqual(before);
  });

  it('before anything is configured, follows every kind of loop', async () => {
    await project.files({
      'CMakeLists.txt': `
project(loops C)
set(names alpha beta)
list(APPEND names gamma)
set(cached one CACHE STRING "text of it")
foreach(each IN ITEMS one two)
  add_executable("\${each}" main.c)
endforeach()
foreach(each IN LISTS names ITEMS last)
  add_executable(in_\${each} main.c)
endforeach()
foreach(each \${names} "semi;colon" \${cached})
  add_executable(of_\${each} main.c)
endforeach()
foreach(each RANGE 8 10)
  add_executable(n\${each} main.c)
endforeach()
foreach(each RANGE 1)
  add_executable(r\${each} main.c)
endforeach()
set(others x y z)
foreach(left right IN ZIP_LISTS names others)
  add_executable(\${left}-\${right} main.c)
endforeach()
foreach(each IN ZIP_LISTS names others)
  add_executable(\${each_1}.\${each_0} main.c)
endforeach()
foreach(file src/first.c src/second.main.c)
  get_filename_component(stem \${file} NAME_WE)
  add_executable(\${stem} \${file})
endforeach()
`,
    });
    const offers = await cmakeOffers(project.path);
    expect(offers.map(({ name }) => name)).toEqual([
      ...['one', 'two', 'in_alpha', 'in_beta', 'in_gamma', 'in_last'],
      ...['of_alpha', 'of_beta', 'of_gamma', 'of_semi', 'of_colon', 'of_one'],
      ...['n8', 'n9', 'n10', 'r0', 'r1', 'alpha-x', 'beta-y', 'gamma-z'],
      ...['x.alpha', 'y.beta', 'z.gamma', 'first', 'second'],
    ]);
  });

  it("offers the project's own programs before those of projects inside of it", async () => {
    await project.files({
      'CMakeLists.txt': `
cmake_minimum_required(VERSION 3.16)
project(top C)
add_subdirectory(lib)
add_subdirectory(examples)
add_subdirectory(own)
add_executable(mine main.c)
add_executable(mine_test main.c)
`,
      'lib/CMakeLists.txt':
        'project(lib C)\nadd_executable(lib_bench ../main.c)\nadd_subdirectory(deep)\n',
      'lib/deep/CMakeLists.txt': 'add_executable(deep ../../main.c)\n',
      'examples/CMakeLists.txt': 'add_executable(show ../main.c)\n',
      'own/CMakeLists.txt': 'add_executable(part ../main.c)\n',
    });
    const names = async (): Promise<string[]> =>
      (await cmakeOffers(project.path)).map(({ name }) => name);
    const expected = ['mine', 'part', 'mine_test', 'show', 'lib_bench', 'deep'];
    expect(await names()).toEqual(expected);
    if (!hasCmake) return;
    project.configure('build', '-DCMAKE_BUILD_TYPE=Release');
    expect(await names()).toEqual(expected);
  });

  it('before anything is configured, takes the name of an executable that only CMake knows at its word', async () => {
    expect((await failureFrom(loadProject(project.path))).hint).toMatch(
      /which are listed once it is configured/u,
    );
    const { programs } = await loadProject(project.path, { programs: ['from_a_macro'] });
    expect(programs).toMatchObject([
      { name: 'from_a_macro', preparation: { kind: 'cmake', target: 'from_a_macro' } },
    ]);
  });

  it.skipIf(!hasCmake || !hasNinja)(
    'of a build folder, is all of its executables, benchmarks first',
    async () => {
      const build = project.configure('build', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release');
      const offers = await cmakeOffers(project.path);
      expect(
        offers.map(({ name, why }) => [name, why.replace(/ in CMake's build folder build$/u, '')]),
      ).toEqual(
        [
          ['speed', 'Google Benchmark executable'],
          ['demo', 'executable'],
          ['hidden', 'executable'],
          ['loop_one', 'executable'],
          ['loop_two', 'executable'],
          ['main', 'executable'],
          // Of folders inside, tools after others.
          ['generated', 'executable'],
          ['tool', 'executable'],
          ['test_part', 'executable with 1 CTest test'],
        ]
          .sort((left, right) => order(left) - order(right))
          .concat([['their_benchmark', 'executable']]),
      );
      const generated = offers.find(({ name }) => name === 'generated');
      expect(generated?.obstacle).toBe(
        `Not generated yet: benchmarks/late.c. Build the project once: cmake --build ${build} --target generated`,
      );
      const { program } = await project.executable({ target: 'speed' });
      expect(program).toMatchObject({
        harness: 'google-benchmark',
        benchmarks: [{ name: 'default' }],
      });
    },
  );

  it.skipIf(!hasCmake || !hasNinja)(
    'of a folder that does not optimise, says so with the command',
    async () => {
      project.configure('build', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Debug');
      const [first] = await cmakeOffers(project.path);
      expect(first?.note).toContain('configured as Debug, which does not optimize');
      expect(first?.note).toContain('-DCMAKE_BUILD_TYPE=Release');
    },
  );

  it.skipIf(!hasCmake || !hasNinja)(
    'of a folder that CMake was not asked about yet, says of what build type it is',
    async () => {
      const notes = async (...options: string[]): Promise<string> => {
        project.configureByHand('build', '-G', 'Ninja', ...options);
        const offers = await cmakeOffers(project.path);
        expect(offers.map(({ note }) => note)).toEqual(offers.map(() => offers[0]?.note));
        return offers[0]?.note ?? '';
      };
      const asked = 'Retarget first asks CMake what it builds in build.';
      expect(await notes('-DCMAKE_BUILD_TYPE=Release')).toBe(asked);
      const debug = await notes('-DCMAKE_BUILD_TYPE=Debug');
      expect(debug).toMatch(
        /^Retarget first asks CMake .* configured as Debug, which does not optimize/u,
      );
      expect(debug).toContain('-DCMAKE_BUILD_TYPE=Release');
      expect(await notes('-UCMAKE_BUILD_TYPE')).toContain('without a build type');
    },
  );

  it.skipIf(!hasCmake || !hasNinja)(
    'of a project that makes none as it is configured, is that, with what may change it',
    async () => {
      await project.write('CMakeLists.txt', `${HEAD}add_library(part STATIC part.c)\n`);
      project.configure('build', '-G', 'Ninja');
      const [only, ...others] = await findOffers(project.path);
      expect(only?.kind).toBe('sources');
      expect(only?.note).toContain('default flags');
      expect(others.map(({ obstacle }) => obstacle)).toEqual([
        expect.stringMatching(/builds no executables.* cmake .*build -DBUILD_BENCHMARKS=ON/u),
      ]);
    },
  );
});

describe.skipIf(!hasCmake || !hasNinja)('a reply that is damaged', () => {
  const damages: readonly (readonly [string, (file: string) => void])[] = [
    ['index', half],
    ['codemodel', half],
    ['codemodel', rmSync],
    ['target-app', half],
    ['target-app', rmSync],
    ['codemodel', emptied],
    ['target-app', emptied],
    ['index', newer],
  ];

  it.each(damages)(
    'in its %s (%o) is said at each offer, and nothing else is taken for it',
    async (start, damage) => {
      await project.write(
        'CMakeLists.txt',
        `${HEAD}set(CMAKE_EXPORT_COMPILE_COMMANDS ON)\nadd_executable(app main.c)\n`,
      );
      const build = project.configure('build', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release');
      const reply = join(build, '.cmake/api/v1/reply');
      damage(join(reply, readdirSync(reply).find((name) => name.startsWith(start)) ?? ''));
      const [offer, ...others] = await cmakeOffers(project.path);
      expect(others).toEqual([]);
      expect(offer?.obstacle).toMatch(/is incomplete|is missing|uses version 3/u);
      expect(offer?.obstacle).toContain(`emove ${reply}`);
      expect(impliedOffer(await findOffers(project.path))).toBeUndefined();
      const failure = await failureFrom(loadProject(project.path));
      expect(failure.code).toBe('program-unclear');
      expect(failure.hint).toContain(offer?.obstacle);
      await rm(join(build, 'compile_commands.json'));
      expect((await failureFrom(loadProject(project.path))).hint).toContain(offer?.obstacle);
    },
  );
});

function half(file: string): void {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.slice(0, text.length / 2));
}

function emptied(file: string): void {
  writeFileSync(file, '');
}

/** As a CMake would write it that knows no codemodel of ours any more. */
function newer(file: string): void {
  const index = JSON.parse(readFileSync(file, 'utf8')) as {
    objects: { version: { major: number } }[];
  };
  for (const { version } of index.objects) version.major = 3;
  writeFileSync(file, JSON.stringify(index));
}

function order([, why]: readonly string[]): number {
  return why?.startsWith('Google') === true ? 0 : why?.includes('CTest') === true ? 2 : 1;
}
