import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  buildProgram,
  type BuildOptions,
  type BuiltProgram,
} from '../../src/build/build-program.ts';
import type { PreparedProgram, Unit } from '../../src/model/program.ts';
import type { Target } from '../../src/model/target.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { BuildPlace, targets } from './build-place.ts';

const KERNEL =
  'float sum(const float *a, int n) { float s = 0; for (int i = 0; i < n; i++) s += a[i] * 2; return s; }\n';
const MAIN =
  '#include <stdio.h>\n#include "size.h"\nfloat sum(const float *, int);\nint main(void) { float a[N]; for (int i = 0; i < N; i++) a[i] = i; printf("%g\\n", sum(a, N)); return 0; }\n';

const place = new BuildPlace('build $(x) "q" é');

beforeEach(async () => {
  await writeFile(join(place.folder, 'kernel.c'), KERNEL);
  await writeFile(join(place.folder, 'main.c'), MAIN);
  await writeFile(join(place.folder, 'size.h'), '#define N 64\n');
});

function unit(name: string, changes: Partial<Unit> = {}): Unit {
  const source = join(place.folder, name);
  return {
    source,
    language: 'c',
    directory: place.folder,
    flags: ['-O3', '-ffast-math'],
    removed: [],
    ...changes,
  };
}

function program(
  units: readonly Unit[],
  changes: Partial<PreparedProgram['link']> = {},
): PreparedProgram {
  return {
    name: 'sums',
    directory: place.folder,
    units,
    link: { flags: [], language: 'c', directory: place.folder, removed: [], ...changes },
    benchmarks: [],
  };
}

function options(changes: Partial<BuildOptions> = {}): BuildOptions {
  return place.options(changes);
}

function output(built: BuiltProgram, index: number): Promise<string> {
  return place.output(built, index);
}

const TARGETS = targets('x86-64', 'x86-64-v2', 'x86-64-v3');

describe('building a program for several targets', () => {
  it('gives working executables whose code differs where the target matters', async () => {
    const built = await buildProgram(
      program([unit('kernel.c'), unit('main.c')]),
      TARGETS,
      options(),
    );
    expect(await output(built, 0)).toBe('4032\n');
    const [v1, , v3] = built.variants.map(({ variant }) => variant.executableHash);
    expect(v1).not.toBe(v3);
  });

  it('runs each front end once, and code generation and link once per target', async () => {
    const built = await buildProgram(
      program([unit('kernel.c'), unit('main.c')]),
      TARGETS,
      options(),
    );
    expect(built.facts.stepsRun).toBe(2 + 3 * (2 + 1));
    expect(built.facts.stepsCached).toBe(0);
  });

  it('finds variants that came out identical', async () => {
    await writeFile(join(place.folder, 'plain.c'), 'int main(void) { return 0; }\n');
    const built = await buildProgram(program([unit('plain.c')]), TARGETS, options());
    expect(built.variants.map(({ variant }) => variant.identicalTo)).toEqual([
      undefined,
      'x86-64',
      'x86-64',
    ]);
  });

  it('runs nothing when nothing changed', async () => {
    const sums = program([unit('kernel.c'), unit('main.c')]);
    const first = await buildProgram(sums, TARGETS, options());
    const second = await buildProgram(sums, TARGETS, options());
    expect(second.facts.stepsRun).toBe(0);
    expect(second.variants.map(({ variant }) => variant)).toEqual(
      first.variants.map(({ variant }) => variant),
    );
  });

  it('builds only what a touched header concerns', async () => {
    const sums = program([unit('kernel.c'), unit('main.c')]);
    await buildProgram(sums, TARGETS, options());
    await writeFile(join(place.folder, 'size.h'), '#define N 128\n');
    const built = await buildProgram(sums, TARGETS, options());
    expect(built.facts.stepsRun).toBe(1 + 3 * (1 + 1));
    expect(await output(built, 0)).toBe('16256\n');
  });

  it('finds the earlier result again when a header is changed back', async () => {
    const sums = program([unit('kernel.c'), unit('main.c')]);
    await buildProgram(sums, TARGETS, options());
    await writeFile(join(place.folder, 'size.h'), '#define N 128\n');
    await buildProgram(sums, TARGETS, options());
    await writeFile(join(place.folder, 'size.h'), '#define N 64\n');
    expect((await buildProgram(sums, TARGETS, options())).facts.stepsRun).toBe(0);
  });

  it('records whole command lines, with words for temporary files and no path of the cache', async () => {
    const built = await buildProgram(
      program([unit('kernel.c'), unit('main.c')]),
      TARGETS,
      options(),
    );
    const [, , v3] = built.variants;
    const kernel = v3?.variant.units[0];
    expect(kernel?.frontEndArgv).toContain(join(place.folder, 'kernel.c'));
    expect(kernel?.codegenArgv).toContain('-march=x86-64-v3');
    expect(kernel?.codegenArgv).toContain('<neutral-ir>');
    expect(JSON.stringify(built.variants.map(({ variant }) => variant))).not.toContain(
      place.cache.folder,
    );
  });

  it('switches masked features off in code generation', async () => {
    const masked: Target = {
      ...{ name: 'znver3', features: ['znver3'] },
      fit: { kind: 'masked', masked: ['sse4a', 'clzero'] },
    };
    const built = await buildProgram(
      program([unit('kernel.c'), unit('main.c')]),
      [masked],
      options(),
    );
    const argv = built.variants[0]?.variant.units[0]?.codegenArgv ?? [];
    expect(argv.join(' ')).toContain(
      '-Xclang -target-feature -Xclang -sse4a -Xclang -target-feature -Xclang -clzero',
    );
  });

  it('compiles functions that name features for each target, and keeps them as they are in one IR for all', async () => {
    await writeFile(
      join(place.folder, 'pinned.c'),
      '__attribute__((target("avx2"))) int wide(int a) { return a; }\nint main(void) { return wide(0); }\n',
    );
    const own = await buildProgram(program([unit('pinned.c')]), TARGETS, options());
    expect(own.facts.pinnedFunctions).toBe(0);
    expect(own.facts.ownFrontEnds).toEqual([
      { source: join(place.folder, 'pinned.c'), targets: TARGETS.map(({ name }) => name) },
    ]);
    const shared = await buildProgram(program([unit('pinned.c')]), TARGETS, {
      ...options(),
      bitcodeOnly: true,
    });
    expect(shared.facts.pinnedFunctions).toBe(1);
    expect(shared.facts.ownFrontEnds).toEqual([]);
  });

  it('says which units are not optimised at all', async () => {
    const built = await buildProgram(
      program([unit('kernel.c'), unit('main.c', { flags: [] })]),
      TARGETS,
      options(),
    );
    expect(built.facts.neverOptimised).toEqual([join(place.folder, 'main.c')]);
  });

  it.each([
    ['a vector', 'std::vector<unsigned> a(999, 3); return a[7] == 7;'],
    ['globals that are made at the start', 'return numbers.size() == 7 && local.empty();'],
    ['a lock, a stream and intrinsics', 'std::cout << *shared; return _mm_cvtss_si32(one);'],
  ])('says so of C++ too, whatever its headers and clang add: %s', async (_, body) => {
    await writeFile(
      join(place.folder, 'plain.cpp'),
      `#include <immintrin.h>
#include <iostream>
#include <memory>
#include <string>
#include <vector>
std::vector<int> numbers{1, 2};
thread_local std::string local("x");
auto shared = std::make_shared<int>(3);
__m128 one = _mm_set1_ps(1);
int main() { ${body} }
`,
    );
    const changes = { language: 'c++', flags: [] } as const;
    const built = await buildProgram(
      program([unit('plain.cpp', changes)], { language: 'c++' }),
      TARGETS,
      options(),
    );
    expect(built.facts.neverOptimised).toEqual([join(place.folder, 'plain.cpp')]);
    const optimised = await buildProgram(
      program([unit('plain.cpp', { ...changes, flags: ['-O1'] })], { language: 'c++' }),
      TARGETS,
      options(),
    );
    expect(optimised.facts.neverOptimised).toEqual([]);
  });
});

describe('given bitcode', () => {
  async function bitcode(name: string, ...flags: string[]): Promise<Unit> {
    const file = name.replace('.c', '.bc');
    const args = [
      '-O3',
      ...flags,
      '-emit-llvm',
      '-c',
      join(place.folder, name),
      '-o',
      join(place.folder, file),
    ];
    const made = await runProcess({ command: place.toolchain.clang, args });
    expect(made.stderr).toBe('');
    return unit(file, { language: 'bitcode' });
  }

  it('is retargeted as its source would be, when it was not optimised before', async () => {
    const units = [
      await bitcode('kernel.c', '-ffast-math', '-Xclang', '-disable-llvm-passes'),
      await bitcode('main.c', '-ffast-math', '-Xclang', '-disable-llvm-passes'),
    ];
    const fromBitcode = await buildProgram(program(units), TARGETS, options());
    const fromSource = await buildProgram(
      program([unit('kernel.c'), unit('main.c')]),
      TARGETS,
      options(),
    );
    const objects = (built: BuiltProgram): string[][] =>
      built.variants.map(({ variant }) => variant.units.map(({ objectHash }) => objectHash));
    expect(objects(fromBitcode)).toEqual(objects(fromSource));
    expect(fromBitcode.facts.alreadyOptimised).toEqual([]);
  });

  it('is told to have been optimised before', async () => {
    const units = [await bitcode('kernel.c'), await bitcode('main.c')];
    const built = await buildProgram(program(units), TARGETS, options());
    expect(built.facts.alreadyOptimised).toContain(units[0]?.source);
  });

  it.each([
    ['empty', (): Buffer => Buffer.alloc(0)],
    [
      'random',
      (): Buffer => Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919 + 13) % 251)),
    ],
    ['truncated', (whole: Buffer): Buffer => whole.subarray(0, Math.floor(whole.length / 2))],
  ])('that is %s fails with its name', async (_, damage) => {
    const good = await bitcode('main.c');
    const bad = unit('bad.bc', { language: 'bitcode' });
    await writeFile(bad.source, damage(await readFile(good.source)));
    const built = await buildProgram(program([bad]), TARGETS, options());
    expect(built.failure?.code).toBe('bitcode-damaged');
    expect(built.failure?.message).toContain(bad.source);
    expect(built.variants.map(({ variant }) => variant.state)).toEqual([
      'not-built',
      'not-built',
      'not-built',
    ]);
  });

  it('as text that is not IR fails with its name', async () => {
    await writeFile(
      join(place.folder, 'bad.ll'),
      'define i32 @main() {\n  this is no instruction\n}\n',
    );
    const built = await buildProgram(
      program([unit('bad.ll', { language: 'ir' })]),
      TARGETS,
      options(),
    );
    const failures = built.variants.map(({ variant }) => variant.failure);
    expect(failures.map((failure) => failure?.code)).toEqual(Array(3).fill('bitcode-damaged'));
    expect(failures[0]?.details).not.toContain(place.cache.folder);
  });
});

describe('a program that does not build', () => {
  it('shows the compiler’s own words and the place of the first error', async () => {
    await writeFile(join(place.folder, 'main.c'), 'int main(void) {\n  return undeclared;\n}\n');
    const built = await buildProgram(
      program([unit('kernel.c'), unit('main.c')]),
      TARGETS,
      options(),
    );
    expect(built.failure).toMatchObject({
      code: 'compile-failed',
      place: { file: join(place.folder, 'main.c'), line: 2, column: 10 },
    });
    expect(built.failure?.details).toContain("use of undeclared identifier 'undeclared'");
  });

  it('tells how to name the folder of a header that is not found', async () => {
    await writeFile(join(place.folder, 'main.c'), '#include "parts/wheel.h"\nint main(void) {}\n');
    const built = await buildProgram(program([unit('main.c')]), TARGETS, options());
    expect(built.failure?.hint).toMatch(
      /^Add the folder that contains parts\/wheel\.h to "flags"/u,
    );
  });

  it('counts the units that do not compile and shows every one’s words', async () => {
    await writeFile(join(place.folder, 'main.c'), 'int main(void) { return one; }\n');
    await writeFile(join(place.folder, 'kernel.c'), 'int f(void) { return two; }\n');
    const built = await buildProgram(
      program([unit('kernel.c'), unit('main.c')]),
      TARGETS,
      options(),
    );
    expect(built.failure?.message).toContain('2 of 2 units');
    expect(built.failure?.details).toMatch(/'two'[\s\S]*'one'/u);
  });

  it('says that main is missing', async () => {
    const built = await buildProgram(program([unit('kernel.c')]), TARGETS, options());
    expect(built.variants[0]?.variant.failure?.code).toBe('no-main');
  });

  it('names undefined symbols, and sources rather than files of the cache', async () => {
    const built = await buildProgram(program([unit('main.c')]), TARGETS, options());
    const failure = built.variants[0]?.variant.failure;
    expect(failure).toMatchObject({ code: 'link-failed' });
    expect(failure?.message).toContain('sum');
    expect(failure?.details).not.toContain(place.cache.folder);
  });

  it('fails for the one target whose code cannot be generated, and builds the others', async () => {
    const built = await buildProgram(
      program([unit('kernel.c'), unit('main.c')]),
      targets('x86-64', 'no-such-cpu'),
      options(),
    );
    expect(built.variants.map(({ variant }) => variant.state)).toEqual(['built', 'failed']);
    expect(built.variants[1]?.variant.failure?.details).toContain('no-such-cpu');
  });

  it('stops at once when cancelled, and leaves no temporary file', async () => {
    const controller = new AbortController();
    const building = buildProgram(
      program([unit('kernel.c'), unit('main.c')]),
      TARGETS,
      options({
        signal: controller.signal,
        onStep: () => {
          controller.abort();
        },
      }),
    );
    await expect(building).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('flags and files of any kind', () => {
  it('links assembly and ready objects as they are', async () => {
    await writeFile(
      join(place.folder, 'twice.s'),
      '.globl twice\ntwice:\n  leal (%rdi,%rdi), %eax\n  ret\n.section .note.GNU-stack,"",@progbits\n',
    );
    await writeFile(
      join(place.folder, 'use.c'),
      '#include <stdio.h>\nint twice(int); int three(void);\nint main(void) { printf("%d\\n", twice(three())); return 0; }\n',
    );
    await writeFile(join(place.folder, 'three.c'), 'int three(void) { return 3; }\n');
    const three = join(place.folder, 'three.o');
    await runProcess({
      command: place.toolchain.clang,
      args: ['-c', join(place.folder, 'three.c'), '-o', three],
    });
    const units = [
      unit('use.c'),
      unit('twice.s', { language: 'assembly' }),
      unit('three.o', { language: 'object' }),
    ];
    expect(await output(await buildProgram(program(units), TARGETS, options()), 2)).toBe('6\n');
  });

  it('compiles C++ and links its library', async () => {
    await writeFile(
      join(place.folder, 'a.cpp'),
      '#include <iostream>\n#include <vector>\nint main() { std::vector<int> v{1, 2}; std::cout << v.size() << "\\n"; }\n',
    );
    const built = await buildProgram(
      program([unit('a.cpp', { language: 'c++' })], { language: 'c++' }),
      TARGETS,
      options(),
    );
    expect(await output(built, 2)).toBe('2\n');
  });
});
