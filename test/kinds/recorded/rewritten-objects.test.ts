// Objects that objcopy or strip changed: what is linked under other names is not what their sources make.
import { beforeEach, describe, expect, it } from 'vitest';
import { BUILD, RecordedProject, sourcesOf } from './recorded-project.ts';

const project = new RecordedProject();

beforeEach(async () => {
  await project.writeAll({
    'main.c': `#include <stdio.h>
int one(void), two(void);
int main(void) { printf("%d\\n", one() + two()); return 0; }
`,
    // Both define it: without objcopy they cannot be linked together.
    'one.c': 'int help(void) { return 1; }\nint one(void) { return help(); }\n',
    'two.c': 'int help(void) { return 2; }\nint two(void) { return help(); }\n',
    'globals.txt': 'two\n',
    'renamed.txt': 'help other\n',
  });
});

async function recorded(rewrite: string, object = 'two.o'): Promise<void> {
  await project.recordScript(
    `gcc -O2 -c main.c one.c two.c\n${rewrite}\ngcc main.o one.o ${object} -o prog\n`,
  );
}

describe('an object that objcopy or strip changed', () => {
  it.each([
    ['objcopy --keep-global-symbol=two two.o', 'two.o', 'objcopy'],
    ['objcopy --keep-global-symbols=globals.txt two.o', 'two.o', 'objcopy'],
    ['objcopy -G two two.o changed.o', 'changed.o', 'objcopy'],
    ['objcopy --localize-symbol help two.o', 'two.o', 'objcopy'],
    ['objcopy --weaken two.o', 'two.o', 'objcopy'],
    ['objcopy --weaken-symbol help two.o changed.o', 'changed.o', 'objcopy'],
    ['objcopy --strip-symbol=help two.o', 'two.o', 'objcopy'],
    ['objcopy --redefine-sym help=other two.o changed.o', 'changed.o', 'objcopy'],
    ['objcopy --redefine-syms renamed.txt two.o', 'two.o', 'objcopy'],
    ['objcopy --redefine-sym help=other --globalize-symbol two two.o', 'two.o', 'objcopy'],
    [
      'objcopy --prefix-symbols x_ two.o; objcopy --redefine-sym x_two=two two.o',
      'two.o',
      'objcopy',
    ],
    ['strip --strip-unneeded -N help two.o', 'two.o', 'strip'],
  ])('is linked as it was, and named: %s', async (rewrite, object, tool) => {
    await recorded(rewrite, object);
    const { program, warnings } = await project.loadKnown('prog', BUILD);
    expect(sourcesOf(program, project)).toEqual(['main.c', 'one.c']);
    expect(program.link.flags).toEqual([object]);
    expect(warnings.join('\n')).toContain(`${object} (rewritten by ${tool})`);
  });

  it('and that is a member of an archive makes what the build made', async () => {
    await project.recordScript(`gcc -O2 -c main.c one.c two.c
objcopy --keep-global-symbol two two.o
ar rcs liball.a one.o two.o
gcc main.o liball.a -o prog
`);
    const { warnings } = await project.load('prog', BUILD);
    expect(warnings.join('\n')).toContain('two.o (rewritten by objcopy)');
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['3\n', '3\n']);
  });

  it.each([
    'objcopy --rename-section .text=.text.two,alloc,load,readonly,code,contents one.o changed.o',
    'objcopy --add-section .more=renamed.txt one.o changed.o',
    'objcopy --set-section-flags .data=alloc one.o changed.o',
    'objcopy --remove-section .data.rel.ro one.o changed.o',
  ])('in its sections is linked as it was: %s', async (rewrite) => {
    await project.write('one.c', 'int one(void) { return 1; }\n');
    await project.recordScript(
      `gcc -O2 -c main.c one.c two.c\n${rewrite}\ngcc main.o changed.o two.o -o prog\n`,
    );
    const { warnings } = await project.load('prog', BUILD);
    expect(warnings.join('\n')).toContain('changed.o (rewritten by objcopy)');
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['3\n', '3\n']);
  });

  it.each([
    'objcopy --strip-debug two.o changed.o',
    'strip -g -o changed.o two.o',
    'strip -R .comment --strip-unneeded -o changed.o two.o',
    'objcopy -R .comment --remove-section=.note.GNU-stack two.o changed.o',
    'objcopy --only-keep-debug two.o two.debug; objcopy -g --add-gnu-debuglink two.debug two.o changed.o',
    'objcopy --dump-section .text=text.bin two.o changed.o',
  ])('in nothing that is linked is its source: %s', async (rewrite) => {
    await project.write('two.c', 'int two(void) { return 2; }\n');
    await recorded(rewrite, 'changed.o');
    const { program, warnings } = await project.loadKnown('prog', BUILD);
    expect(sourcesOf(program, project)).toEqual(['main.c', 'one.c', 'two.c']);
    expect(warnings.join('\n')).not.toContain('Linked as');
  });

  it('may be one of several on one line', async () => {
    await project.write('two.c', 'int two(void) { return 2; }\nint extra;\n');
    await recorded('strip --strip-unneeded -N extra main.o two.o');
    const { program } = await project.loadKnown('prog', BUILD);
    expect(program.link.flags).toEqual(['main.o', { objects: 1 }, 'two.o']);
  });
});

it('an executable whose names were taken away is the same program', async () => {
  await project.write('two.c', 'int two(void) { return 2; }\n');
  await project.recordScript(`gcc -O2 -c main.c one.c two.c
gcc main.o one.o two.o -o all
objcopy --strip-symbol help -K main all prog; strip -K main prog; rm all
`);
  const { program } = await project.loadKnown('prog', BUILD);
  expect(sourcesOf(program, project)).toEqual(['main.c', 'one.c', 'two.c']);
});
