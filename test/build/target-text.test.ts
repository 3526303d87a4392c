// Code that looks at the target gets a front end of its own where, and only where, the target changes its text.
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  buildProgram,
  type BuildOptions,
  type BuiltProgram,
} from '../../src/build/build-program.ts';
import type { Program } from '../../src/model/program.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { BuildPlace, targets } from './build-place.ts';

const TARGETS = targets('x86-64', 'x86-64-v2', 'x86-64-v3');

const place = new BuildPlace('target text');

async function build(
  sources: Readonly<Record<string, string>>,
  changes: Partial<BuildOptions> = {},
  flags: readonly string[] = [],
  link: readonly string[] = [],
): Promise<BuiltProgram> {
  for (const [name, text] of Object.entries(sources))
    await writeFile(join(place.folder, name), text);
  // What is written in the very millisecond that a build begins may be read in two states: its result is not kept.
  await sleep(2);
  const units = Object.keys(sources).filter((name) => !name.endsWith('.h'));
  const program: Program = {
    name: 'asking',
    directory: place.folder,
    units: units.map((name) => ({
      source: join(place.folder, name),
      language: name.endsWith('.cpp') ? 'c++' : 'c',
      directory: place.folder,
      flags: ['-O2', ...flags],
      removed: [],
    })),
    link: { flags: link, language: 'c++', directory: place.folder, removed: [] },
    benchmarks: [],
  };
  return buildProgram(program, TARGETS, place.options(changes));
}

/** The targets that each asking source was compiled for by itself. */
function asking({ facts }: BuiltProgram): Record<string, readonly string[]> {
  return Object.fromEntries(
    (facts.ownFrontEnds ?? []).map(({ source, targets }) => [basename(source), targets]),
  );
}

/** What the program prints when built for a target; it must run here. */
async function printed(built: BuiltProgram, target: string): Promise<string> {
  const executable = built.variants.find(({ variant }) => variant.target === target)?.executable;
  if (executable === undefined) throw new Error(JSON.stringify(built.variants, null, 1));
  const run = join(place.folder, 'run');
  await writeFile(run, (await place.cache.read(executable.file)) ?? '', { mode: 0o755 });
  return (await runProcess({ command: run, args: [] })).stdout;
}

const ASKS = `#include <stdio.h>
int main(void) {
#ifdef __AVX2__
  puts("avx2");
#elif defined(__SSE4_2__)
  puts("sse4.2");
#else
  puts("plain");
#endif
  return 0;
}
`;
const PLAIN = 'int twice(int a) { return 2 * a; }\n';

describe('code that looks at the target', () => {
  it('says for each target what a build with -march says', async () => {
    const built = await build({ 'main.c': ASKS, 'plain.c': PLAIN });
    expect(await printed(built, 'x86-64')).toBe('plain\n');
    expect(await printed(built, 'x86-64-v2')).toBe('sse4.2\n');
    expect(await printed(built, 'x86-64-v3')).toBe('avx2\n');
    expect(asking(built)).toEqual({ 'main.c': ['x86-64-v2', 'x86-64-v3'] });
  });

  it('is left to one front end where only bitcode is to be retargeted', async () => {
    const built = await build({ 'main.c': ASKS }, { bitcodeOnly: true });
    expect(await printed(built, 'x86-64-v3')).toBe('plain\n');
    expect(asking(built)).toEqual({});
  });

  it('may ask in a header, and by a name put together from parts', async () => {
    const built = await build({
      'has.h': '#define HAS_(x) __##x##__\n#define HAS(x) HAS_(x)\n',
      'main.c':
        '#include "has.h"\n#if HAS(AVX2)\nint wide = 1;\n#endif\nint main(void) { return 0; }\n',
    });
    expect(asking(built)).toEqual({ 'main.c': ['x86-64-v3'] });
  });

  it('may ask in a flag', async () => {
    const main = '#if FAST\nint wide = 1;\n#endif\nint main(void) { return 0; }\n';
    const built = await build({ 'main.c': main }, {}, ['-DFAST=__AVX2__']);
    expect(asking(built)).toEqual({ 'main.c': ['x86-64-v3'] });
  });

  it('is compiled as for the target where it passes a vector to a function of another file', async () => {
    const built = await build({
      'main.c':
        'typedef float v8 __attribute__((vector_size(32)));\nfloat last(v8 a);\nint main(void) { v8 a = {0, 0, 0, 0, 0, 0, 0, 7}; return last(a) == 7 ? 0 : 1; }\n',
      'last.c':
        'typedef float v8 __attribute__((vector_size(32)));\nfloat last(v8 a) { return a[7]; }\n',
    });
    expect(Object.keys(asking(built)).sort()).toEqual(['last.c', 'main.c']);
    await printed(built, 'x86-64-v3');
  });

  it('may ask whether a builtin is there', async () => {
    const built = await build({
      'main.c':
        '#if __has_builtin(__builtin_ia32_psadbw256)\nint wide = 1;\n#endif\nint main(void) { return 0; }\n',
    });
    expect(asking(built)).toEqual({ 'main.c': ['x86-64-v3'] });
  });

  it('is compiled as for the target also where only the calling convention of vectors asks', async () => {
    const built = await build({
      'main.c':
        'typedef float v8 __attribute__((vector_size(32)));\n__attribute__((noinline)) v8 sum(v8 a, v8 b) { return a + b; }\nint main(void) { v8 a = {0}; a = sum(a, a); return (int)a[0]; }\n',
    });
    expect(asking(built)).toEqual({ 'main.c': ['x86-64', 'x86-64-v2', 'x86-64-v3'] });
  });

  it('may ask by a macro that only its machine leaves to the target', async () => {
    const main = `__attribute__((used)) static const char says[] =
#ifdef __SSE2__
  "has sse2";
#else
  "has none";
#endif
void _start(void) { for (;;) ; }
`;
    const machine = ['-m32', '-ffreestanding', '-fno-pic'];
    const link = ['-m32', '-nostdlib', '-static'];
    const built = await build({ 'main.c': main }, {}, machine, link);
    for (const { executable } of built.variants.slice(1)) {
      const code = executable && (await place.cache.read(executable.file));
      expect(code?.includes('has sse2')).toBe(true);
    }
    // Answers of the compiler are kept.
    expect((await build({ 'main.c': main }, {}, machine, link)).facts.stepsRun).toBe(0);
  });

  it('may ask for a number that the front end answers after the preprocessor', async () => {
    const built = await build(
      {
        'main.cpp':
          '#include <atomic>\n#include <cstdio>\nstruct pair { alignas(16) long a; long b; };\nint main() { std::puts(std::atomic<pair>::is_always_lock_free ? "free" : "locks"); }\n',
      },
      {},
      ['-std=c++17'],
    );
    expect(await printed(built, 'x86-64')).toBe('locks\n');
    expect(await printed(built, 'x86-64-v2')).toBe('free\n');
  });

  it('is not every unit that the standard headers hold such questions for', async () => {
    const headers = ['atomic', 'memory', 'mutex', 'shared_mutex', 'condition_variable', 'future'];
    const built = await build(
      {
        'main.cpp': `${headers.map((name) => `#include <${name}>\n`).join('')}int main() { return std::make_shared<int>(0).use_count() - 1; }\n`,
        'lock.c': '#include <stdatomic.h>\natomic_int count;\nint next(void) { return count++; }\n',
      },
      {},
    );
    expect(asking(built)).toEqual({});
  });

  it('costs a unit that does not ask nothing, even if it says the words', async () => {
    const built = await build({
      'main.c': '#include <stdio.h>\n#include <math.h>\nint main(void) { return puts("x") < 0; }\n',
      'plain.c': `/* faster with __AVX2__ */\n${PLAIN}`,
    });
    expect(asking(built)).toEqual({});
    expect(built.facts.stepsRun).toBe(2 + 3 * 2 + 3);
  });

  it('is preprocessed once for all targets that define what it says alike', async () => {
    const built = await build({
      'main.c': '#define WIDE __AVX2__\nint main(void) { return 0; }\n',
    });
    expect(asking(built)).toEqual({});
    // Its front end, code generation and links; and its text without a target, as for x86-64-v2, and for x86-64-v3.
    expect(built.facts.stepsRun).toBe(1 + 3 + 3 + 2);
  });

  it('runs nothing when nothing changed, and asks anew when a header begins to ask', async () => {
    const sources = { 'main.c': '#include "has.h"\nint main(void) { return 0; }\n' };
    await build({ ...sources, 'has.h': '\n' });
    expect((await build({ ...sources, 'has.h': '\n' })).facts.stepsRun).toBe(0);
    // For no target at all the text is what it was: its IR is found again, and still the unit asks now.
    const built = await build({ ...sources, 'has.h': '#ifdef __AVX2__\nint wide = 1;\n#endif\n' });
    expect(asking(built)).toEqual({ 'main.c': ['x86-64-v3'] });
  });

  it('says one and the same time of compiling for every target', async () => {
    const built = await build({
      'main.c': `#include <stdio.h>\n#ifdef __AVX2__\nint wide = 1;\n#endif\nint main(void) { return puts(__DATE__ " " __TIME__) < 0; }\n`,
    });
    expect(asking(built)).toEqual({ 'main.c': ['x86-64-v3'] });
    expect(await printed(built, 'x86-64')).toBe('Jan  1 1980 00:00:00\n');
    expect(await printed(built, 'x86-64-v3')).toBe('Jan  1 1980 00:00:00\n');
  });

  it('fails for the target alone that it refuses', async () => {
    const built = await build({
      'main.c': '#ifdef __AVX2__\n#error not for AVX2\n#endif\nint main(void) { return 0; }\n',
    });
    expect(built.variants.map(({ variant }) => variant.state)).toEqual([
      'built',
      'built',
      'failed',
    ]);
    expect(built.variants[2]?.variant.failure?.details).toContain('not for AVX2');
    expect(built.failure).toBeUndefined();
  });
});
