// What builds do besides compiling and linking: libtool's ways, archives taken apart, joined objects, launchers, foreign tools.
import { join } from 'node:path';
import { chmod, copyFile, symlink } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { runProcess } from '../../../src/process/run-process.ts';
import { clang, MAIN, RecordedProject, TWICE } from './recorded-project.ts';

const project = new RecordedProject();
const BUILD = ['./build.sh'];

describe('libraries', () => {
  it('may be shared, made the way libtool makes them, with a script in the place of the executable', async () => {
    await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE });
    await project.writeScript(
      'build.sh',
      `mkdir -p .libs
gcc -O2 -c twice.c -fPIC -DPIC -o .libs/twice.o
gcc -O2 -c twice.c -o twice.o >/dev/null 2>&1
gcc -shared -fPIC -DPIC .libs/twice.o -Wl,-soname -Wl,libtwice.so.1 -o .libs/libtwice.so.1.0.0
(cd .libs && rm -f libtwice.so.1 && ln -s libtwice.so.1.0.0 libtwice.so.1)
(cd .libs && rm -f libtwice.so && ln -s libtwice.so.1.0.0 libtwice.so)
ar cr .libs/libtwice.a twice.o
ranlib .libs/libtwice.a
gcc -O2 -c main.c
gcc -O2 -o .libs/prog main.o ./.libs/libtwice.so
echo '#!/bin/sh' > prog
echo 'LD_LIBRARY_PATH=$(dirname $0)/.libs exec $(dirname $0)/.libs/prog "$@"' >> prog
chmod +x prog
./prog
`,
    );
    const outcome = await project.record(BUILD);
    expect(outcome.output).toBe('42\n');
    expect(outcome.executables.map(({ name, libraries }) => [name, libraries])).toEqual([
      ['prog', ['libtwice.so.1']],
    ]);
    const { program } = await project.loadKnown('prog', BUILD);
    const [library] = program.libraries ?? [];
    expect(library?.link?.flags).toContain('-Wl,-soname');
    expect(project.unit(library?.units ?? [], 'twice.c').flags).toContain('-DPIC');
    expect(program.link.flags).toEqual(['-O2', { library: 'libtwice.so.1' }]);
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['42\n', '42\n']);
  });

  it('may be taken apart and put together again', async () => {
    await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE, 'other.c': 'int other;\n' });
    await project.writeScript(
      'build.sh',
      `cc -O2 -c twice.c; cc -O2 -c other.c; cc -O2 -c main.c
ar rc libinner.a twice.o
mkdir -p apart && (cd apart && ar x ../libinner.a)
ar rc libouter.a other.o apart/twice.o
rm -rf apart libinner.a twice.o
cc main.o libouter.a -o prog
`,
    );
    await project.record(BUILD);
    const { program } = await project.loadKnown('prog', BUILD);
    expect(program.libraries?.map(({ name, units }) => [name, units.length])).toEqual([
      ['libouter.a', 2],
    ]);
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['42\n', '42\n']);
  });

  it('hold what they hold now, not what an earlier build put in', async () => {
    await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE, 'old.c': 'int old;\n' });
    const script = (objects: string): string =>
      `cc -O2 -c main.c; cc -O2 -c twice.c; cc -O2 -c old.c
rm -f libparts.a; ar qc libparts.a ${objects}
cc main.o -L. -Wl,--whole-archive -lparts -Wl,--no-whole-archive -o prog
`;
    await project.writeScript('build.sh', script('old.o twice.o'));
    await project.record(BUILD);
    await project.writeScript('build.sh', script('twice.o'));
    await project.record(BUILD);
    const { program } = await project.loadKnown('prog', BUILD);
    expect(program.libraries?.[0]?.units.map(({ source }) => source)).toEqual([
      join(project.path, 'twice.c'),
    ]);
    expect(program.link.flags).toEqual([
      '-L.',
      '-Wl,--whole-archive',
      { library: 'libparts.a' },
      '-Wl,--no-whole-archive',
    ]);
  });

  it('that are known in part and linked whole are linked as they are', async () => {
    await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE, 'old.c': 'int old;\n' });
    await project.writeScript(
      'build.sh',
      `[ -e libparts.a ] || { cc -O2 -c old.c; ar qc libparts.a old.o; rm old.o; }
cc -O2 -c main.c; cc -O2 -c twice.c
ar rc libparts.a twice.o
cc main.o -Wl,--whole-archive libparts.a -Wl,--no-whole-archive -o prog
`,
    );
    await runProcess({ command: './build.sh', args: [], cwd: project.path });
    await project.record(BUILD);
    const { warnings } = await project.load('prog', BUILD);
    expect(warnings).toContainEqual(expect.stringMatching(/Linked as they were.*libparts\.a/u));
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['42\n', '42\n']);
  });

  it.each([
    ['libparts.a', 'in libparts.a'],
    ['-Wl,--whole-archive libparts.a -Wl,--no-whole-archive', 'whole'],
  ])('still give what only they hold: %s', async (words, how) => {
    await project.writeAll({
      // Without it, the C library's own would be linked.
      'main.c':
        '#include <stdio.h>\nint rand(void), twice(int);\nint main(void) { printf("%d\\n", twice(rand())); return 0; }\n',
      'mine.c': 'int mine(void) { return 21; }\n',
      'twice.c': TWICE,
    });
    await project.writeScript(
      'build.sh',
      `cc -O2 -c main.c; cc -O2 -c twice.c; cc -O2 -c mine.c
objcopy --redefine-sym mine=rand mine.o own.o
ar rcs libparts.a own.o twice.o; rm own.o twice.o mine.o
cc main.o ${words} -o prog
`,
    );
    await project.record(BUILD);
    const { program, warnings } = await project.loadKnown('prog', BUILD);
    expect(program.libraries ?? []).toHaveLength(how === 'whole' ? 0 : 1);
    expect(warnings.join('\n')).toMatch(
      /as the build made them.*: libparts\.a \(for its member own\.o, which the build removed\)\./u,
    );
    expect(warnings.join('\n')).not.toContain('Left out');
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['42\n', '42\n']);
  });

  it('may be thin, with members of names of any length', async () => {
    const names = Array.from({ length: 16 }, (_, at) => 'm'.repeat(at + 1));
    for (const name of names) await project.write(`${name}.c`, `int ${name};\n`);
    await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE });
    await project.writeScript(
      'build.sh',
      `mkdir -p made; cc -O2 -c main.c
for each in twice ${names.join(' ')}; do cc -O2 -c $each.c -o made/$each.o; done
ar csrT libparts.a made/*.o
cc main.o libparts.a -o prog
`,
    );
    await project.record(BUILD);
    const { program, warnings } = await project.loadKnown('prog', BUILD);
    expect(program.libraries?.map(({ units }) => units.length)).toEqual([names.length + 1]);
    expect(warnings.join('\n')).not.toContain('Linked as they were');
  });

  it('of one name in two folders are two', async () => {
    await project.writeAll({
      'main.c':
        '#include <stdio.h>\nint one(void), two(void);\nint main(void) { printf("%d\\n", one() + two()); return 0; }\n',
      'a/one.c': 'int one(void) { return 1; }\n',
      'b/two.c': 'int two(void) { return 2; }\n',
    });
    await project.writeScript(
      'build.sh',
      `(cd a && cc -O2 -c one.c && ar rcs libx.a one.o)
(cd b && cc -O2 -c two.c && ar rcs libx.a two.o)
cc -O2 main.c a/libx.a b/libx.a -o prog
`,
    );
    await project.record(BUILD);
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['3\n', '3\n']);
  });
});

describe('objects', () => {
  it('that were joined by ld -r, moved and stripped are still their units', async () => {
    await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE });
    await project.writeScript(
      'build.sh',
      `cc -O2 -c main.c -o main.tmp.o; mv main.tmp.o main.o
cc -O2 -c twice.c -o twice.o
ld -r -o joined.o main.o twice.o
cp joined.o copied.o
cc copied.o -o prog.tmp
objcopy --only-keep-debug prog.tmp prog.debug
strip -o prog.stripped prog.tmp
install -m 755 prog.stripped prog
rm -f main.o twice.o prog.tmp prog.stripped
`,
    );
    await project.record(BUILD);
    const { program } = await project.loadKnown('prog', BUILD);
    expect(program.units.map(({ source }) => source)).toEqual([
      join(project.path, 'main.c'),
      join(project.path, 'twice.c'),
    ]);
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['42\n', '42\n']);
  });

  it('that were joined with what is gone are linked as they are', async () => {
    await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE, 'other.c': 'int other;\n' });
    await project.writeScript(
      'build.sh',
      `cc -O2 -c main.c; cc -O2 -c other.c; cc -O2 -c twice.c -o first.o
objcopy --redefine-sym unheard=of first.o twice.o
ld -r -o joined.o other.o twice.o; rm twice.o first.o
cc main.o joined.o -o prog
`,
    );
    await project.record(BUILD);
    const { warnings } = await project.load('prog', BUILD);
    expect(warnings.join('\n')).toMatch(
      /joined\.o \(merged \(ld -r\) from objects that the build deleted\)/u,
    );
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['42\n', '42\n']);
  });

  it('that no compiler for C made are linked as they are, and named', async () => {
    await project.writeAll({
      'main.c':
        '#include <stdio.h>\nextern const char _binary_text_txt_start[];\nint main(void) { printf("%.5s\\n", _binary_text_txt_start); return 0; }\n',
      'text.txt': 'hello',
    });
    await project.writeScript(
      'build.sh',
      'cc -O2 -c main.c\nobjcopy -I binary -O elf64-x86-64 text.txt text.o\ncc main.o text.o -o prog\n',
    );
    await project.record(BUILD);
    const { warnings } = await project.load('prog', BUILD);
    expect(warnings).toContainEqual(
      expect.stringMatching(/as the build made them.*text\.o \(rewritten by objcopy\)/u),
    );
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['hello\n', 'hello\n']);
  });

  it('that were there before are named, with what to do', async () => {
    await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE });
    await project.writeScript('build.sh', 'cc -O2 -c main.c\ncc main.o twice.o -o prog\n');
    await runProcess({ command: 'cc', args: ['-c', 'twice.c'], cwd: project.path });
    const outcome = await project.record(BUILD);
    expect(outcome.executables[0]?.warnings.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(
        /the recording did not see them built: .*twice\.o\. .*clean the build/u,
      ),
    );
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['42\n', '42\n']);
  });

  it.each([['./libtwice.so.1.2-rc1'], ['-L. -l:libtwice.so.1.2-rc1'], ['-L. -ltwice']])(
    'and shared libraries of the project too, linked by %s',
    async (words) => {
      await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE });
      await project.writeScript(
        'build.sh',
        `cc -O2 -c main.c\ncc main.o ${words} -Wl,-rpath,$PWD -o prog\n`,
      );
      const library = ['-shared', '-fPIC', 'twice.c', '-o', 'libtwice.so.1.2-rc1'];
      await runProcess({ command: 'cc', args: library, cwd: project.path });
      await symlink('libtwice.so.1.2-rc1', join(project.path, 'libtwice.so'));
      const outcome = await project.record(BUILD);
      expect(outcome.executables[0]?.warnings.map(({ message }) => message)).toContainEqual(
        expect.stringMatching(/the recording did not see them built: libtwice\.so/u),
      );
    },
  );

  it('may be of assembly sources', async () => {
    await project.writeAll({
      'main.c': MAIN,
      'twice.S':
        '#define ANSWER 42\n.globl twice\ntwice:\n  mov $ANSWER, %eax\n  ret\n.section .note.GNU-stack,"",@progbits\n',
    });
    await project.writeScript(
      'build.sh',
      'cc -O2 -c main.c\ncc -c twice.S\ncc main.o twice.o -o prog\n',
    );
    await project.record(BUILD);
    const { program } = await project.loadKnown('prog', BUILD);
    expect(project.unit(program.units, 'twice.S').language).toBe('assembly');
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['42\n', '42\n']);
  });
});

describe('flags', () => {
  it('that choose a CPU or link-time optimisation go, and those of single files stay', async () => {
    await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE });
    await project.writeScript(
      'build.sh',
      `gcc -O2 -march=native -mtune=native -flto -ffat-lto-objects -c main.c
gcc -O2 -march=native -flto -ffat-lto-objects -mavx2 -c twice.c
gcc -O2 -flto=auto main.o twice.o -o prog
`,
    );
    await project.record(BUILD);
    const { program } = await project.loadKnown('prog', BUILD);
    expect(project.unit(program.units, 'main.c').flags).toEqual(['-O2']);
    expect(project.unit(program.units, 'twice.c').flags).toEqual(['-O2', '-mavx2']);
    expect(program.link.flags).toEqual(['-O2']);
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['42\n', '42\n']);
  });

  it('that only GCC takes go, and are told', async () => {
    await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE });
    await project.writeScript(
      'build.sh',
      'gcc -O2 -Werror -fno-guess-branch-probability -fweb -fcf-protection=none -c main.c twice.c\ngcc -fweb main.o twice.o -o prog\n',
    );
    await project.record(BUILD);
    const { program, warnings } = await project.loadKnown('prog', BUILD);
    const unit = project.unit(program.units, 'main.c');
    // Of -fweb clang knows the name, and does nothing.
    expect(unit.flags).toEqual(['-O2', '-fweb', '-fcf-protection=none']);
    expect(unit.removed).toContainEqual({
      flag: '-fno-guess-branch-probability',
      reason: 'unsupported',
    });
    expect(unit.removed).toContainEqual({ flag: '-Werror', reason: 'unsupported' });
    expect(warnings).toContainEqual(
      expect.stringMatching(/uses GCC\. Retarget compiles the same files with clang/u),
    );
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['42\n', '42\n']);
  });

  it('of a build by clang stay all', async () => {
    await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE });
    await project.writeScript(
      'build.sh',
      `CC=${await clang()}\n$CC -O2 -Werror -Weverything -Wno-everything -c main.c twice.c\n$CC main.o twice.o -o prog\n`,
    );
    await project.record(BUILD);
    const { program, warnings } = await project.loadKnown('prog', BUILD);
    expect(project.unit(program.units, 'main.c').flags).toContain('-Werror');
    expect(warnings).toEqual([]);
  });
});

describe('a compiler that the loader does not let the recorder into', () => {
  const STATIC = `#include <unistd.h>
int main(int count, char **words) { (void)count; words[0] = "COMPILER"; execv("COMPILER", words); return 1; }
`;

  it('is seen on PATH and by CC all the same', async () => {
    const cc = await clang();
    await project.writeAll({
      'main.c': MAIN,
      'twice.c': TWICE,
      'static.c': STATIC.replaceAll('COMPILER', cc),
    });
    const tool = join(project.path, 'tools', 'clang');
    await project.write('tools/.keep');
    await runProcess({ command: cc, args: ['-static', 'static.c', '-o', tool], cwd: project.path });
    await copyFile(tool, join(project.path, 'tools', 'gcc'));
    await chmod(join(project.path, 'tools', 'gcc'), 0o755);
    await project.writeScript(
      'build.sh',
      '$CC -O2 -c main.c\ngcc -O2 -c twice.c\n$CC main.o twice.o -o prog\n',
    );
    const before = { ...process.env };
    process.env['CC'] = tool;
    process.env['PATH'] = `${join(project.path, 'tools')}:${before['PATH'] ?? ''}`;
    try {
      const outcome = await project.record(BUILD);
      expect(outcome.executables.map(({ units }) => units)).toEqual([2]);
    } finally {
      process.env['PATH'] = before['PATH'];
      delete process.env['CC'];
    }
    const { program } = await project.loadKnown('prog', BUILD);
    expect(program.units).toHaveLength(2);
  });

  it('is seen where nothing is let in anywhere', async () => {
    await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE });
    await project.writeScript(
      'build.sh',
      'cc -O2 -c main.c -o main.tmp && mv main.tmp main.o\ngcc -O2 -c twice.c\nar rcs libtwice.a twice.o\ncc main.o -L. -ltwice -o prog\n./prog\n',
    );
    const outcome = await project.record(BUILD, { shimsOnly: true });
    expect(outcome.output).toBe('42\n');
    const { program } = await project.loadKnown('prog', BUILD);
    expect(program.libraries?.map(({ name }) => name)).toEqual(['libtwice.a']);
    expect(program.units).toHaveLength(1);
  });
});
