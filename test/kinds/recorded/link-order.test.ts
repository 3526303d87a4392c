// Where objects stand on a recorded link line: constructors run, and archives are read, in that order.
import { describe, expect, it } from 'vitest';
import { clang, RecordedProject } from './recorded-project.ts';

const project = new RecordedProject();

/** Says in which order the constructors of these files ran. */
async function writeConstructors(...names: readonly string[]): Promise<void> {
  await project.write('order.h', '#include <stdio.h>\nextern char order[]; extern int length;\n');
  for (const name of names) {
    await project.write(
      `${name}.c`,
      `#include "order.h"\n__attribute__((constructor)) static void run(void) { order[length++] = '${name}'; }\n`,
    );
  }
  await project.write(
    'main.c',
    '#include "order.h"\nchar order[9]; int length;\nint main(void) { puts(order); return 0; }\n',
  );
}

const COMMAND = ['./build.sh'];
const WHOLE = '-Wl,--whole-archive libw.a -Wl,--no-whole-archive';

describe('the objects of a recorded link', () => {
  it('stay behind an archive that is linked whole, and between two', async () => {
    await writeConstructors('a', 'b', 'c', 'd', 'e');
    await project.writeScript(
      'build.sh',
      `gcc -O2 -c *.c\nar rcs libw.a a.o\nar rcs libv.a d.o\ngcc -o app b.o ${WHOLE} c.o main.o ${WHOLE.replace('libw', 'libv')} e.o\n./app\n`,
    );
    await project.record(COMMAND);
    const { program } = await project.loadKnown('app', COMMAND);
    expect(program.link.flags.filter((word) => typeof word !== 'string')).toEqual([
      ...[{ objects: 1 }, { library: 'libw.a' }, { objects: 2 }],
      ...[{ library: 'libv.a' }, { objects: 1 }],
    ]);
    expect(await project.buildAndRun('app', COMMAND)).toEqual(['bacde\n', 'bacde\n']);
  });

  it('do so in a shared library', async () => {
    await writeConstructors('a', 'b');
    await project.write('order.c', 'char order[9]; int length;\n');
    await project.write(
      'main.c',
      '#include "order.h"\nint main(void) { puts(order); return 0; }\n',
    );
    await project.writeScript(
      'build.sh',
      `gcc -O2 -fPIC -c a.c b.c order.c\nar rcs libw.a a.o\ngcc -shared -o libboth.so ${WHOLE} b.o order.o\ngcc -o app main.c -L. -lboth -Wl,-rpath,.\n`,
    );
    await project.record(COMMAND);
    expect(await project.buildAndRun('app', COMMAND)).toEqual(['ab\n', 'ab\n']);
  });

  it('stay between what parts them for the linker: members that are taken only where they are needed', async () => {
    await writeConstructors('a', 'b', 'c');
    await project.writeScript(
      'build.sh',
      `${await clang()} -O2 -c *.c\n${await clang()} -fuse-ld=lld -o app a.o main.o -Wl,--start-lib b.o -Wl,--end-lib c.o\n`,
    );
    await project.record(COMMAND);
    expect(await project.buildAndRun('app', COMMAND)).toEqual(['ac\n', 'ac\n']);
  });

  it('need no place where they stand in front of everything else', async () => {
    await writeConstructors('a');
    await project.writeScript(
      'build.sh',
      'gcc -O2 -c *.c\ngcc -O2 -s -o app main.o a.o -Wl,--as-needed -lm\n',
    );
    await project.record(COMMAND);
    const { program } = await project.loadKnown('app', COMMAND);
    expect(program.link.flags).toEqual(['-O2', '-s', '-Wl,--as-needed', '-lm']);
  });
});
