// The one table of a build's tools, and what may stand before them.
import { describe, expect, it } from 'vitest';
import { behindLaunchers } from '../../src/flags/launchers.ts';
import {
  compilerFamily,
  compilerFile,
  isWatched,
  toolCall,
  toolNamed,
} from '../../src/flags/tools.ts';

describe('toolNamed', () => {
  it.each([
    ['gcc', 'driver', 'gcc', undefined],
    ['/usr/bin/x86_64-linux-gnu-g++-12', 'driver', 'g++', 'x86_64-linux-gnu'],
    ['clang++-22.1', 'driver', 'clang++', undefined],
    ['gcc.exe', 'driver', 'gcc', undefined],
    ['gcc-ar', 'archiver', 'ar', 'gcc'],
    ['ld.lld-22', 'linker', 'ld.lld', undefined],
    ['flang-new-18', 'foreign', 'flang-new', undefined],
    ['ginstall', 'files', 'ginstall', undefined],
  ])('knows %s', (word, kind, name, prefix) => {
    expect(toolNamed(word)).toEqual({ kind, name, ...(prefix === undefined ? {} : { prefix }) });
    expect(isWatched(word)).toBe(true);
  });

  it.each(['make', 'gccgo', 'clang-cl', 'myas', 'ccache', 'cmake', ''])(
    'knows no tool %j',
    (word) => {
      expect(toolNamed(word)).toBeUndefined();
    },
  );

  it('watches compiler launchers too, but none that runs whole builds', () => {
    expect(['ccache', 'distcc', 'cmake'].filter(isWatched)).toEqual(['ccache', 'distcc', 'cmake']);
    expect(['env', 'time', 'nice', 'pump', 'make'].filter(isWatched)).toEqual([]);
  });
});

describe('launchers', () => {
  it.each([
    ['ccache gcc -c a.c', 'gcc -c a.c'],
    ['sccache distcc /usr/bin/clang-22 -c a.c', '/usr/bin/clang-22 -c a.c'],
    ['ccache CCACHE_DIR=/c gcc -c a.c', 'gcc -c a.c'],
    ['env -u X LANG=C ccache gcc a.c', 'gcc a.c'],
    ['nice -n 10 gcc a.c', 'gcc a.c'],
    ['nice -10 gcc a.c', 'gcc a.c'],
    ['time -f %e -o t gcc a.c', 'gcc a.c'],
    ['libtool --tag=CC --mode=compile gcc -c a.c', 'gcc -c a.c'],
    ['pump distcc gcc -c a.c', 'gcc -c a.c'],
    ['cmake -E __run_co_compile --launcher=ccache -- ccache cc -c a.c', 'cc -c a.c'],
  ])('are taken off: %s', (line, behind) => {
    expect(behindLaunchers(line.split(' ')).join(' ')).toBe(behind);
  });

  it.each(['ccache -s', 'ccache a.c -O2', 'distcc -c a.c', 'gcc ccache -c a.c', 'ccache'])(
    'are none, or the compiler itself: %s',
    (line) => {
      expect(behindLaunchers(line.split(' ')).join(' ')).toBe(line);
    },
  );

  it('leave the call of the tool, by its own name and file', () => {
    const argv = ['ccache', 'x86_64-linux-gnu-gcc-12', '-c', 'a.c'];
    expect(toolCall({ argv })).toMatchObject({ kind: 'driver', name: 'gcc', words: ['-c', 'a.c'] });
    expect(compilerFile({ tool: '/usr/bin/ccache', argv })).toBe('x86_64-linux-gnu-gcc-12');
    expect(compilerFile({ tool: '/usr/bin/ccache', argv: ['gcc', '-c'] })).toBe('gcc');
    expect(toolCall({ argv: ['ccache', '-s'] })).toBeUndefined();
    expect(toolCall({ argv: ['cmake', '-E', 'rename', 'a', 'b'] })).toMatchObject({
      ...{ kind: 'files', name: 'mv', words: ['a', 'b'] },
    });
  });

  it.each([
    ['clang++-22', 'clang'],
    ['icpx', 'clang'],
    ['aarch64-linux-gnu-clang', 'clang'],
    ['x86_64-w64-mingw32-gcc-posix', 'GCC'],
    ['cc', undefined],
    ['tcc', undefined],
  ])('compilerFamily of %s', (name, family) => {
    expect(compilerFamily(name)).toBe(family);
  });
});
