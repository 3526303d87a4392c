// Build folders that came with a clone: no program that they name is run, and nothing is built in one that only looks like ours.
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { CmakeProject, hasCmake } from './cmake-project.ts';

const project = new CmakeProject();
const ran = (): boolean => existsSync(join(project.path, 'ran'));

describe.skipIf(!hasCmake)('a build folder of a clone', () => {
  beforeEach(async () => {
    await project.files({
      'CMakeLists.txt':
        'cmake_minimum_required(VERSION 3.16)\nproject(demo C)\nadd_executable(app main.c)\n',
      'main.c': 'int main(void) { return 0; }\n',
      cmake: '#!/bin/sh\ntouch "$(dirname "$0")/ran"\n',
      'bin/other': '#!/bin/sh\ntouch "$(dirname "$0")/../ran"\n',
    });
    for (const name of ['cmake', 'bin/other']) await chmod(join(project.path, name), 0o755);
  });

  it.each(['cmake', 'bin/other'])('does not choose the CMake that runs: %s', async (name) => {
    const build = project.configureByHand('build');
    const cache = join(build, 'CMakeCache.txt');
    const text = readFileSync(cache, 'utf8');
    const path = join(project.path, name);
    await writeFile(cache, text.replace(/^(CMAKE_COMMAND:.*?)=.*$/mu, `$1=${path}`));
    const { program } = await project.executable({ target: 'app', build: 'build' });
    expect(program.units).toHaveLength(1);
    expect(ran()).toBe(false);
  });

  it('does not choose it by way of a link outside of it either', async () => {
    const build = project.configureByHand('build');
    const cache = join(build, 'CMakeCache.txt');
    const link = join(project.path, '..', 'cmake');
    await symlink(join(project.path, 'cmake'), link);
    try {
      const text = readFileSync(cache, 'utf8');
      await writeFile(cache, text.replace(/^(CMAKE_COMMAND:.*?)=.*$/mu, `$1=${link}`));
      await project.executable({ target: 'app', build: 'build' });
      expect(ran()).toBe(false);
    } finally {
      await rm(link);
    }
  });

  it('is made anew where it lies in the place of ours', async () => {
    await project.executable({ target: 'app' });
    const own = join(project.path, '.retarget', 'cmake', 'Release');
    await writeFile(join(own, '.retarget-made-here'), 'a guess');
    await writeFile(join(own, 'planted'), '');
    await rm(join(own, '.cmake'), { recursive: true });
    const { program } = await project.executable({ target: 'app' });
    expect(program.units).toHaveLength(1);
    expect(existsSync(join(own, 'planted'))).toBe(false);
  });

  it('is kept where it is ours', async () => {
    await project.executable({ target: 'app' });
    const own = join(project.path, '.retarget', 'cmake', 'Release');
    await writeFile(join(own, 'kept'), '');
    await rm(join(own, '.cmake'), { recursive: true });
    await project.executable({ target: 'app' });
    expect(existsSync(join(own, 'kept'))).toBe(true);
  });

  it('removes nothing behind a link', async () => {
    const elsewhere = join(project.path, 'elsewhere');
    await mkdir(join(elsewhere, 'Release'), { recursive: true });
    await writeFile(join(elsewhere, 'Release', 'precious'), '');
    await mkdir(join(project.path, '.retarget'));
    await symlink(elsewhere, join(project.path, '.retarget', 'cmake'));
    await expect(project.executable({ target: 'app' })).rejects.toThrow(/is a link/u);
    expect(existsSync(join(elsewhere, 'Release', 'precious'))).toBe(true);
  });
});
