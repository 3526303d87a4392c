import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../../src/model/run.ts';
import { bundledCommandLine } from '../../cli/retarget.ts';
import { benchmarkNames, CmakeProject, hasCmake, hasNinja } from './cmake-project.ts';

const retarget = bundledCommandLine();
const project = new CmakeProject();

/** Writes what it sees of the environment into the file that it is given; ends with the code that stands behind that. */
const MAIN = `
#include <stdio.h>
#include <stdlib.h>
int main(int count, char **words) {
  static const char *const names[] = {"A", "B", "C", "D", "E", "INHERITED", "KEPT", "LATER", "LIST", "P"};
  FILE *file = count > 1 ? fopen(words[1], "w") : NULL;
  if (file != NULL) {
    for (unsigned at = 0; at < sizeof names / sizeof *names; at++) {
      const char *value = getenv(names[at]);
      fprintf(file, "%s %s\\n", names[at], value != NULL ? value : "(none)");
    }
    fclose(file);
  }
  return count > 2 ? atoi(words[2]) : 0;
}
`;

const LISTS = `
cmake_minimum_required(VERSION 3.22)
project(demo C)
enable_testing()
add_executable(app main.c)
`;

async function profiled(env: Readonly<Record<string, string>> = {}): Promise<Run> {
  await project.writeConfig({
    ...{ baseline: 'x86-64', targets: ['x86-64-v3'], budget: 1 },
    programs: [{ name: 'app', cmake: { target: 'app' } }],
  });
  const { stdout } = await retarget.run(['profile', project.path, '--json'], { env });
  return JSON.parse(stdout) as Run;
}

describe.skipIf(!hasCmake || !hasNinja || process.arch !== 'x64')('a test of CTest', () => {
  it('gets the environment that CTest gives it', async () => {
    const changes = [
      ...[
        'A=set:2:3',
        'B=unset:',
        'C=string_append:c',
        'C=string_prepend:=',
        'E=set:9',
        'E=reset:',
      ],
      ...['D=path_list_append:/d', 'D=path_list_prepend:/e', 'P=path_list_append:/q'],
      ...['P=cmake_list_append:z', 'LIST=cmake_list_prepend:a\\;b', 'LIST=cmake_list_prepend:c'],
      ...['INHERITED=string_append:y', 'KEPT=set:9', 'KEPT=reset:'],
      ...['LATER=unset:', 'LATER=string_append:k'],
    ];
    const file = join(project.path, 'seen.txt');
    await project.files({
      'main.c': MAIN,
      'CMakeLists.txt': `${LISTS}
add_test(NAME seen COMMAND app ${file})
set_tests_properties(seen PROPERTIES ENVIRONMENT "A=1;B=b;E=e;P=/p" ENVIRONMENT_MODIFICATION "${changes.join(';').replaceAll('\\', '\\\\')}")
`,
    });
    const build = project.configure('build', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release');
    project.cmake('--build', build);
    const env = { INHERITED: 'x', KEPT: 'old', LATER: 'before' };
    execFileSync('ctest', { cwd: build, env: { ...process.env, ...env }, stdio: 'ignore' });
    const truth = await readFile(file, 'utf8');
    await project.write('seen.txt', '');
    const run = await profiled(env);
    expect(run.programs[0]?.benchmarks[0]).toMatchObject({ benchmark: { name: 'seen' } });
    expect(await readFile(file, 'utf8')).toBe(truth);
    expect(truth).toContain('P /p:/q;z\n');
  });

  it('that is judged by more than its exit code is left out by name, with why', async () => {
    await project.files({
      'main.c': MAIN,
      'CMakeLists.txt': `${LISTS}
foreach(name plain says never skips zero odd)
  add_test(NAME \${name} COMMAND app)
endforeach()
set_tests_properties(says PROPERTIES PASS_REGULAR_EXPRESSION "sum ok")
set_tests_properties(never PROPERTIES FAIL_REGULAR_EXPRESSION "error;wrong")
set_tests_properties(skips PROPERTIES SKIP_REGULAR_EXPRESSION "skipped")
set_tests_properties(zero PROPERTIES SKIP_RETURN_CODE 0)
set_tests_properties(odd PROPERTIES ENVIRONMENT_MODIFICATION "A=frobnicate:1")
`,
    });
    project.configure('build', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release');
    const { program, warnings } = await project.executable({ target: 'app' });
    expect(benchmarkNames(program.benchmarks)).toEqual(['plain']);
    expect(warnings.map(({ code }) => code)).toEqual(['tests-left-out']);
    expect(warnings[0]?.message).toContain(
      'says (CTest checks its output: PASS_REGULAR_EXPRESSION); never (CTest checks its output: FAIL_REGULAR_EXPRESSION); skips (CTest checks its output: SKIP_REGULAR_EXPRESSION); zero (skipped when it succeeds); odd (CTest does not know its ENVIRONMENT_MODIFICATION). ',
    );
  });

  it('that skips itself is said to, in place of a failure of the program', async () => {
    await project.files({
      'main.c': MAIN,
      'CMakeLists.txt': `${LISTS}
add_test(NAME idle COMMAND app seen.txt 77)
set_tests_properties(idle PROPERTIES SKIP_RETURN_CODE 77)
`,
    });
    const run = await profiled();
    const [idle] = run.programs[0]?.benchmarks ?? [];
    expect(idle?.failure?.message).toBe(
      'Benchmark "idle" built for x86-64 ended with exit code 77, which tells CTest that the test was skipped.',
    );
  });
});
