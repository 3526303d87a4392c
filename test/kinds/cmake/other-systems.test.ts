// A build folder that was configured for another system than this one is refused by the system's name.
import { chmod } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { failureFrom } from '../../project/temporary-folder.ts';
import { CmakeProject, hasCmake } from './cmake-project.ts';

const project = new CmakeProject();
const machine = process.arch === 'arm64' ? 'x86_64' : 'aarch64';

async function write(): Promise<void> {
  await project.files({
    'CMakeLists.txt':
      'cmake_minimum_required(VERSION 3.16)\nproject(demo C)\nadd_executable(app main.c)\n',
    'main.c': 'int main(void) { return 0; }\n',
  });
}

async function refusal(): Promise<string> {
  const { message, hint = '' } = await failureFrom(project.load({ target: 'app', build: 'build' }));
  expect(hint).toContain('with a compiler for this system');
  return message;
}

describe.skipIf(!hasCmake || process.platform !== 'linux')('a build folder of CMake', () => {
  it('with a cross compiler is refused by its name', async () => {
    await write();
    const compiler = await project.write(`${machine}-linux-gnu-gcc`, '#!/bin/sh\nexec gcc "$@"\n');
    await chmod(compiler, 0o755);
    project.configure('build', `-DCMAKE_C_COMPILER=${compiler}`);
    expect(await refusal()).toBe(
      `app is built for another system (${machine}-linux-gnu). Retarget builds and measures for this system only.`,
    );
  });

  it('with another C library by its specs is refused by its name', async () => {
    await write();
    await project.write('musl.specs', '');
    project.configure('build', '-DCMAKE_C_COMPILER=gcc');
    expect((await project.load({ target: 'app', build: 'build' })).program.units).toHaveLength(1);
    project.configure(
      'build',
      '-DCMAKE_C_COMPILER=gcc',
      `-DCMAKE_C_FLAGS=-specs=${project.path}/musl.specs`,
    );
    expect(await refusal()).toContain('(musl)');
  });

  it('with a toolchain file for another machine is refused by what that names', async () => {
    await write();
    const file = await project.write(
      'cross.cmake',
      `set(CMAKE_SYSTEM_NAME Linux)\nset(CMAKE_SYSTEM_PROCESSOR ${machine})\nset(CMAKE_C_COMPILER ${project.toolchain.clang})\nset(CMAKE_C_COMPILER_TARGET ${machine}-linux-gnu)\nset(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)\n`,
    );
    project.configure('build', `-DCMAKE_TOOLCHAIN_FILE=${file}`);
    expect(await refusal()).toContain(`(${machine}`);
  });

  it('with a toolchain file that writes this machine otherwise is taken', async () => {
    await write();
    const file = await project.write(
      'own.cmake',
      `set(CMAKE_SYSTEM_NAME Linux)\nset(CMAKE_SYSTEM_PROCESSOR ${process.arch === 'x64' ? 'AMD64' : 'ARM64'})\nset(CMAKE_C_COMPILER ${project.toolchain.clang})\n`,
    );
    project.configure('build', `-DCMAKE_TOOLCHAIN_FILE=${file}`);
    expect((await project.load({ target: 'app', build: 'build' })).program.units).toHaveLength(1);
  });
});
