// Builds that run behind another tool, CMake above all: what it starts is seen, and its own trials are not.
import { describe, expect, it } from 'vitest';
import { runProcess } from '../../../src/process/run-process.ts';
import { clang, MAIN, RecordedProject, TWICE } from './recorded-project.ts';

const project = new RecordedProject();

const LISTS = `cmake_minimum_required(VERSION 3.13)
project(small C)
set(CMAKE_C_FLAGS "-O2")
add_library(twice STATIC twice.c)
add_executable(prog main.c)
target_link_libraries(prog twice)
`;

async function configured(generator: string): Promise<void> {
  await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE, 'CMakeLists.txt': LISTS });
  await runProcess({
    command: 'cmake',
    args: ['-S', '.', '-B', 'b', '-G', generator],
    cwd: project.path,
  });
}

describe('a build by CMake', () => {
  it.each([
    ['Ninja', ['cmake', '--build', 'b']],
    ['Unix Makefiles', ['cmake', '--build', 'b']],
    ['Unix Makefiles', ['make', '-C', 'b']],
  ])('of %s is learnt whole through %j', async (generator, command) => {
    await configured(generator);
    const { executables } = await project.record(command);
    expect(executables.map(({ name, units, libraries }) => [name, units, libraries])).toEqual([
      ['b/prog', 2, ['libtwice.a']],
    ]);
    expect(await project.buildAndRun('b/prog', command)).toEqual(['42\n', '42\n']);
  });

  it('is seen where nothing is let in anywhere', async () => {
    await configured('Unix Makefiles');
    await runProcess({ command: 'rm', args: ['-r', 'b'], cwd: project.path });
    await project.writeScript('build.sh', 'cmake -S . -B b\ncmake --build b\n');
    const { executables } = await project.record(['./build.sh'], { shimsOnly: true });
    expect(executables.map(({ name, units }) => [name, units])).toEqual([['b/prog', 2]]);
  });

  it('may run compilers behind commands of CMake', async () => {
    await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE });
    await project.writeScript(
      'build.sh',
      `cmake -E env X=1 cc -O2 -c twice.c
cmake -E rename twice.o moved.o
cmake -E __run_co_compile --source=main.c '--cppcheck=true' -- cc -O2 -c main.c
cc main.o moved.o -o prog
`,
    );
    const { executables } = await project.record(['./build.sh']);
    expect(executables.map(({ name, units }) => [name, units])).toEqual([['prog', 2]]);
  });

  it('that only configures compiles nothing of the project', async () => {
    await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE, 'CMakeLists.txt': LISTS });
    const outcome = await project.record(['cmake', '-S', '.', '-B', 'b']);
    expect(outcome.end.exitCode).toBe(0);
    expect(outcome).toMatchObject({ seen: 0, executables: [] });
  });
});

describe('a build behind mold -run', () => {
  it('is learnt as any other', async () => {
    await project.writeAll({
      'main.c': MAIN,
      'twice.c': TWICE,
      'tools/run.c':
        '#include <unistd.h>\nint main(int count, char **words) { (void)count; return execvp(words[2], words + 2); }\n',
    });
    await runProcess({
      command: await clang(),
      args: ['tools/run.c', '-o', 'tools/mold'],
      cwd: project.path,
    });
    const command = ['./tools/mold', '-run', 'cc', '-O2', 'main.c', 'twice.c', '-o', 'prog'];
    const { executables } = await project.record(command);
    expect(executables.map(({ name, units }) => [name, units])).toEqual([['prog', 2]]);
  });
});
