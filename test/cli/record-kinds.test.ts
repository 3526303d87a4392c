// Builds whose record is easily misread: links that only try something, sources that make removes, a name that CMake has too.
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { hasCmake } from '../kinds/cmake/cmake-project.ts';
import { bundledCommandLine } from './retarget.ts';

const retarget = bundledCommandLine();

async function makeProject(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(retarget.folder, name);
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  return folder;
}

const PRINTS = (word: string): string =>
  `#include <stdio.h>\nint main(void) { puts("${word}"); return 0; }\n`;
const FAST = ['--budget', '1', '--targets', 'x86-64', '--json'];

describe('a recorded build', () => {
  it('offers no program that was linked into a device, or removed once it had linked', async () => {
    const cwd = await makeProject('probing', {
      'main.c': PRINTS('app'),
      Makefile: `HAVE := $(shell printf 'int main(void){return 0;}' | $(CC) -o /dev/null -pthread -x c - && echo 1)
app: main.c
\techo 'int main(void){return 0;}' > conftest.c
\t$(CC) -o conftest conftest.c && ./conftest && rm -f conftest conftest.c
\tprintf 'int main(void){return 0;}' | $(CC) -x c - && rm -f a.out
\t$(CC) -O2 -DP=$(HAVE) -o app main.c
`,
    });
    const result = await retarget.run(['record', '--profile', ...FAST, '--', 'make'], { cwd });
    expect(result.exitCode).toBe(0);
    const { programs } = JSON.parse(result.stdout) as Run;
    expect(programs.map(({ name }) => name)).toEqual(['app']);
  });

  it('whose sources make removes again is told how they are kept, by a command that works', async () => {
    const cwd = await makeProject('implicit', {
      'calc.y': PRINTS('calculated'),
      Makefile: `calc: calc.tab.o
\t$(CC) -O2 -o $@ $^
%.tab.c: %.y
\tcp $< $@
%.o: %.c
\t$(CC) -O2 -c $< -o $@
clean:
\trm -f *.o calc calc.tab.c
`,
    });
    const record = ['record', '--profile', '--name', 'calc', ...FAST, '--', 'make'];
    const refused = await retarget.run(record, { cwd });
    expect(existsSync(join(cwd, 'calc.tab.c'))).toBe(false);
    const [failure] = (JSON.parse(refused.stdout) as Run).programs.map((each) => each.failure);
    expect(failure?.message).toContain('calc.tab.c');
    expect(failure?.hint).toContain('.PRECIOUS: calc.tab.c');
    const line = 'make clean && make calc.tab.c && make';
    expect(failure?.remedies).toContainEqual({ kind: 'record', command: ['sh', '-c', line] });
    const again = ['record', '--profile', '--name', 'calc', ...FAST, '--', 'sh', '-c', line];
    const result = await retarget.run(again, { cwd });
    expect(result.exitCode).toBe(0);
  });

  it.skipIf(!hasCmake)('is meant by a name that CMake has for a program, too', async () => {
    const cwd = await makeProject('twice', {
      'CMakeLists.txt':
        'cmake_minimum_required(VERSION 3.14)\nproject(x C)\nadd_executable(x cmake.c)\n',
      'cmake.c': PRINTS('of CMake'),
      'own.c': PRINTS('recorded'),
      Makefile: 'x: own.c\n\t$(CC) -O2 -o x own.c\n',
    });
    const record = ['record', '--profile', '--name', 'x', ...FAST, '--', 'make'];
    expect((await retarget.run(record, { cwd })).exitCode).toBe(0);
    const out = join(retarget.folder, 'out of twice');
    const built = await retarget.run(['build', '.', '--program', 'x', '--out', out], { cwd });
    expect(built.exitCode).toBe(0);
    const ran = await runProcess({ command: join(out, 'x', 'x86-64', 'x'), args: [] });
    expect(ran.stdout).toBe('recorded\n');
  });
});

it('a build of programs whose names look alike puts each into a folder of its own', async () => {
  const names = [
    ...['a:b', 'a_b-6783a31e', 'A:b', '..x', '-rf', '=1+1|x<b>', '...', 'prog', 'Prog', 'PROG'],
    ...['nul', 'NUL.txt', 'end.', 'end ', 'end', 'cafe\u0301', 'caf\u00e9', '\u202eevil', '7.c.o'],
  ];
  const files = names.map((name, at) => [`${at}.c`, PRINTS(name)] as const);
  const programs = names.map((name, at) => ({ name, sources: [`${at}.c`] }));
  const cwd = await makeProject('alike', {
    ...Object.fromEntries(files),
    'retarget.json': JSON.stringify({ baseline: 'x86-64', targets: ['x86-64-v2'], programs }),
  });
  const out = join(retarget.folder, 'out of alike');
  const result = await retarget.run(['build', '.', '--out', out], { cwd });
  expect(result.exitCode).toBe(0);
  const found = await runProcess({
    command: 'sh',
    args: [
      '-c',
      'for each in "$1"/*/x86-64/* "$1"/.*/x86-64/*; do test -x "$each" && "$each"; done; true',
      'sh',
      out,
    ],
  });
  expect(found.stdout.trimEnd().split('\n').sort()).toEqual([...names].sort());
  // Where case and ways to write an accent are no difference, and on Windows.
  const folders = await readdir(out);
  expect(new Set(folders.map((name) => name.normalize('NFC').toLowerCase())).size).toBe(
    names.length,
  );
  expect(folders.filter((name) => /^(?:nul|con)\b(?!-)|[. ]$/iu.test(name))).toEqual([]);
  for (const folder of folders) expect(await readdir(join(out, folder, 'x86-64'))).toHaveLength(2);
  const again = await retarget.run(['build', '.', '--out', out, '--program', 'Prog'], { cwd });
  expect(again.exitCode).toBe(0);
  expect(await readdir(out)).toEqual(folders);
});
