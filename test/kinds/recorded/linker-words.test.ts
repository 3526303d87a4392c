// What a build hands to the linker itself: the project's own archives there are built for each target, in their places.
import { beforeEach, describe, expect, it } from 'vitest';
import type { LinkWord } from '../../../src/model/program.ts';
import { runProcess } from '../../../src/process/run-process.ts';
import { BUILD, RecordedProject } from './recorded-project.ts';

const project = new RecordedProject();

beforeEach(async () => {
  await project.writeAll({
    'main.c': `#include <stdio.h>
int one(void), two(void);
int main(void) { printf("%d\\n", one() + two()); return 0; }
`,
    'one.c': 'int one(void) { return 1; }\n',
    'two.c': 'int two(void) { return 2; }\n',
  });
});

async function built(link: string): Promise<void> {
  await project.recordScript(`gcc -O2 -c main.c; gcc -O2 -fPIC -c one.c; gcc -O2 -fPIC -c two.c
ar rcs libx.a one.o; ar rcs liby.a two.o
${link}
`);
}

const X: LinkWord = { library: 'libx.a' };
const Y: LinkWord = { library: 'liby.a' };

describe('archives of the build that the linker is told of', () => {
  it.each<[string, readonly LinkWord[]]>([
    [
      '-Wl,--whole-archive,libx.a,--no-whole-archive -L. -Wl,-Bstatic,-ly,-Bdynamic',
      [
        ...['-Wl,--whole-archive', X, '-Wl,--no-whole-archive', '-L.'],
        ...['-Wl,-Bstatic', Y, '-Wl,-Bdynamic'],
      ],
    ],
    ['-Wl,--start-group,libx.a,liby.a,--end-group', ['-Wl,--start-group', X, Y, '-Wl,--end-group']],
    ['-L. -Wl,-lx -Wl,-ly', ['-L.', X, Y]],
    ['-Wl,-L.,-l,x -Wl,--library=y', ['-Wl,-L.', X, Y]],
    ['-Xlinker libx.a -Xlinker liby.a', [X, Y]],
    // What an option takes is no archive, whatever it is called; what would write a file is left out.
    [
      '-Wl,-rpath,.,libx.a -Xlinker -rpath -Xlinker liby.a liby.a',
      ['-Wl,-rpath,.', X, '-Xlinker', '-rpath', '-Xlinker', 'liby.a', Y],
    ],
    ['libx.a -Xlinker -Map -Xlinker liby.a.map liby.a', [X, Y]],
  ])('are built for each target: %s', async (line, flags) => {
    await built(`gcc main.o ${line} -o prog`);
    const { program, warnings } = await project.loadKnown('prog', BUILD);
    expect(program.link.flags).toEqual(flags);
    expect(program.libraries?.map(({ name, units }) => [name, units.length])).toEqual([
      ['libx.a', 1],
      ['liby.a', 1],
    ]);
    expect(warnings.join('\n')).not.toContain('Linked as');
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['3\n', '3\n']);
  });

  it('may be all that a shared library is made of', async () => {
    await built(`gcc -shared -o libboth.so -L. -Wl,--whole-archive -lx -Wl,liby.a,--no-whole-archive
gcc main.o libboth.so -Wl,-rpath,. -o prog`);
    const { program } = await project.loadKnown('prog', BUILD);
    expect(program.libraries?.map(({ name }) => name)).toEqual(['libx.a', 'liby.a', 'libboth.so']);
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['3\n', '3\n']);
  });

  it('are not where only the value of an option is called so', async () => {
    await built(`gcc -shared one.o two.o -Wl,-soname -Wl,libx.a -o libboth.so
gcc main.o libboth.so -o prog`);
    const { program } = await project.loadKnown('prog', BUILD);
    expect(program.libraries?.map(({ name }) => name)).toEqual(['libx.a']);
    expect(program.libraries?.[0]?.link?.flags).toEqual(['-Wl,-soname', '-Wl,libx.a']);
  });

  it('are named where they were there before', async () => {
    await project.writeScript('before.sh', 'gcc -c one.c; ar rcs libx.a one.o\n');
    await runProcess({ command: './before.sh', args: [], cwd: project.path });
    await project.recordScript(
      'gcc -O2 -c main.c two.c; ar rcs liby.a two.o\ngcc main.o -Wl,liby.a,libx.a -o prog\n',
    );
    const { program, warnings } = await project.loadKnown('prog', BUILD);
    expect(program.link.flags).toEqual([Y, 'libx.a']);
    expect(warnings).toContainEqual(
      expect.stringMatching(/the recording did not see them built: libx\.a\./u),
    );
  });
});
