// What a cross compiler or another C library makes is no program of this system: it is refused by name, not built as another.
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { foreignSystem } from '../../../src/flags/foreign-system.ts';
import { BUILD, MAIN, RecordedProject, TWICE } from './recorded-project.ts';

const project = new RecordedProject();

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('a compiler', () => {
  it.each([
    ['aarch64-linux-gnu-gcc', 'aarch64-linux-gnu'],
    ['/opt/bin/arm-none-eabi-g++', 'arm-none-eabi'],
    ['x86_64-w64-mingw32-gcc-12', 'x86_64-w64-mingw32'],
    ['riscv64-unknown-elf-gcc', 'riscv64-unknown-elf'],
    ['i686-linux-gnu-gcc', 'i686-linux-gnu'],
    ['musl-gcc', 'musl'],
    ['x86_64-linux-musl-gcc', 'x86_64-linux-musl'],
  ])('is known for another system’s by its name: %s', (compiler, system) => {
    expect(foreignSystem(compiler, [])).toBe(system);
  });

  it.each([
    'gcc',
    'x86_64-linux-gnu-gcc-12',
    'x86_64-pc-linux-gnu-g++',
    'x86_64-redhat-linux-gcc',
    'ccache-gcc',
    'my-own-gcc',
    'clang-22',
    'c++',
  ])('may be this system’s: %s', (compiler) => {
    expect(foreignSystem(compiler, ['-specs=/usr/lib/rpm/redhat-hardened-cc1'])).toBeUndefined();
  });

  it.each([
    [['--target=aarch64-linux-gnu', '-O2'], 'aarch64-linux-gnu'],
    [['-target', 'bpf'], 'bpf'],
    [['--target=x86_64-linux-musl'], 'x86_64-linux-musl'],
    [['--target=x86_64-pc-windows-msvc'], 'x86_64-pc-windows-msvc'],
    [['--target=x86_64-pc-linux-gnu'], undefined],
    [['--target=i686-linux-gnu'], undefined],
    [['-m32'], undefined],
  ])('is known by the target that clang is told: %s', (words, system) => {
    expect(foreignSystem('clang', words)).toBe(system);
  });

  it('is known by its specs', () => {
    expect(foreignSystem('gcc', ['-specs', '/usr/lib/x86_64-linux-musl/musl-gcc.specs'])).toBe(
      'musl',
    );
    expect(foreignSystem('gcc', ['--specs=nosys.specs'])).toBe('nosys.specs');
  });
});

describe('a recorded program', () => {
  it('of a compiler for another machine is refused by its name', async () => {
    await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE });
    const name = process.arch === 'arm64' ? 'x86_64-linux-gnu-gcc' : 'aarch64-linux-gnu-gcc';
    // A compiler of that name, as far as anybody can tell who watches a build.
    await project.recordScript(
      `mkdir bin; cp "$(command -v gcc)" bin/${name}; export PATH="$PWD/bin:$PATH"\nown=-B$(dirname "$(gcc -print-libgcc-file-name)")\n${name} $own -O2 -c main.c twice.c\n${name} $own -B/usr/bin main.o twice.o -o prog\n`,
    );
    await expect(project.load('prog', BUILD)).rejects.toThrow(`(${name.replace('-gcc', '')})`);
  });

  it.runIf(existsSync('/usr/bin/musl-gcc'))(
    'of musl is refused on another library’s system',
    async () => {
      await project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE });
      await project.recordScript(
        'musl-gcc -O2 -c main.c twice.c\nmusl-gcc main.o twice.o -o prog\n',
      );
      await expect(project.load('prog', BUILD)).rejects.toThrow('(musl)');
    },
  );
});
