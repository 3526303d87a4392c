import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { prepareProgram } from '../../../src/project/prepare-program.ts';
import { failureFrom } from '../../project/temporary-folder.ts';
import {
  CmakeProject,
  benchmarkNames,
  hasCmake,
  hasMake,
  hasNinja,
  sourcesOf,
  unitOf,
} from './cmake-project.ts';

const project = new CmakeProject();

const LISTS = `
cmake_minimum_required(VERSION 3.16)
project(demo C)
add_executable(maker maker.c)
add_custom_command(OUTPUT made.c COMMAND maker \${CMAKE_CURRENT_SOURCE_DIR}/made.in made.c DEPENDS made.in)
add_custom_command(OUTPUT made.h COMMAND \${CMAKE_COMMAND} -E touch made.h)
add_custom_target(headers DEPENDS made.h)
add_executable(app main.c \${CMAKE_CURRENT_BINARY_DIR}/made.c)
add_dependencies(app headers)
add_executable(plain plain.c)
`;

describe.skipIf(!hasCmake || !hasNinja)('a CMake project that was never configured', () => {
  beforeEach(async () => {
    await project.files({
      'CMakeLists.txt': LISTS,
      'main.c': 'int made(void); int main(void) { return made(); }\n',
      'plain.c': 'int main(void) { return 0; }\n',
      'made.in': 'int made(void) { return 0; }\n',
      'maker.c': `#include <stdio.h>
int main(int argc, char **argv) {
  FILE *in = fopen(argv[1], "r"), *out = fopen(argv[2], "w");
  for (int c; argc == 3 && (c = getc(in)) != EOF;) putc(c, out);
  return fclose(out);
}
`,
    });
  });

  it('runs nothing and writes nothing while it is only loaded', async () => {
    const { program } = await project.load({ target: 'plain' });
    expect(program).not.toHaveProperty('units');
    expect(program).toMatchObject({
      preparation: { kind: 'cmake', source: project.path, target: 'plain' },
    });
    expect(readdirSync(project.path)).not.toContain('.retarget');
  });

  it('is configured as Release in a folder of ours, and not again', async () => {
    const first = await project.executable({ target: 'plain' });
    expect(first.steps).toHaveLength(1);
    expect(first.program.preparation).toBeUndefined();
    expect(sourcesOf(first.program.units, project.path)).toEqual(['plain.c']);
    expect(unitOf(first.program.units, 'plain.c').flags).toContain('-O3');
    expect(benchmarkNames(first.program.benchmarks)).toEqual(['default']);
    expect(await readFile(join(project.path, '.retarget/.gitignore'), 'utf8')).toBe('*\n');
    const again = await project.executable({ target: 'plain' });
    expect(again.steps).toEqual([]);
    expect(again.program.units).toEqual(first.program.units);
  });

  it('is configured again once its CMakeLists.txt changed', async () => {
    await project.executable({ target: 'plain' });
    const { mtimeMs } = statSync(join(project.path, 'CMakeLists.txt'));
    await project.write(
      'CMakeLists.txt',
      `${LISTS}\ntarget_compile_definitions(plain PRIVATE NEW)\n`,
    );
    expect(statSync(join(project.path, 'CMakeLists.txt')).mtimeMs).toBeGreaterThan(mtimeMs);
    const { program, steps } = await project.executable({ target: 'plain' });
    expect(steps).toHaveLength(1);
    expect(unitOf(program.units, 'plain.c').flags).toContain('-DNEW');
  });

  it('makes generated sources there, and makes them anew when what they are made of changed', async () => {
    const { program, steps } = await project.executable({ target: 'app' });
    expect(steps).toEqual([
      expect.stringContaining('configuring'),
      expect.stringContaining('generating'),
    ]);
    const made = unitOf(program.units, 'made.c').source;
    expect(await readFile(made, 'utf8')).toContain('return 0');
    expect(existsSync(join(made, '../made.h'))).toBe(true);
    // Only what is needed to generate was built, not the program itself.
    expect(existsSync(join(made, '../app'))).toBe(false);
    // Within one tick of the file system's clock the build tool takes it for the older one.
    await setTimeout(50);
    await project.write('made.in', 'int made(void) { return 1; }\n');
    await project.executable({ target: 'app' });
    expect(await readFile(made, 'utf8')).toContain('return 1');
  });

  it.each([
    ['an object library', ''],
    [
      'an object library that is a unity build',
      'set_target_properties(c PROPERTIES UNITY_BUILD ON)',
    ],
  ])("makes the generated header of %s by the project's own tool", async (_, more) => {
    await project.files({
      'CMakeLists.txt': `
cmake_minimum_required(VERSION 3.16)
project(g C)
add_executable(mk mk.c)
add_custom_command(OUTPUT \${CMAKE_CURRENT_BINARY_DIR}/tab.h COMMAND mk \${CMAKE_CURRENT_BINARY_DIR}/tab.h DEPENDS mk)
include_directories(\${CMAKE_CURRENT_BINARY_DIR})
add_library(c OBJECT k.c \${CMAKE_CURRENT_BINARY_DIR}/tab.h)
${more}
add_executable(g m.c)
target_link_libraries(g c)
`,
      'mk.c':
        '#include <stdio.h>\nint main(int n, char **v) { FILE *f = fopen(v[n - 1], "w"); fputs("#define TAB 7\\n", f); return fclose(f); }\n',
      'k.c': '#include "tab.h"\nint k(void) { return TAB; }\n',
      'm.c': 'int k(void);\nint main(void) { return k() != 7; }\n',
    });
    const { program } = await project.executable({ target: 'g' });
    const header = join(project.path, '.retarget', 'cmake', 'Release', 'tab.h');
    expect(await readFile(header, 'utf8')).toBe('#define TAB 7\n');
    expect(program.units).toHaveLength(2);
  });

  it.skipIf(!hasMake)('makes generated sources with Makefiles too', async () => {
    process.env.CMAKE_GENERATOR = 'Unix Makefiles';
    try {
      const { program } = await project.executable({ target: 'app' });
      expect(existsSync(unitOf(program.units, 'made.c').source)).toBe(true);
    } finally {
      delete process.env.CMAKE_GENERATOR;
    }
  });

  it('leaves out what CMake itself has written when it configured, which no build tool makes', async () => {
    await project.write(
      'CMakeLists.txt',
      `${LISTS}
file(GENERATE OUTPUT \${CMAKE_BINARY_DIR}/told.c CONTENT "int told(void) { return 8; }\\n")
file(GENERATE OUTPUT \${CMAKE_BINARY_DIR}/told.h CONTENT "int told(void);\\n")
add_executable(told plain.c \${CMAKE_BINARY_DIR}/told.c \${CMAKE_BINARY_DIR}/told.h)
add_executable(both main.c made.c \${CMAKE_BINARY_DIR}/told.c)
`,
    );
    const told = await project.executable({ target: 'told' });
    expect(told.steps).toEqual([expect.stringContaining('configuring')]);
    expect(existsSync(unitOf(told.program.units, 'told.c').source)).toBe(true);
    const { units } = (await project.executable({ target: 'both' })).program;
    expect(existsSync(unitOf(units, 'made.c').source)).toBe(true);
  });

  it("in the user's folder names what is not generated yet, and the command that makes it", async () => {
    const build = project.configure('build', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release');
    const failure = await failureFrom(project.load({ target: 'app' }));
    expect(failure).toMatchObject({ code: 'input-missing' });
    expect(failure.message).toContain(join(build, 'made.c'));
    expect(failure.message).toContain(join(build, 'made.h'));
    expect(failure.hint).toContain(`cmake --build ${build} --target app`);
    expect((await project.executable({ target: 'plain' })).program.units).toHaveLength(1);
    project.cmake('--build', build, '--target', 'app');
    const { program, steps } = await project.executable({ target: 'app' });
    expect(sourcesOf(program.units, project.path)).toEqual(['main.c', 'build/made.c']);
    expect(steps).toEqual([]);
  });

  it("asks CMake again in the user's folder where it never answered, and leaves its settings alone", async () => {
    project.configureByHand('build', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=MinSizeRel');
    const { program, steps } = await project.executable({ target: 'plain' });
    expect(steps).toHaveLength(1);
    expect(unitOf(program.units, 'plain.c').flags).toContain('-Os');
    expect(readdirSync(project.path)).not.toContain('.retarget');
  });

  it('makes the folder that "build" names, where it is not there', async () => {
    const { program } = await project.executable({ target: 'plain', build: 'new/one' });
    expect(unitOf(program.units, 'plain.c')).toMatchObject({
      directory: join(project.path, 'new/one'),
      flags: expect.arrayContaining(['-O3']) as unknown,
    });
  });

  it('is configured with the options of retarget.json, and anew with others', async () => {
    const flagsWith = async (...options: readonly string[]): Promise<readonly string[]> => {
      const { program } = await project.executable({ target: 'plain', options });
      return unitOf(program.units, 'plain.c').flags;
    };
    expect(await flagsWith('-DCMAKE_C_FLAGS=-DA')).toContain('-DA');
    expect(await flagsWith('-DCMAKE_C_FLAGS=-DB')).toContain('-DB');
    const plain = await flagsWith();
    expect(plain).not.toContain('-DB');
    expect(plain).toContain('-O3');
    project.configure('build', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release');
    const failure = await failureFrom(flagsWith('-DCMAKE_C_FLAGS=-DA'));
    expect(failure.message).toContain('was configured with other options');
    expect(await flagsWith()).toContain('-O3');
  });

  it('says what CMake says where it fails', async () => {
    await project.write('CMakeLists.txt', `${LISTS}\nmessage(FATAL_ERROR "no such luck")\n`);
    const failure = await failureFrom(project.executable({ target: 'plain' }));
    expect(failure).toMatchObject({ code: 'compile-failed' });
    expect(failure.details).toContain('no such luck');
    expect(failure.message).toMatch(
      /\(exit code 1\)\. Its first error: CMake Error at CMakeLists\.txt:\d+ \(message\): no such luck$/u,
    );
    await project.write('CMakeLists.txt', `${LISTS}\nfind_package(Nowhere REQUIRED)\n`);
    expect((await failureFrom(project.executable({ target: 'plain' }))).message).toMatch(
      /\(find_package\): Could not find a package configuration file provided by "Nowhere" with any of the following names: NowhereConfig\.cmake nowhere-config\.cmake$/u,
    );
    await project.write('CMakeLists.txt', LISTS);
    expect((await project.executable({ target: 'plain' })).program.units).toHaveLength(1);
  });

  it.each([['add_exeutable(plain plain.c)'], ['if(1)'], ['add_executable(late late.c']])(
    'names the place of what nobody can read, not options, where that is %s',
    async (line) => {
      const text = `cmake_minimum_required(VERSION 3.16)\nproject(demo C)\n`;
      await project.write('CMakeLists.txt', `${text}${line}\n`);
      const file = join(project.path, 'CMakeLists.txt');
      const failure = await failureFrom(project.executable({ target: 'plain' }));
      expect(failure.place).toEqual({ file, line: text.split('\n').length });
      expect(failure.hint).toBe(
        `Fix ${file} at line ${failure.place?.line ?? 0}: CMake cannot read it.`,
      );
      expect(failure.hint).not.toContain('options');
    },
  );

  it('shows of a failed configure step what went wrong, without its progress', async () => {
    await project.files({
      'CMakeLists.txt': `${LISTS}message(STATUS "Looking for things\n  of two lines")
message(DEPRECATION "old ways")
message(AUTHOR_WARNING "for developers")
message(WARNING "needs libodd")
execute_process(COMMAND sh -c "echo fatal: no network >&2")
message(FATAL_ERROR "libodd is missing")
`,
    });
    const { details } = await failureFrom(project.executable({ target: 'plain' }));
    expect(details).not.toMatch(/^-- |of two lines|See also|old ways|developers/mu);
    expect(details).toMatch(/^CMake Warning at .*\n {2}needs libodd\n/mu);
    expect(details).toMatch(/^fatal: no network$/mu);
    expect(details).toMatch(/^CMake Error at .*\n {2}libodd is missing/mu);
  });

  it('names the command that fetches a submodule whose folder is empty', async () => {
    await project.files({
      'CMakeLists.txt': `${LISTS}add_subdirectory(third/party)\n`,
      '.gitmodules': '[submodule "p"]\n\tpath = third/party\n\turl = ../party\n',
    });
    mkdirSync(join(project.path, 'third/party'), { recursive: true });
    const failing = { target: 'plain' };
    const hint = 'The Git submodule third/party was not fetched. Run: git submodule update --init';
    expect(await failureFrom(project.executable(failing))).toMatchObject({ hint });
    await project.write('CMakeLists.txt', `${LISTS}add_subdirectory(third/party/inner)\n`);
    expect(await failureFrom(project.executable(failing))).toMatchObject({ hint });
    await project.write('third/party/README', '');
    expect((await failureFrom(project.executable(failing))).hint).not.toContain('submodule');
  });

  it('says what the build says where it cannot generate', async () => {
    await project.write('maker.c', '#error out of order\n');
    const failure = await failureFrom(project.executable({ target: 'app' }));
    expect(failure).toMatchObject({ code: 'compile-failed' });
    expect(failure.details).toContain('out of order');
  });

  it('says which targets there are where it has no such one', async () => {
    const failure = await failureFrom(project.executable({ target: 'plaim' }));
    expect(failure.hint).toContain('Did you mean "plain"?');
  });

  it('serves two programs at once', async () => {
    await project.writeConfig({
      programs: ['plain', 'app'].map((name) => ({ name, cmake: { target: name } })),
    });
    const { loadProject } = await import('../../../src/project/load-project.ts');
    const { programs } = await loadProject(project.path);
    const whole = await Promise.all(
      programs.map((program) =>
        prepareProgram(program, {
          toolchain: project.toolchain,
          signal: new AbortController().signal,
          onStep: () => undefined,
        }),
      ),
    );
    expect(whole.map(({ program }) => program.units.length)).toEqual([1, 2]);
  });

  it('stops at once where it is cancelled, and leaves no process', async () => {
    const marker = join(project.path, 'started');
    await project.write(
      'CMakeLists.txt',
      `cmake_minimum_required(VERSION 3.16)\nproject(slow NONE)\nfile(WRITE "${marker}" "x")\nexecute_process(COMMAND sleep 300)\n`,
    );
    const { program } = await project.load({ target: 'plain' });
    const abort = new AbortController();
    const work = prepareProgram(program, {
      toolchain: project.toolchain,
      signal: abort.signal,
      onStep: () => undefined,
    });
    await expect.poll(() => existsSync(marker), { timeout: 20_000 }).toBe(true);
    abort.abort();
    await expect(work).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    const running = readdirSync('/proc').filter((pid) => {
      try {
        return /^\d+$/u.test(pid) && readCommand(pid).includes(project.path);
      } catch {
        return false;
      }
    });
    expect(running).toEqual([]);
  });
});

function readCommand(pid: string): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
}
