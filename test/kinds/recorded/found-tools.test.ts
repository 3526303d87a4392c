// Builds that run ccache, Meson, other linkers and compilers of other languages: those of the system, where they are installed.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runProcess } from '../../../src/process/run-process.ts';
import { clang, MAIN, RecordedProject, TWICE } from './recorded-project.ts';

const project = new RecordedProject();
const BUILD = ['./build.sh'];

/** Whether a program is installed; says so where it is not, since its tests are then left out. */
function isInstalled(path: string): boolean {
  if (existsSync(path)) return true;
  process.stderr.write(`${path} is not installed: builds with it are not tested.\n`);
  return false;
}

const NVCC = (process.env['PATH'] ?? '')
  .split(':')
  .some((folder) => existsSync(join(folder, 'nvcc')));

const environment = { ...process.env };
afterEach(() => {
  process.env = { ...environment };
});

async function unitsAfter(command: readonly string[], executable = 'prog') {
  const { program, warnings } = await project.loadKnown(executable, command);
  return {
    units: [program, ...(program.libraries ?? [])].reduce(
      (sum, { units }) => sum + units.length,
      0,
    ),
    warnings: warnings.join('\n'),
  };
}

describe.runIf(isInstalled('/usr/bin/ccache'))('ccache', () => {
  const MAKEFILE =
    'prog: main.o twice.o\n\t$(CC) -o $@ main.o twice.o\n%.o: %.c\n\t$(CC) -O2 -c $<\nclean:\n\trm -f *.o prog\n';

  /** Also where ccache has it all, and calls no compiler. */
  async function recordedTwice(command: readonly string[]): Promise<void> {
    await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE, Makefile: MAKEFILE });
    process.env['CCACHE_DIR'] = join(project.path, '.ccache');
    for (let again = 0; again < 2; again += 1) {
      await project.record(command);
      const { units, warnings } = await unitsAfter(command);
      expect(units).toBe(2);
      expect(warnings).toMatch(/uses GCC\. Retarget compiles the same files with clang/u);
      expect(await project.buildAndRun('prog', command)).toEqual(['42\n', '42\n']);
      if (again === 0) await project.record(['make', 'clean']);
    }
  }

  it('in front of the compiler is seen, and the compiler behind it', async () => {
    await recordedTwice(['make', 'CC=ccache gcc']);
  });

  it.runIf(isInstalled('/usr/lib/ccache/gcc'))('in the place of the compiler is seen', async () => {
    process.env['PATH'] = `/usr/lib/ccache:${process.env['PATH'] ?? ''}`;
    await recordedTwice(['make', 'CC=gcc']);
  });

  it('in front of clang is no other compiler', async () => {
    await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE, Makefile: MAKEFILE });
    process.env['CCACHE_DIR'] = join(project.path, '.ccache');
    const command = ['make', `CC=ccache ${await clang()}`];
    await project.record(command);
    expect(await unitsAfter(command)).toEqual({ units: 2, warnings: '' });
  });
});

describe.runIf(isInstalled('/usr/bin/meson'))('Meson', () => {
  it('is learnt with its static and shared libraries', async () => {
    await project.writeAll({
      'main.c':
        '#include <stdio.h>\nint twice(int); int thrice(int);\nint main(void) { printf("%d\\n", twice(9) + thrice(8)); return 0; }\n',
      'lib/twice.c': TWICE,
      'lib/thrice.c': 'int thrice(int x) { return 3 * x; }\n',
      'lib/meson.build':
        "twice = static_library('twice', 'twice.c')\nthrice = shared_library('thrice', 'thrice.c')\n",
      'meson.build': `project('small', 'c', default_options: ['buildtype=release'])
subdir('lib')
executable('prog', 'main.c', link_with: [twice, thrice])
`,
    });
    const command = ['sh', '-c', 'meson setup out && ninja -C out'];
    const { executables } = await project.record(command);
    expect(executables.map(({ name, units }) => [name, units])).toEqual([['out/prog', 3]]);
    const { program } = await project.loadKnown('out/prog', command);
    expect(program.libraries?.map(({ name }) => name).sort()).toEqual([
      'libthrice.so',
      'libtwice.a',
    ]);
    expect(project.unit(program.units, 'main.c').flags).toContain('-O3');
    expect(await project.buildAndRun('out/prog', command)).toEqual(['42\n', '42\n']);
  });
});

describe('another linker', () => {
  const linked = async (line: string): Promise<void> => {
    await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE });
    await project.writeScript('build.sh', `cc -O2 -c main.c twice.c\n${line}\n`);
    await project.record(BUILD);
    expect((await unitsAfter(BUILD)).units).toBe(2);
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['42\n', '42\n']);
  };

  it.runIf(isInstalled('/usr/bin/mold'))('mold, by -fuse-ld of either compiler', async () => {
    await linked('gcc -fuse-ld=mold main.o twice.o -o prog');
    await linked(`${await clang()} -fuse-ld=mold main.o twice.o -o prog`);
  });

  it.runIf(isInstalled('/usr/bin/mold'))('mold, by mold -run', async () => {
    await linked('mold -run gcc main.o twice.o -o prog');
  });

  it('lld and gold, by -fuse-ld', async () => {
    await linked(`${await clang()} -fuse-ld=lld main.o twice.o -o prog`);
    await linked('gcc -fuse-ld=gold main.o twice.o -o prog');
  });
});

describe.runIf(isInstalled('/usr/bin/nasm'))('assembly for nasm', () => {
  const TWICE_ASM =
    'global twice\nsection .text\ntwice:\n  lea eax, [rdi + rdi]\n  ret\nsection .note.GNU-stack noalloc noexec nowrite progbits\n';

  const OTHER_ASM = TWICE_ASM.replaceAll('twice', 'other');

  it.each(['nasm -f elf64 twice.asm', 'nasm -felf64 -o twice.o twice.asm'])(
    'is linked as the build made it, and named: %s',
    async (line) => {
      await project.writeAll({ 'main.c': MAIN, 'twice.asm': TWICE_ASM });
      await project.writeScript(
        'build.sh',
        `cc -O2 -c main.c\n${line}\ncc main.o twice.o -o prog\n`,
      );
      await project.record(BUILD);
      expect((await unitsAfter(BUILD)).warnings).toMatch(
        /Linked as the build made them.*: twice\.o \(assembled by nasm\)\./u,
      );
      expect(await project.buildAndRun('prog', BUILD)).toEqual(['42\n', '42\n']);
    },
  );

  it('is not taken for a source of the same name in another folder', async () => {
    await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE, 'asm/twice.asm': OTHER_ASM });
    await project.writeScript(
      'build.sh',
      'cc -O2 -c main.c twice.c\nnasm -f elf64 asm/twice.asm\ncc main.o twice.o asm/twice.o -o prog\n',
    );
    await project.record(BUILD);
    const { units, warnings } = await unitsAfter(BUILD);
    expect(units).toBe(2);
    expect(warnings).toContain('asm/twice.o (assembled by nasm)');
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['42\n', '42\n']);
  });

  it('in a library is linked as the build made it', async () => {
    await project.writeAll({ 'main.c': MAIN, 'twice.asm': TWICE_ASM, 'other.c': 'int other;\n' });
    await project.writeScript(
      'build.sh',
      'cc -O2 -c main.c other.c\nnasm -f elf64 twice.asm -o twice.o\nar rcs libtwice.a other.o twice.o\ncc main.o libtwice.a -o prog\n',
    );
    await project.record(BUILD);
    expect((await unitsAfter(BUILD)).warnings).toContain('twice.o (assembled by nasm)');
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['42\n', '42\n']);
  });
});

describe.runIf(isInstalled('/usr/bin/gfortran'))('Fortran', () => {
  const TWICE_F90 = `integer(c_int) function twice(x) bind(c)
  use iso_c_binding
  integer(c_int), value :: x
  character(8) :: text
  write (text, '(i8)') 2 * x
  read (text, *) twice
end function
`;
  const NAMED =
    /Linked as the build made them.*: (?:twice\.o \(compiled by gfortran|twice\.f90 \(Fortran)\)\./u;

  it.each([
    ['gfortran', 'gfortran -O2 -c twice.f90', 'gfortran main.o twice.o -o prog'],
    ['gfortran by gcc', 'gcc -O2 -c twice.f90', 'gcc main.o twice.o -lgfortran -o prog'],
  ])('of %s is linked as the build made it, and named', async (_, compile, link) => {
    await project.writeAll({ 'main.c': MAIN, 'twice.f90': TWICE_F90 });
    await project.writeScript('build.sh', `cc -O2 -c main.c\n${compile}\n${link}\n`);
    await project.record(BUILD);
    expect((await unitsAfter(BUILD)).warnings).toMatch(NAMED);
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['42\n', '42\n']);
  });

  it('may be linked with flags that only its compiler takes', async () => {
    await project.writeAll({ 'main.c': MAIN, 'twice.f90': TWICE_F90 });
    const flags = '-O2 -cpp -std=f2008 -ffree-form -fimplicit-none -fno-underscoring -J .';
    await project.writeScript(
      'build.sh',
      `cc -O2 -c main.c\ngfortran ${flags} -c twice.f90\ngfortran ${flags} main.o twice.o -o prog\n`,
    );
    await project.record(BUILD);
    const { program } = await project.loadKnown('prog', BUILD);
    expect(program.link.flags).toEqual(['-O2', 'twice.o', '-lgfortran', '-lm']);
    expect(program.link.removed).toContainEqual({ flag: '-ffree-form', reason: 'unsupported' });
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['42\n', '42\n']);
  });

  it('that is compiled and linked in one line is refused by name', async () => {
    await project.writeAll({ 'main.c': MAIN, 'twice.f90': TWICE_F90 });
    await project.writeScript('build.sh', 'gfortran -O2 main.c twice.f90 -o prog\n');
    const { executables } = await project.record(BUILD);
    expect(executables.map(({ name }) => name)).toEqual(['prog']);
    expect((await unitsAfter(BUILD)).warnings).toMatch(/Left out.*twice\.f90 \(Fortran\)/u);
  });
});

describe('flang', () => {
  /** Stands for the compiler of that name: its calls are what is seen. */
  const STAND_IN = `#include <unistd.h>
int main(int count, char **words) { (void)count; words[0] = "gcc"; return execvp("gcc", words); }
`;

  it.each(['', '-o twice.o '])('compiles what is linked as it is: flang -c %s', async (output) => {
    await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE, 'tools/flang.c': STAND_IN });
    const path = join(project.path, 'tools');
    await runProcess({ command: 'cc', args: ['flang.c', '-o', 'flang'], cwd: path });
    process.env['PATH'] = `${path}:${process.env['PATH'] ?? ''}`;
    await project.write('twice.f', TWICE);
    await project.writeScript(
      'build.sh',
      `cc -O2 -c main.c\nflang -c -x c ${output}twice.f\ncc main.o twice.o -o prog\n`,
    );
    await project.record(BUILD);
    expect((await unitsAfter(BUILD)).warnings).toContain('twice.o (compiled by flang)');
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['42\n', '42\n']);
  });
});

describe('CUDA', () => {
  const HOST = 'extern "C" int twice(int x) { return 2 * x; }\n';
  /** Stands for nvcc where there is none: its calls are what is seen. */
  const STAND_IN = `#include <unistd.h>
int main(int count, char **words) { (void)count; words[0] = "g++"; return execvp("g++", words); }
`;

  async function build(script: string): Promise<void> {
    await project.writeAll({ 'main.c': MAIN, 'twice.cu': HOST, 'tools/nvcc.c': STAND_IN });
    if (!NVCC) {
      const path = join(project.path, 'tools');
      await runProcess({ command: 'cc', args: ['nvcc.c', '-o', 'nvcc'], cwd: path });
      process.env['PATH'] = `${path}:${process.env['PATH'] ?? ''}`;
    }
    await project.writeScript('build.sh', script);
  }
  /** Only nvcc itself knows the language by the file's name. */
  const compile = NVCC ? 'nvcc -c twice.cu -o twice.o' : 'nvcc -x c++ -c twice.cu -o twice.o';

  const link = NVCC
    ? `eval g++ main.o twice.o $(nvcc -dryrun twice.cu 2>&1 | sed -n 's/^#[$] LIBRARIES=//p') -lcudart_static -ldl -lrt -lpthread -o prog`
    : 'g++ main.o twice.o -o prog';

  it('is linked as the build made it, and named, where another compiler links it', async () => {
    await build(`cc -O2 -c main.c\n${compile}\n${link}\n`);
    await project.record(BUILD);
    expect((await unitsAfter(BUILD)).warnings).toMatch(
      /Linked as the build made them.*: twice\.o \(compiled by nvcc\)\./u,
    );
    expect(await project.buildAndRun('prog', BUILD)).toEqual(['42\n', '42\n']);
  });

  it('that nvcc links is refused by name', async () => {
    await build(`cc -O2 -c main.c\n${compile}\nnvcc main.o twice.o -o prog\n`);
    const outcome = await project.record(BUILD);
    expect(outcome.executables).toEqual([]);
    expect(outcome.refused).toEqual([{ name: 'prog', reason: 'linked by nvcc' }]);
    await expect(project.buildAndRun('prog', BUILD)).rejects.toThrow(
      /prog was linked by nvcc, which Retarget cannot repeat for a target/u,
    );
  });
});
