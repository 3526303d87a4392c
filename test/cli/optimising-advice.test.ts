import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasCmake, hasNinja } from '../kinds/cmake/cmake-project.ts';
import { badInput } from './bad-input/bad-input.ts';

const retarget = badInput();

const SOURCES = {
  'main.c': 'int part(void);\nint main(void) { return part(); }\n',
  'part.c': 'int part(void) { return 0; }\n',
};
const UNOPTIMISED =
  'are compiled without optimization (no -O flag, or -O0), where targets make little difference.';

async function said(program: object, files: Readonly<Record<string, string>> = {}) {
  const folder = await retarget.project(
    { ...SOURCES, ...files },
    { programs: [{ name: 'app', ...program }] },
  );
  const result = await retarget.run([
    ...['build', folder, '--targets', 'x86-64', '--out', join(folder, 'out')],
  ]);
  expect(result.exitCode, result.said).toBe(0);
  expect(result.said).toContain(UNOPTIMISED);
  return result.said;
}

describe('what is advised where a program is not optimised', () => {
  it('of sources is their flags', async () => {
    expect(await said({ sources: ['*.c'], flags: [] })).toContain(
      `main.c and part.c ${UNOPTIMISED} To optimize, add -O2 or -O3 to "flags".`,
    );
  });

  it('of compile_commands.json is the build that wrote it', async () => {
    const commands = ['main.c', 'part.c'].map((file) => ({
      ...{ directory: retarget.folder, file, arguments: ['cc', '-c', file] },
    }));
    const words = await said(
      { compileCommands: '.' },
      { 'compile_commands.json': JSON.stringify(commands) },
    );
    expect(words).toContain('create compile_commands.json again');
    expect(words).not.toContain('"flags"');
  });

  it('of a recorded build is that build', async () => {
    const command = ['sh', '-c', 'cc -c main.c && cc -c part.c && cc main.o part.o -o app'];
    const words = await said({ record: { executable: 'app', command } });
    expect(words).toContain('To optimize, build with -O2 or -O3');
    expect(words).not.toContain('"flags"');
  });

  it.skipIf(!hasCmake || !hasNinja)('of CMake is another build folder', async () => {
    const words = await said(
      { cmake: { target: 'app', options: ['-DCMAKE_BUILD_TYPE=Debug'] } },
      {
        'CMakeLists.txt':
          'cmake_minimum_required(VERSION 3.16)\nproject(demo C)\nadd_executable(app main.c part.c)\n',
      },
    );
    expect(words).toContain('configure a build folder with -DCMAKE_BUILD_TYPE=Release');
    expect(words).not.toContain('"flags"');
  });
});
