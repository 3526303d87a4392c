import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PreparedProgram, Unit } from '../../../src/model/program.ts';
import {
  CmakeProject,
  hasCmake,
  hasMake,
  hasNinja,
  sourcesOf,
  unitOf,
  words,
} from './cmake-project.ts';

const project = new CmakeProject();

const LISTS = `
cmake_minimum_required(VERSION 3.16)
project(demo C CXX ASM)
set(CMAKE_CXX_STANDARD 20)
add_library(objects OBJECT src/object.c)
set_property(TARGET objects PROPERTY POSITION_INDEPENDENT_CODE ON)
add_library(archive STATIC src/archive.c src/fast.c)
set_property(TARGET archive PROPERTY POSITION_INDEPENDENT_CODE ON)
set_source_files_properties(src/fast.c PROPERTIES COMPILE_OPTIONS -mavx2)
target_link_libraries(archive PUBLIC m)
add_library(shared SHARED src/shared.c)
target_link_libraries(shared PRIVATE archive)
set_target_properties(shared PROPERTIES VERSION 1.2.3 SOVERSION 1 OUTPUT_NAME other)
add_subdirectory(app)
`;

const APP = `
add_executable(app main.cpp extra.S ../src/header.h)
target_compile_definitions(app PRIVATE "TEXT=\\"a b\\"" "PRICE=$5")
target_compile_options(app PRIVATE -march=native -flto "-DOPTION=it's $6")
target_include_directories(app PRIVATE "\${CMAKE_SOURCE_DIR}/with space")
target_include_directories(app SYSTEM PRIVATE "\${CMAKE_SOURCE_DIR}/system")
target_link_libraries(app PRIVATE objects shared archive)
target_link_options(app PRIVATE -Wl,-z,now -flto -march=native)
set_target_properties(app PROPERTIES BUILD_RPATH "$ORIGIN/../lib" ENABLE_EXPORTS ON)
add_executable(whole main.cpp)
target_link_libraries(whole PRIVATE -Wl,--whole-archive archive -Wl,--no-whole-archive shared objects)
`;

beforeEach(async () => {
  await project.files({
    'CMakeLists.txt': LISTS,
    'app/CMakeLists.txt': APP,
    'app/main.cpp': 'extern "C" int shared(void); int main() { return shared() - 3; }\n',
    'app/extra.S': '.section .note.GNU-stack,"",@progbits\n',
    'src/header.h': '',
    'src/object.c': 'int object(void) { return 1; }\n',
    'src/archive.c': 'int archive(void) { return 3; }\n',
    'src/fast.c': 'int fast(void) { return 2; }\n',
    'src/shared.c': 'int archive(void); int shared(void) { return archive(); }\n',
  });
});

describe.skipIf(!hasCmake || !hasNinja)('an executable of a CMake project', () => {
  it('compiles each source as Ninja does, its libraries and object libraries too', async () => {
    const build = project.configure('build', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release');
    const { program } = await project.executable({ target: 'app' });
    expect(sourcesOf(program.units, project.path)).toEqual([
      'app/main.cpp',
      'app/extra.S',
      'src/object.c',
    ]);
    const units = allUnits(program);
    const names = sourcesOf(units, project.path);
    expect(units.map(({ language }, at) => [names[at], language])).toEqual([
      ['app/main.cpp', 'c++'],
      ['app/extra.S', 'assembly'],
      ['src/object.c', 'c'],
      ['src/archive.c', 'c'],
      ['src/fast.c', 'c'],
      ['src/shared.c', 'c'],
    ]);
    expect(units.map(({ directory }) => directory)).toEqual(Array(6).fill(build));
    const truth = ninjaFlags(build, 'app/app');
    expect(units.map(({ source, flags }) => [source, flags])).toEqual(
      units.map(({ source }) => [source, truth.get(source)]),
    );
    // What one file alone has stays with it, as everywhere.
    expect(unitOf(units, 'fast.c').flags).toContain('-mavx2');
    expect(unitOf(units, 'main.cpp').flags).toEqual(
      expect.arrayContaining(['-DTEXT="a b"', '-DPRICE=$5', "-DOPTION=it's $6", '-O3']),
    );
    expect(unitOf(units, 'main.cpp').removed.map(({ flag }) => flag)).toEqual(
      expect.arrayContaining(['-march=native', '-flto']),
    );
  });

  it("links as Ninja does, with the project's own libraries for the files of its build", async () => {
    const build = project.configure('build', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release');
    const { program } = await project.executable({ target: 'app' });
    expect(program.libraries?.map(({ name, link }) => [name, link !== undefined])).toEqual([
      ['libarchive.a', false],
      ['libother.so.1.2.3', true],
    ]);
    const [, shared] = program.libraries ?? [];
    expect(words(shared?.link?.flags ?? [])).toBe('<libarchive.a> -lm');
    expect(program.link).toMatchObject({ language: 'c++', directory: build });
    expect(words(program.link.flags)).toBe(
      words(ninjaLink(build, 'app/app').filter((word) => !/^-(?:flto|march)/u.test(word)))
        .replace('libother.so.1.2.3', '<libother.so.1.2.3>')
        .replace('libarchive.a', '<libarchive.a>'),
    );
    expect(words(program.link.flags)).toContain('-Wl,-rpath,$ORIGIN/../lib');
    const removed = program.link.removed.filter(({ reason }) => reason !== 'output');
    expect(removed.map(({ flag }) => flag).sort()).toEqual(['-flto', '-march=native']);
  });

  it("has the project's own build's names and folders for the loader", async () => {
    const build = project.configure('build', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release');
    project.cmake('--build', build, '--target', 'shared');
    const { program } = await project.executable({ target: 'app' });
    const shared = program.libraries?.find(({ link }) => link !== undefined);
    expect(shared?.name).toBe('libother.so.1.2.3');
    expect(words(shared?.link?.flags ?? [])).toBe('<libarchive.a> -lm -Wl,-soname,libother.so.1');
    expect(shared?.link?.removed).toContainEqual({
      flag: `-o ${join(build, 'libother.so')}`,
      reason: 'output',
    });
    expect(program.link.removed).toContainEqual({
      flag: `-o ${join(build, 'app/app')}`,
      reason: 'output',
    });
  });

  it('keeps the order and the options around a library that is linked whole', async () => {
    project.configure('build', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release');
    const { program } = await project.executable({ target: 'whole' });
    expect(words(program.link.flags)).toMatch(
      /-Wl,--whole-archive <libarchive\.a> -Wl,--no-whole-archive <libother\.so\.1\.2\.3>/u,
    );
  });

  it.skipIf(!hasMake)('is the same program in a folder of Makefiles', async () => {
    project.configure('ninja', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release');
    project.configure('make', '-G', 'Unix Makefiles', '-DCMAKE_BUILD_TYPE=Release');
    const ninja = (await project.executable({ target: 'app', build: 'ninja' })).program;
    const make = (await project.executable({ target: 'app', build: 'make' })).program;
    expect(make.link.directory).toBe(join(project.path, 'make/app'));
    const comparable = (program: PreparedProgram, build: string): unknown =>
      JSON.parse(
        JSON.stringify([program.units, program.libraries, program.link.flags])
          .replaceAll(join(project.path, build), 'BUILD')
          .replaceAll('BUILD/app', 'BUILD'),
      );
    expect(comparable(make, 'make')).toEqual(comparable(ninja, 'ninja'));
  });

  it('of several configurations is the one that optimises, or the one that is asked for', async () => {
    project.configure('build', '-G', 'Ninja Multi-Config');
    const released = await project.executable({ target: 'app' });
    expect(unitOf(released.program.units, 'main.cpp').flags).toContain('-O3');
    expect(unitOf(released.program.units, 'object.c').flags).toContain('-O3');
    expect(released.program.libraries?.map(({ name }) => name)).toEqual([
      'libarchive.a',
      'libother.so.1.2.3',
    ]);
    const debug = await project.executable({ target: 'app', configuration: 'debug' });
    expect(unitOf(debug.program.units, 'main.cpp').flags).toContain('-g');
    expect(debug.warnings.map(({ code }) => code)).toEqual(['debug-build']);
    expect(debug.warnings[0]?.message).toContain('"configuration": "Release"');
  });

  it('takes precompiled headers as text, unity sources as they are, and script files by their paths', async () => {
    await project.files({
      'CMakeLists.txt': `${LISTS}
add_executable(odd src/odd.c src/one.c src/two.c)
target_precompile_headers(odd PRIVATE <stddef.h>)
set_target_properties(odd PROPERTIES UNITY_BUILD ON)
set_property(SOURCE src/odd.c PROPERTY SKIP_UNITY_BUILD_INCLUSION ON)
target_link_options(odd PRIVATE -Wl,--version-script=\${CMAKE_SOURCE_DIR}/odd.map)
`,
      'src/odd.c': 'int main(void) { return 0; }\n',
      'src/one.c': 'size_t one;\n',
      'src/two.c': 'size_t two;\n',
      'odd.map': '{ local: *; };\n',
    });
    const build = project.configure('build', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release');
    const { program } = await project.executable({ target: 'odd' });
    expect(sourcesOf(program.units, project.path)).toEqual([
      'build/CMakeFiles/odd.dir/Unity/unity_0_c.c',
      'src/odd.c',
    ]);
    expect(unitOf(program.units, 'odd.c').flags).toEqual(
      expect.arrayContaining(['-include', join(build, 'CMakeFiles/odd.dir/cmake_pch.h')]),
    );
    expect(words(program.link.flags)).toContain(`--version-script=${project.path}/odd.map`);
  });

  it('calls libraries of one name in two folders by two names, and knows one that is found by -l', async () => {
    await project.files({
      'CMakeLists.txt': `${LISTS}
add_subdirectory(second)
add_executable(two app/main.cpp)
target_link_directories(two PRIVATE \${CMAKE_BINARY_DIR}/second)
add_dependencies(two second)
target_link_libraries(two PRIVATE archive shared -larchive)
`,
      'second/CMakeLists.txt':
        'add_library(second STATIC s.c)\nset_property(TARGET second PROPERTY OUTPUT_NAME archive)\n',
      'second/s.c': 'int s;\n',
    });
    project.configure('build', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release');
    const { program } = await project.executable({ target: 'two' });
    expect(words(program.link.flags)).toContain(
      '<libarchive.a> <libother.so.1.2.3> <libarchive-second.a>',
    );
    expect(program.libraries?.map(({ name, units }) => [name, units.length])).toEqual([
      ['libarchive.a', 2],
      ['libother.so.1.2.3', 1],
      ['libarchive-second.a', 1],
    ]);
  });

  it('takes along the modules that it loads when it runs', async () => {
    await project.write(
      'CMakeLists.txt',
      `${LISTS}\nadd_library(plugin MODULE src/object.c)\nadd_executable(host src/object.c)\nadd_dependencies(host plugin)\n`,
    );
    project.configure('build', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release');
    const { program } = await project.executable({ target: 'host' });
    expect(program.libraries?.map(({ name, link }) => [name, link?.language])).toEqual([
      ['libplugin.so', 'c'],
    ]);
  });

  it('warns of a folder that does not optimise, with the command that makes one that does', async () => {
    project.configure('build', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Debug');
    const { warnings } = await project.executable({ target: 'app' });
    expect(warnings).toMatchObject([{ code: 'debug-build', program: 'it' }]);
    const command = /cmake -S .*$/u.exec(warnings[0]?.message ?? '')?.[0] ?? '';
    project.cmake(...shellWords(command).slice(1));
    const again = await project.executable({ target: 'app', build: 'build-release' });
    expect(again.warnings).toEqual([]);
  });

  it('links objects of languages that Retarget does not build, once the project has built them', async () => {
    await project.files({
      'CMakeLists.txt': `${LISTS}
add_executable(mixed src/object.c src/other.f90)
`,
      'src/other.f90': 'end\n',
    });
    const build = project.configure('build', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release');
    // No Fortran compiler is asked for: the reply is made to say what it says where there is one.
    const { readdirSync, readFileSync, writeFileSync } = await import('node:fs');
    const folder = join(build, '.cmake/api/v1/reply');
    const file = join(
      folder,
      readdirSync(folder).find((name) => name.startsWith('target-mixed')) ?? '',
    );
    const target = JSON.parse(readFileSync(file, 'utf8')) as {
      compileGroups: object[];
      sources: { compileGroupIndex?: number; path: string }[];
    };
    target.compileGroups.push({ language: 'Fortran', sourceIndexes: [1] });
    const source = target.sources.find(({ path }) => path.endsWith('.f90'));
    if (source !== undefined) source.compileGroupIndex = target.compileGroups.length - 1;
    writeFileSync(file, JSON.stringify(target));
    await expect(project.executable({ target: 'mixed' })).rejects.toThrow('other.f90 (Fortran)');
    await project.write('build/CMakeFiles/mixed.dir/src/other.f90.o');
    const { program, warnings } = await project.executable({ target: 'mixed' });
    expect(program.units.map(({ language }) => language)).toEqual(['c', 'object']);
    expect(warnings[0]?.message).toContain('other.f90 (Fortran)');
  });
});

function allUnits({ units, libraries = [] }: PreparedProgram): Unit[] {
  return [...units, ...libraries.flatMap((library) => library.units)];
}

function ninjaCommands(build: string, target: string): string[] {
  return execFileSync('ninja', ['-C', build, '-t', 'commands', target], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '');
}

/** The words of a command as the shell reads them, which Ninja hands it to. */
function shellWords(command: string): string[] {
  return execFileSync('sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);
}

/** Neither says how the code is made: what is written where, and what stands in the target's place. */
const WITHOUT_VALUE = ['-MD', '-march=native', '-flto'];
const WITH_VALUE = ['-c', '-o', '-MT', '-MF'];

/** The flags that Ninja would compile each source with. */
function ninjaFlags(build: string, target: string): ReadonlyMap<string, readonly string[]> {
  const flags = new Map<string, readonly string[]>();
  for (const command of ninjaCommands(build, target)) {
    // An archive or a link: several commands in one line.
    if (command.includes(' && ')) continue;
    const [, ...args] = shellWords(command);
    const source = args[args.indexOf('-c') + 1];
    if (!args.includes('-c') || source === undefined) continue;
    const own = args.filter(
      (word, at) =>
        ![...WITHOUT_VALUE, ...WITH_VALUE].includes(word) &&
        !WITH_VALUE.includes(args[at - 1] ?? ''),
    );
    flags.set(source, own);
  }
  return flags;
}

/** Ninja's link line without its compiler, its objects and its output. */
function ninjaLink(build: string, target: string): string[] {
  const command = ninjaCommands(build, target).at(-1) ?? '';
  const argv = shellWords(command.replace(/^: && /u, '').replace(/ && :$/u, '')).slice(1);
  return argv.filter((word, at) => !word.endsWith('.o') && word !== '-o' && argv[at - 1] !== '-o');
}
