// How CMake names the objects of sources, asked of the real one.
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BuildTree } from '../../../src/kinds/cmake/build-tree.ts';
import { readReply } from '../../../src/kinds/cmake/reply.ts';
import type { CmakeTarget } from '../../../src/kinds/cmake/reply-schema.ts';
import { CmakeProject, hasCmake, hasMake, hasNinja, sourcesOf } from './cmake-project.ts';

const project = new CmakeProject();

const SOURCES = [
  ...['hot loop.c', 'a(b).c', 'c+d#e.c', 'f@g~h,i.c', 'sub dir/x=y.c', '../beside me.c'],
  ...["m{n}&o'p!.c", 'ü.c', 't%u^v`.c', 'up/../../up/a:b.c'],
];

const LISTS = `
cmake_minimum_required(VERSION 3.16)
project(named C)
add_subdirectory("the code")
add_executable(app main.c)
target_link_libraries(app PRIVATE named)
`;

describe.skipIf(!hasCmake)('objects of sources with hard names', () => {
  it.each([
    ['Ninja', hasNinja],
    ['Unix Makefiles', hasMake],
  ])('are where CMake puts them, and are sources of the project, with %s', async (tool, isHere) => {
    if (!isHere) return;
    const outside = join(import.meta.dirname, '../../../examples/kernels/src/main.c');
    await project.files({
      'CMakeLists.txt': LISTS,
      'main.c': 'int main(void) { return 0; }\n',
      'the code/CMakeLists.txt': `add_library(named OBJECT ${[...SOURCES, outside].map((name) => `"${name}"`).join(' ')})\n`,
      ...Object.fromEntries(SOURCES.map((name) => [join('the code', name), ''])),
    });
    const build = project.configure('the build', '-G', tool, '-DCMAKE_BUILD_TYPE=Release');
    const reply = await readReply(build);
    const [configuration] = reply?.configurations ?? [];
    if (reply === undefined || configuration === undefined) throw new Error('CMake has answered.');
    const target = async (name: string): Promise<CmakeTarget> => {
      const reference = configuration.targets.find((each) => each.name === name);
      if (reference === undefined) throw new Error(`There is no target ${name}.`);
      return reply.target(reference);
    };
    const named = await target('named');
    const tree = await BuildTree.around(reply, configuration, await target('app'));
    expect(named.sources.map((source) => tree.objectPath(named, tree.sourceOf(source)))).toEqual(
      named.artifacts.map(({ path }) => resolve(build, path)),
    );
    const { program, warnings } = await project.executable({ target: 'app', build });
    expect(sourcesOf(program.units, project.path)).toHaveLength(1 + SOURCES.length + 1);
    expect(program.units.every(({ language }) => language === 'c')).toBe(true);
    expect(warnings).toEqual([]);
  });
});
