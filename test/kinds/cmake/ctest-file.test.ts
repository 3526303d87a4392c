import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cmakeCommands } from '../../../src/kinds/cmake/cmake-words.ts';
import { ctestTests } from '../../../src/kinds/cmake/ctest-file.ts';
import { loadProject } from '../../../src/project/load-project.ts';
import { CmakeProject, benchmarkNames, hasCmake, hasNinja } from './cmake-project.ts';

const project = new CmakeProject();

const LISTS = `
cmake_minimum_required(VERSION 3.19)
project(demo C)
enable_testing()
add_executable(app main.c)
set(semi "x\\\\;y")
add_test(NAME plain COMMAND app --quick "two words" "a\\"b" \${semi})
add_test(NAME "odd [name] (1)" COMMAND app)
add_test(NAME there COMMAND app WORKING_DIRECTORY \${CMAKE_SOURCE_DIR}/data)
set_tests_properties(there PROPERTIES ENVIRONMENT "A=1;B=two words;C=x=y" TIMEOUT 7.5)
add_test(NAME fails COMMAND app)
set_tests_properties(fails PROPERTIES WILL_FAIL ON)
add_test(NAME off COMMAND app)
set_tests_properties(off PROPERTIES DISABLED TRUE)
add_test(NAME script COMMAND \${CMAKE_COMMAND} -E true)
add_subdirectory(below)
`;

describe('tests that CTest knows', () => {
  it.skipIf(!hasCmake || !hasNinja).each(['Ninja', 'Ninja Multi-Config'])(
    'are benchmarks of the executable that they run, with %s',
    async (generator) => {
      await project.files({
        'CMakeLists.txt': LISTS,
        'main.c': 'int main(void) { return 0; }\n',
        'data/x': '',
        'below/CMakeLists.txt': 'add_test(NAME below COMMAND app 1)\n',
      });
      const build = project.configure(
        'build',
        '-G',
        generator,
        ...(generator === 'Ninja' ? ['-DCMAKE_BUILD_TYPE=Release'] : []),
      );
      const { program } = await project.executable({ target: 'app' });
      expect(benchmarkNames(program.benchmarks)).toEqual([
        'plain',
        'odd [name] (1)',
        'there',
        'below',
      ]);
      const [plain, , there, below] = program.benchmarks;
      expect(plain).toMatchObject({
        args: expect.arrayContaining(['--quick', 'two words', 'a"b']) as unknown,
        directory: build,
        check: { output: 'exit-code', succeeds: true },
      });
      expect(there).toMatchObject({
        directory: join(project.path, 'data'),
        env: { A: '1', B: 'two words', C: 'x=y' },
        timeLimit: 7500,
      });
      expect(below).toMatchObject({ directory: join(build, 'below'), args: ['1'] });
      // CTest's own list, to hold all of it against.
      const listed = JSON.parse(
        execFileSync('ctest', ['--show-only=json-v1', '-C', 'Release'], {
          cwd: build,
          encoding: 'utf8',
        }),
      ) as { tests: { name: string; command?: string[] }[] };
      const read = await ctestTests(build, 'Release');
      expect(read.map(({ name }) => name).sort()).toEqual(
        listed.tests.map(({ name }) => name).sort(),
      );
      for (const { name, command } of listed.tests) {
        if (command === undefined) continue;
        expect(read.find((test) => test.name === name)?.command.slice(1)).toEqual(command.slice(1));
      }
    },
  );

  it.skipIf(!hasCmake || !hasNinja)(
    'that run it by a shell or a script, or are not wanted, are named in a warning',
    async () => {
      await project.files({
        'CMakeLists.txt': `${LISTS}
add_test(NAME shell COMMAND sh -c "./app --quick | wc -l")
add_test(NAME path COMMAND \${CMAKE_COMMAND} -E time $<TARGET_FILE:app>)
add_test(NAME checked COMMAND sh \${CMAKE_SOURCE_DIR}/check.sh)
add_test(NAME elsewhere COMMAND sh \${CMAKE_SOURCE_DIR}/else.sh)
`,
        'main.c': 'int main(void) { return 0; }\n',
        ...{ 'data/x': '', 'below/CMakeLists.txt': '' },
        'check.sh': '#!/bin/sh\nset -e\n"$1"/app --check\n',
        'else.sh': 'echo applause\n',
      });
      project.configure('build', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release');
      const { warnings, program } = await project.executable({ target: 'app' });
      expect(benchmarkNames(program.benchmarks)).toEqual(['plain', 'odd [name] (1)', 'there']);
      expect(warnings.map(({ code }) => code)).toEqual(['tests-left-out']);
      expect(warnings[0]?.message).toMatch(
        /^CTest tests that are not benchmarks of app: fails \(expected to fail\); off \(disabled\); shell and checked \(started by sh\); path \(started by cmake[^)]*\)\. .*"benchmarks"/u,
      );
      await project.writeConfig({
        programs: [{ name: 'it', cmake: { target: 'app' }, benchmarks: [{ name: 'mine' }] }],
      });
      expect((await loadProject(project.path)).warnings).toEqual([]);
    },
  );

  it.skipIf(!hasCmake || !hasNinja)('give way to those that retarget.json names', async () => {
    await project.files({
      'CMakeLists.txt': LISTS,
      'main.c': '',
      'below/CMakeLists.txt': '',
      'data/x': '',
    });
    await project.writeConfig({
      programs: [{ name: 'it', cmake: { target: 'app' }, benchmarks: [{ name: 'mine' }] }],
    });
    project.configure('build', '-G', 'Ninja');
    const { programs } = await loadProject(project.path);
    expect(benchmarkNames(programs[0]?.benchmarks ?? [])).toEqual(['mine']);
  });

  it('that a build has yet to find are left out, and nothing in the file is run', async () => {
    await project.write(
      'CTestTestfile.cmake',
      `if(EXISTS "/x.cmake")\n  include("/x.cmake")\n  add_test(hidden "/app")\nelse()\n  add_test(late NOT_AVAILABLE)\nendif()\nexecute_process(COMMAND touch ${join(project.path, 'run')})\nadd_test([=[shown]=] "app")\nsubdirs("." "nowhere")\n`,
    );
    const tests = await ctestTests(project.path, '');
    expect(tests.map(({ name }) => name)).toEqual(['shown']);
  });
});

describe("CMake's language, as far as it is read", () => {
  it('has comments, brackets, quotes and nested parentheses', () => {
    const text = `# a comment (
#[[ one of
several lines ]] Set(A "b \\"c\\" \${D}" [=[raw ]] "text"]=] e\\ f)
if(NOT (A AND B)) endif ( )
message(-DX="y z")`;
    expect(cmakeCommands(text)).toEqual([
      { name: 'set', args: ['A', 'b "c" ${D}', 'raw ]] "text"', 'e f'] },
      { name: 'if', args: ['NOT', 'A', 'AND', 'B'] },
      { name: 'endif', args: [] },
      { name: 'message', args: ['-DX="y z"'] },
    ]);
  });

  it.each(['set(A "b', ')))(', 'add_test(', '[[', '"', '\\', 'x"', '[', '#[[', '#'])(
    'survives %s',
    (text) => {
      expect(cmakeCommands(text)).toEqual([]);
    },
  );
});
