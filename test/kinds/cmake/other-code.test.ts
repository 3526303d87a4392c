// What is said of code in an executable that is not clang's, or not the target's.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Run, Warning } from '../../../src/model/run.ts';
import { bundledCommandLine } from '../../cli/retarget.ts';
import { CmakeProject, hasCmake, hasNinja } from './cmake-project.ts';

const retarget = bundledCommandLine();
const project = new CmakeProject();

const hasGcc = ((): boolean => {
  try {
    return execFileSync('gcc', ['--version'], { encoding: 'utf8' }).includes('Free Software');
  } catch {
    return false;
  }
})();

const LISTS = `
cmake_minimum_required(VERSION 3.16)
project(demo C)
add_custom_command(OUTPUT libmade.a
  COMMAND \${CMAKE_C_COMPILER} -O3 -c \${CMAKE_SOURCE_DIR}/made.c -o made.o
  COMMAND \${CMAKE_AR} rcs libmade.a made.o)
add_custom_target(make_it DEPENDS \${CMAKE_BINARY_DIR}/libmade.a)
add_library(made STATIC IMPORTED)
set_target_properties(made PROPERTIES IMPORTED_LOCATION \${CMAKE_BINARY_DIR}/libmade.a)
add_library(own STATIC own.c)
add_library(carries SHARED own.c)
target_link_directories(carries PRIVATE \${CMAKE_SOURCE_DIR}/vendor)
target_link_libraries(carries PRIVATE -lbrought)
add_executable(app main.c \${CMAKE_SOURCE_DIR}/vendor/given.o)
add_dependencies(app make_it)
target_link_libraries(app PRIVATE made own carries m)
`;

const SOURCES = {
  'made.c': 'int made(void) { return 1; }\n',
  'own.c': 'int own(void) { return 1; }\n',
  'main.c': 'int made(void); int own(void); int main(void) { return made() - own(); }\n',
  'vendor/brought.c': 'int brought;\n',
  'vendor/given.c': 'int given;\n',
};

/** What `retarget build` says of the one program. */
async function warningsOf(program: object): Promise<Warning[]> {
  await project.writeConfig({ programs: [{ name: 'it', ...program }] });
  const { stdout } = await retarget.run([
    ...['build', project.path, '--targets', 'x86-64', '--json'],
    ...['--out', join(retarget.folder, 'out')],
  ]);
  const run = JSON.parse(stdout) as Run;
  return run.warnings.filter(({ code }) => code === 'prebuilt-code' || code === 'other-compiler');
}

describe.skipIf(!hasCmake || !hasNinja || process.arch !== 'x64')(
  'code that is not compiled for targets',
  () => {
    it('is named, where a step of the build, or somebody else, made it within the project', async () => {
      await project.files({ 'CMakeLists.txt': LISTS, ...SOURCES });
      const vendor = join(project.path, 'vendor');
      for (const name of ['brought', 'given']) {
        execFileSync(project.toolchain.clang, ['-c', `${name}.c`, '-o', `${name}.o`], {
          cwd: vendor,
        });
      }
      execFileSync('ar', ['rcs', 'libbrought.a', 'brought.o'], { cwd: vendor });
      const build = project.configure('build', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release');
      project.cmake('--build', build);
      const warnings = await warningsOf({ cmake: { target: 'app' } });
      expect(warnings).toMatchObject([{ code: 'prebuilt-code', program: 'it' }]);
      expect(warnings[0]?.message).toMatch(
        /same for every target.*: build\/libmade\.a, vendor\/given\.o and vendor\/libbrought\.a\./u,
      );
    });

    it('is named, where "link" or "sources" of retarget.json bring it', async () => {
      await project.files(SOURCES);
      const { path } = project;
      execFileSync(project.toolchain.clang, ['-c', 'made.c', '-o', 'made.o'], { cwd: path });
      execFileSync(project.toolchain.clang, ['-c', 'own.c', '-o', 'own.o'], { cwd: path });
      execFileSync('ar', ['rcs', 'libmade.a', 'made.o'], { cwd: path });
      const warnings = await warningsOf({
        ...{ sources: ['main.c', 'own.o'], flags: ['-O3'] },
        link: ['-L.', '-lmade', '-lm'],
      });
      expect(warnings).toMatchObject([{ code: 'prebuilt-code', program: 'it' }]);
      expect(warnings[0]?.message).toMatch(/same for every target.*: libmade\.a and own\.o\./u);
    });

    it('is a module too that the program opens by a path, however often it is built', async () => {
      const lists = (definition: string): string => `
cmake_minimum_required(VERSION 3.16)
project(demo C)
add_library(plug MODULE own.c)
set_target_properties(plug PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY \${CMAKE_BINARY_DIR}/plugins)
add_executable(app app.c)
add_dependencies(app plug)
target_compile_definitions(app PRIVATE ${definition})
`;
      await project.files({
        ...SOURCES,
        'app.c': 'int main(void) { return 0; }\n',
        'CMakeLists.txt': lists('PLUGINS="${CMAKE_BINARY_DIR}/plugins"'),
      });
      const [warning] = await warningsOf({ cmake: { target: 'app' } });
      expect(warning?.message).toMatch(/^plug\.so is a module .* PLUGINS contains its path\. /u);
      await project.write('CMakeLists.txt', lists('PLUGINS="${CMAKE_BINARY_DIR}/plugins2"'));
      expect(await warningsOf({ cmake: { target: 'app' } })).toEqual([]);
    });
  },
);

describe.skipIf(!hasCmake || !hasNinja || !hasGcc || process.arch !== 'x64')(
  'a build of GCC',
  () => {
    const files = {
      'CMakeLists.txt': `cmake_minimum_required(VERSION 3.16)\nproject(demo C)\nadd_executable(app main.c)\n`,
      'main.c': 'int main(void) { return 0; }\n',
    };

    it('is said to be one, as CMake knows it', async () => {
      await project.files(files);
      const gcc = ['-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release', '-DCMAKE_C_COMPILER=gcc'];
      const build = project.configure('build', ...gcc);
      expect(await warningsOf({ cmake: { target: 'app' } })).toEqual([
        {
          code: 'other-compiler',
          message: `The project's own build (${build}) uses GCC. Retarget compiles the same files with clang and the same flags, so the results are those of clang's code.`,
          program: 'it',
        },
      ]);
    });

    it('is said to be one, as compile_commands.json calls it', async () => {
      await project.files(files);
      const entry = { directory: project.path, file: 'main.c' };
      const command = 'ccache gcc -O3 -c main.c';
      await project.write('compile_commands.json', JSON.stringify([{ ...entry, command }]));
      const [warning, ...others] = await warningsOf({ compileCommands: '.' });
      expect(others).toEqual([]);
      expect(warning?.message).toContain(
        'compile_commands.json) uses GCC. Retarget compiles the same files with clang',
      );
      await project.write(
        'compile_commands.json',
        JSON.stringify([{ ...entry, command: command.replace('gcc', 'clang') }]),
      );
      expect(await warningsOf({ compileCommands: '.' })).toEqual([]);
    });
  },
);
