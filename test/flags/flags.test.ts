import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { argumentsTaken } from '../../src/flags/clang-options.ts';
import { cleanFlags } from '../../src/flags/flags.ts';

// For each option, how many values clang 22 says are missing where the option stands alone at a line's end.
const argumentCounts = JSON.parse(
  readFileSync(
    new URL('../fixtures/project/clang-22-argument-counts.json', import.meta.url),
    'utf8',
  ),
) as Record<string, number>;

// Options of other compilers' tables, which clang 22's driver does not list.
const BESIDES_CLANG_22 = new Set([
  '-aux-info',
  '-dumpbase',
  '-dumpbase-ext',
  '-imultiarch',
  '-wrapper',
  '-index-store-path',
  '-Xparser',
]);
// Of languages that Retarget does not build.
const FOREIGN_TO_C = /openacc|hlsl|validator/u;

function kept(line: string, purpose: 'compile' | 'link' = 'compile'): string {
  return cleanFlags(line.split(' '), purpose).kept.join(' ');
}

function reasons(line: string, purpose: 'compile' | 'link' = 'compile'): Record<string, string> {
  return Object.fromEntries(
    cleanFlags(line.split(' '), purpose).removed.map(({ flag, reason }) => [flag, reason]),
  );
}

describe('argumentsTaken', () => {
  it.each(
    Object.entries(argumentCounts).filter(
      ([option]) => !BESIDES_CLANG_22.has(option) && !FOREIGN_TO_C.test(option),
    ),
  )('knows that %s takes %i', (option, count) => {
    expect(argumentsTaken(option)).toBe(count);
  });
});

describe('compile flags', () => {
  it.each([
    '-O0',
    '-O2',
    '-Ofast',
    '-Os',
    '-D X=1 -DY -UZ -U W',
    '-I dir -Idir -isystem /s -iquote q -include f.h -imacros m.h -idirafter d',
    '-std=gnu++20 --std c11 -ansi',
    '-ffast-math -fno-exceptions -fPIC -fno-builtin -funroll-loops -ffunction-sections',
    '-fsanitize=address,undefined -fstack-protector-strong -fcf-protection=full -fno-lto',
    '-ftree-vectorize -fno-tree-slp-vectorize -fprofile-use=p.profdata -fuse-cxa-atexit',
    '-Wall -Wno-unused -Werror=return-type -w -pedantic',
    '-g -g3 -ggdb -gdwarf-5 -gline-tables-only -pthread -pipe -nostdinc',
    '-m64 -m32 -mx32 -mcmodel=large -mabi=lp64d -mno-red-zone -mstackrealign -mfloat-abi=hard',
    '-mllvm -inline-threshold=500 -mprefer-vector-width=256 -mlong-double-128 -mretpoline',
    '-mbranch-protection=standard -momit-leaf-frame-pointer -mmacosx-version-min=13.0 -mthumb',
    '-Xclang -disable-O0-optnone -Xclang -load -Xclang p.so -Xpreprocessor -DX',
    '-target x86_64-linux-gnu --target=arm64 --sysroot=/s --sysroot /s -arch arm64',
    '-ObjC -Wp,-D_FORTIFY_SOURCE=2 -Wa,--noexecstack',
  ])('keeps %s', (line) => {
    expect(kept(line)).toBe(line);
    expect(reasons(line)).toEqual({});
  });

  it.each([
    ['-march=native', 'target'],
    ['-mcpu=cortex-a76+crypto', 'target'],
    ['-mtune=znver4', 'target'],
    ['-mavx2', 'target'],
    ['-mno-avx512f', 'target'],
    ['-msse4.2', 'target'],
    ['-msse4', 'target'],
    ['-m3dnow', 'target'],
    ['-mfpu=neon', 'target'],
    ['-msve-vector-bits=512', 'target'],
    ['-ma-feature-of-tomorrow', 'target'],
    ['-Xclang -target-cpu -Xclang skylake', 'target'],
    ['-Xclang -target-feature -Xclang +avx2', 'target'],
    ['-Xarch_x86_64 -mavx2', 'target'],
    ['-flto', 'lto'],
    ['-flto=thin', 'lto'],
    ['-flto-jobs=4', 'lto'],
    ['-ffat-lto-objects', 'lto'],
    ['-fwhole-program-vtables', 'lto'],
    ['-fsanitize=cfi-vcall', 'lto'],
    ['-o x.o', 'output'],
    ['-ox.o', 'output'],
    ['--output x.o', 'output'],
    ['--output=x.o', 'output'],
    ['-save-temps=obj', 'output'],
    ['-gsplit-dwarf', 'output'],
    ['-fsave-optimization-record', 'output'],
    ['-ftime-trace=x.json', 'output'],
    ['--serialize-diagnostics x.dia', 'output'],
    ['-pedantic-errors', 'diagnostics'],
    ['-c', 'action'],
    ['-S', 'action'],
    ['-E', 'action'],
    ['-emit-llvm', 'action'],
    ['-fsyntax-only', 'action'],
    ['-lm', 'action'],
    ['-Wl,--gc-sections', 'action'],
    ['-Xlinker -x', 'action'],
    ['-M', 'dependency-file'],
    ['-MM', 'dependency-file'],
    ['-MD', 'dependency-file'],
    ['-MMD', 'dependency-file'],
    ['-MP', 'dependency-file'],
    ['-MF x.d', 'dependency-file'],
    ['-MFx.d', 'dependency-file'],
    ['-MT x.o', 'dependency-file'],
    ['-MQ x.o', 'dependency-file'],
    ['-MJ x.json', 'dependency-file'],
    ['-Wp,-MD,x.d', 'dependency-file'],
    ['-fno-tree-pre', 'unsupported'],
    ['-fconserve-stack', 'unsupported'],
    ['-mpreferred-stack-boundary=4', 'unsupported'],
  ])('takes out %s as %s, and nothing beside it', (flag, reason) => {
    expect(kept(`-O2 ${flag} -DX`)).toBe('-O2 -DX');
    expect(reasons(`-O2 ${flag} -DX`)).toEqual({ [flag]: reason });
  });

  it('leaves values that look like flags with the options they belong to', () => {
    expect(kept('-I -march=native -D -c -include -o -isystem -flto -c')).toBe(
      '-I -march=native -D -c -include -o -isystem -flto',
    );
  });

  it('takes out a precompiled header only where its text is included too', () => {
    const header = '-Xclang -include-pch -Xclang h.pch';
    expect(kept(header)).toBe(header);
    expect(kept(`${header} -Xclang -include -Xclang h.hxx`)).toBe('-Xclang -include -Xclang h.hxx');
  });

  it('tells inputs and the language from flags', () => {
    const cleaned = cleanFlags(['-x', 'c++', '-O2', 'a.c', '--', '-b.c'], 'compile');
    expect(cleaned).toMatchObject({ kept: ['-O2'], inputs: ['a.c', '-b.c'], language: 'c++' });
    expect(cleanFlags(['-xc', 'a'], 'compile').language).toBe('c');
  });

  it('never loses, invents, reorders or splits anything', () => {
    const piece = fc.oneof(
      fc
        .constantFrom('-O2', '-Wall', '-march=native', '-c', '-flto', '-MD', '-mavx2')
        .map((flag) => [flag]),
      fc.tuple(
        fc.constantFrom('-I', '-D', '-include', '-isystem', '-o', '-MF', '-mllvm', '-target'),
        fc.constantFrom('-c', 'x', '-march=native', '-o', 'a b', '-flto', '-I'),
      ),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const { kept: stayed, removed } = cleanFlags(pieces.flat(), 'compile');
        const gone = new Set(['-o', '-MF', '-march=native', '-c', '-flto', '-MD', '-mavx2']);
        expect(stayed).toEqual(pieces.filter(([first = '']) => !gone.has(first)).flat());
        expect(removed.map(({ flag }) => flag)).toEqual(
          pieces.filter(([first = '']) => gone.has(first)).map((words) => words.join(' ')),
        );
      }),
    );
  });

  it('changes nothing when it cleans a second time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...Object.keys(argumentCounts), 'v', '-O3')),
        (words) => {
          const once = cleanFlags(words, 'compile').kept;
          expect(cleanFlags(once, 'compile').kept).toEqual(once);
        },
      ),
    );
  });
});

describe('link flags', () => {
  it('keep libraries, objects, archives, frameworks and words for the linker, in order', () => {
    const line =
      'a.o -L lib -lfoo ./libbar.a -Wl,--gc-sections -Xlinker --as-needed -framework Metal -pthread -static -fuse-ld=lld -T x.ld -rdynamic';
    expect(kept(line, 'link')).toBe(line);
  });

  it('lose targets, link-time optimisation and the output', () => {
    const line = '-march=native -flto -O3 -o app -Wl,-plugin-opt=mcpu=x -lm -Wl,-Map=app.map';
    expect(kept(line, 'link')).toBe('-O3 -lm');
    expect(Object.values(reasons(line, 'link'))).toEqual([
      'target',
      'lto',
      'output',
      'lto',
      'output',
    ]);
  });

  it('lose only the words of -Wl that mean link-time optimisation', () => {
    expect(kept('-Wl,--gc-sections,-plugin-opt=O3,--lto-O2,-z,now', 'link')).toBe(
      '-Wl,--gc-sections,-z,now',
    );
  });
});
