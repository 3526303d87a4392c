import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runProcess } from '../../src/process/run-process.ts';
import { badInput } from './bad-input/bad-input.ts';

const retarget = badInput();

const SOURCES = ['main1.c', 'a.c', 'main2.c', 'b.c'];
const MAIN = (name: string) =>
  `#include <stdio.h>\nint impl(void);\nint main(void) { return printf("${name} %d\\n", impl()) < 0; }\n`;

/** Two programs of one compile_commands.json, whose `impl` is 1 in the first and 2 in the second. */
async function twoPrograms(
  program: object,
  object: (source: string) => string = (source) => `${source}.o`,
): Promise<void> {
  const folder = retarget.folder;
  const entries = SOURCES.map((file) => ({
    ...{ directory: folder, file },
    arguments: ['cc', '-O2', '-c', file, '-o', object(file)],
  }));
  await retarget.project(
    {
      'main1.c': MAIN('one'),
      'main2.c': MAIN('two'),
      'a.c': 'int impl(void) { return 1; }\n',
      'b.c': 'int impl(void) { return 2; }\n',
      'compile_commands.json': JSON.stringify(entries),
    },
    { programs: [{ name: 'two', compileCommands: '.', main: 'main2.c', ...program }] },
  );
}

const targetOf = (source: string) => (/^(?:main1|a)\./u.test(source) ? 'one' : 'two');

/** What the built program prints, for each target; what the command said where it built none. */
async function built(): Promise<{ printed: string[]; said: string; exitCode: number | undefined }> {
  const out = join(retarget.folder, 'out');
  await mkdir(out);
  const targets = ['x86-64', 'x86-64-v2'];
  const { exitCode, said } = await retarget.run([
    ...['build', '--targets', targets.join(','), '--baseline', 'x86-64', '--out', out],
  ]);
  const printed: string[] = [];
  for (const target of exitCode === 0 ? targets : []) {
    const ran = await runProcess({ command: join(out, 'two', target, 'two'), args: [] });
    printed.push(ran.stdout);
  }
  return { printed, said, exitCode };
}

it('a name that several sources define is no guess: the program fails, with the way out', async () => {
  await twoPrograms({});
  const { exitCode, said } = await built();
  expect(said).toContain(
    'two needs impl, which a.c and b.c both define, and compile_commands.json does not say which of them belongs to two.',
  );
  expect(said).toMatch(
    /hint: .*"units" next to "main" in retarget\.json, such as "units": \["a\.c"\]/,
  );
  expect(said).toContain(
    'If neither belongs to two, name all of its sources in "units", without "main".',
  );
  expect(exitCode).toBe(4);
});

it('"units" beside "main" says whose it is', async () => {
  await twoPrograms({ units: ['b.c'] });
  expect((await built()).printed).toEqual(['two 2\n', 'two 2\n']);
});

it.each([
  ['CMake', (source: string) => `CMakeFiles/${targetOf(source)}.dir/src/${source}.o`],
  ['Meson', (source: string) => `${targetOf(source)}.p/src_${source}.o`],
])('the folder that %s puts objects of one target into says whose it is', async (_, object) => {
  await twoPrograms({}, object);
  expect((await built()).printed).toEqual(['two 2\n', 'two 2\n']);
});

it('operators and functions that the libraries have are linked in the order of the sources, and said', async () => {
  const folder = retarget.folder;
  const replaced = (count: string): string =>
    `#include <cstdlib>\n#include <new>\nint ${count};\nvoid* operator new(std::size_t size) { ${count}++; return std::malloc(size); }\nvoid operator delete(void* at) noexcept { std::free(at); }\nvoid operator delete(void* at, std::size_t) noexcept { std::free(at); }\n`;
  await retarget.project(
    {
      'main.cpp':
        '#include <cstdio>\nint* made(int value) { return new int(value); }\nint main() { int* at = made(7); std::printf("two %d\\n", *at); delete at; }\n',
      'test1.cpp': replaced('first_count'),
      'test2.cpp': replaced('second_count'),
      'compile_commands.json': JSON.stringify(
        ['main.cpp', 'test1.cpp', 'test2.cpp'].map((file) => ({
          ...{ directory: folder, file },
          arguments: ['c++', '-O0', '-c', file, '-o', `${file}.o`],
        })),
      ),
    },
    { programs: [{ name: 'two', compileCommands: '.', main: 'main.cpp' }] },
  );
  const { printed, said } = await built();
  expect(said).toContain(
    'test1.cpp and test2.cpp both define _Znwm, and compile_commands.json does not say which of them belongs to two. test1.cpp comes first and is linked.',
  );
  expect(said).toContain(
    'If neither belongs to two, name all of its sources in "units", without "main"',
  );
  expect(printed).toEqual(['two 7\n', 'two 7\n']);
});
