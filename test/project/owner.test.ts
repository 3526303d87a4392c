import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadProject } from '../../src/project/load-project.ts';
import { ownerOf } from '../../src/project/owner.ts';
import { CmakeProject, hasCmake } from '../kinds/cmake/cmake-project.ts';
import { failureFrom } from './temporary-folder.ts';
import { prepared } from './prepared.ts';
import { recordBuild } from '../../src/kinds/recorded/record-build.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';

const project = new CmakeProject();
const at = (name: string): string => join(project.path, name);
const MAIN = '#include "part/part.h"\nint main(void) { return part(); }\n';

const CMAKE = {
  'CMakeLists.txt': `
cmake_minimum_required(VERSION 3.16)
project(demo C)
include_directories(.)
add_subdirectory(part)
add_subdirectory(tools)
`,
  'part/CMakeLists.txt': 'add_library(part STATIC part.c)\n',
  'part/part.c': '#include "part.h"\nint part(void) { return 0; }\n',
  'part/part.h': '#include "deep.h"\nint part(void);\n',
  'part/deep.h': '#define DEEP 1\n',
  'tools/CMakeLists.txt':
    'add_executable(one one.c)\ntarget_link_libraries(one part)\nadd_executable(two two.c)\n',
  'tools/one.c': MAIN,
  'tools/two.c': 'int main(void) { return 0; }\n',
  'tools/own.h': '',
  'other/alone.c': 'int main(void) { return 0; }\n',
};

async function owners(name: string): Promise<readonly string[] | undefined> {
  const owner = await ownerOf(at(name));
  if (owner !== undefined) expect(owner.directory).toBe(project.path);
  return owner?.programs;
}

describe.skipIf(!hasCmake)('a file or folder of a CMake project', () => {
  it.each(['configured', 'not configured yet'])(
    'belongs to the executables that it is compiled for: %s',
    async (state) => {
      await project.files(CMAKE);
      if (state === 'configured') project.configure('build');
      expect(await owners('tools/one.c')).toEqual(['one']);
      expect(await owners('tools/two.c')).toEqual(['two']);
      expect(await owners('part/part.c')).toEqual(['one']);
      expect(await owners('part')).toEqual(['one']);
      expect((await owners('tools'))?.toSorted()).toEqual(['one', 'two']);
    },
  );

  it('belongs to those that include it, where it is a header, however far down', async () => {
    await project.files(CMAKE);
    project.configure('build');
    expect(await owners('part/deep.h')).toEqual(['one']);
    expect(await owners('tools/own.h')).toBeUndefined();
  });

  it('is nobody’s where none compiles it', async () => {
    await project.files(CMAKE);
    project.configure('build');
    expect(await owners('other/alone.c')).toBeUndefined();
  });

  it('is profiled as its program, whose flags and folder it has, unless it is asked for alone', async () => {
    await project.files(CMAKE);
    project.configure('build', '-DCMAKE_C_FLAGS=-DMINE=1');
    const owned = await loadProject(at('part/part.c'));
    expect(owned.directory).toBe(project.path);
    expect(owned.programs.map(({ name }) => name)).toEqual(['one']);
    expect(prepared(owned.programs[0]).units[0]?.flags).toContain('-DMINE=1');
    const alone = await loadProject(at('tools/two.c'), { alone: true });
    expect(alone.directory).toBe(at('tools'));
    expect(prepared(alone.programs[0]).units[0]?.flags).toEqual(['-O3']);
  });
});

describe('a file of other projects', () => {
  it('belongs to the program of retarget.json before any other, and may belong to several', async () => {
    await project.files({
      'src/a.c': MAIN,
      'src/b.c': MAIN,
      'retarget.json': JSON.stringify({
        programs: [
          { name: 'x', sources: ['src/a.c', 'src/b.c'], flags: ['-O1'] },
          { name: 'y', sources: ['src/b.c'] },
        ],
      }),
    });
    expect(await ownerOf(at('src/a.c'))).toEqual({
      ...{ directory: project.path, programs: ['x'], programCount: 2, configured: true },
    });
    expect(await owners('src/b.c')).toEqual(['x', 'y']);
    const failure = await failureFrom(loadProject(at('src/b.c')));
    expect(failure).toMatchObject({
      code: 'program-unclear',
      message: 'b.c is part of 2 programs: x and y.',
    });
    const named = await loadProject(at('src/b.c'), { programs: ['y'] });
    expect(named.programs.map(({ name }) => name)).toEqual(['y']);
  });

  it('belongs to the program behind the main function of compile_commands.json', async () => {
    const command = (file: string) => ({
      ...{ directory: project.path, file },
      arguments: ['cc', '-O2', '-DX', '-c', file],
    });
    await project.files({
      ...CMAKE,
      'CMakeLists.txt': '',
      'compile_commands.json': JSON.stringify(
        ['tools/one.c', 'part/part.c', 'tools/two.c'].map(command),
      ),
    });
    expect(await owners('tools/two.c')).toEqual(['two']);
    const { programs } = await loadProject(at('tools/one.c'));
    expect(prepared(programs[0]).units[0]?.flags).toContain('-DX');
  });

  it('belongs to the executable of a recorded build, also once that has to run again', async () => {
    await project.files({
      'src/tool.c': 'int main(void) { return 0; }\n',
      Makefile: 'tool: src/tool.c\n\tcc -O2 -DMADE -o $@ $<\n',
    });
    await recordBuild(
      { project: project.path, directory: project.path, command: ['make'], output: 'kept' },
      { toolchain: await findToolchain(), signal: new AbortController().signal },
    );
    expect(await owners('src/tool.c')).toEqual(['tool']);
    const { programs } = await loadProject(at('src/tool.c'));
    expect(prepared(programs[0]).units[0]?.flags).toContain('-DMADE');
    await project.write('Makefile', 'tool: src/tool.c\n\tcc -O2 -DOTHER -o $@ $<\n');
    expect(await owners('src/tool.c')).toEqual(['tool']);
  });

  it('waits for a build that was not watched yet: the project is known, its programs are not', async () => {
    await project.files({ 'src/tool.c': MAIN, Makefile: 'tool: src/tool.c\n\tcc -o $@ $<\n' });
    expect(await owners('src/tool.c')).toEqual([]);
    expect(await owners('src')).toEqual([]);
  });

  it('belongs to the targets of its package, and of packages that depend on it', async () => {
    const manifest = (name: string, more = ''): string =>
      `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n${more}`;
    await project.files({
      'Cargo.toml': '[workspace]\nmembers = ["app", "core", "away"]\n',
      'app/Cargo.toml': manifest(
        'app',
        '[dependencies]\ncore = { path = "../core" }\n[[bench]]\nname = "speed"\nharness = false\n',
      ),
      'app/src/main.rs': 'fn main() {}\n',
      'app/src/args.rs': '',
      'app/benches/speed.rs': 'fn main() {}\n',
      'core/Cargo.toml': manifest('core'),
      'core/src/lib.rs': '',
      'core/src/inner/mod.rs': '',
      'away/Cargo.toml': manifest('away'),
      'away/src/lib.rs': '',
    });
    expect(await owners('app/benches/speed.rs')).toEqual(['speed']);
    expect(await owners('app/src/args.rs')).toEqual(['app']);
    expect(await owners('core/src/inner/mod.rs')).toEqual(['speed', 'app']);
    expect(await owners('core')).toEqual(['speed', 'app']);
    expect(await owners('away/src/lib.rs')).toBeUndefined();
  });

  it('is not looked for above the folder that a user opened, or above a repository', async () => {
    await project.files({
      'retarget.json': JSON.stringify({ programs: [{ sources: ['in/a.c'] }] }),
      'in/a.c': MAIN,
    });
    expect(await owners('in/a.c')).toHaveLength(1);
    expect(await ownerOf(at('in/a.c'), { roots: [at('in')] })).toBeUndefined();
    await project.write('in/.git/HEAD', '');
    expect(await owners('in/a.c')).toBeUndefined();
  });
});
