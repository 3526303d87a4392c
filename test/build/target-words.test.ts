import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TargetWords } from '../../src/build/target-words.ts';

describe('words that ask for the CPU', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'retarget-words-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function asks(text: string): Promise<string> {
    const file = join(folder, 'file.h');
    await writeFile(file, text);
    const words = new TargetWords(['__AVX2__', '__SSE4_1__', '__core2__']);
    const { later, builtins, macros } = await words.mayAsk([file], []);
    return later ? 'later' : builtins || macros.length > 0 ? 'by a macro' : 'no';
  }

  it('are found where they stand', async () => {
    expect(await asks('int f(void) { return __atomic_is_lock_free(16, 0); }')).toBe('later');
    expect(await asks('#ifdef __AVX2__\n#endif\n')).toBe('by a macro');
    expect(await asks('int lock_free_queue;')).toBe('no');
  });

  it.each([
    '#define HAVE(n) CAT3(__AVX,n,__)',
    '#define HAVE(n) CAT3(__, n, __)\n#if HAVE(AVX2)',
    '#define HAVE(n) CAT3(__AV, n, __)\n#if HAVE(X2)',
    '#define HAVE(n) CAT4(_, _SSE, n, __)\n#if HAVE(4_1)',
    '#if CAT(_, _AVX2__)',
    '#if CAT(__cor, e2__)',
  ])('are found where they are put together from parts: %s', async (text) => {
    expect(await asks(`#define CAT(a, b) a ## b\n${text}\n`)).toBe('by a macro');
    expect(await asks(text)).toBe('no');
  });

  it('are no words of prose, however much is put together from parts', async () => {
    const prose = '"the core of it: an average (AV) of two SS and their FM sum"';
    expect(await asks(`#define CAT(a, b) a ## b\n${prose}\n`)).toBe('no');
  });

  it('are none in comments, and are found behind what only looks like one', async () => {
    expect(await asks('// __AVX2__\nint a; /* by __AVX2__,\n or by __SSE4_1__ */\n')).toBe('no');
    expect(await asks('// one \\\n#ifdef __AVX2__\n#endif\n')).toBe('no');
    expect(await asks('const char *a = "//"; int b = __AVX2__;\n')).toBe('by a macro');
    expect(await asks('const char *a = "\\"/*"; int b = __AVX2__; /* */\n')).toBe('by a macro');
    expect(await asks('char a = \'"\'; int b = __AVX2__; // "\n')).toBe('by a macro');
    expect(await asks('auto a = R"(")"; int b = __AVX2__; // "\n')).toBe('by a macro');
    expect(await asks('auto a = R"(/*)"; int b = __AVX2__; /* */\n')).toBe('by a macro');
  });

  it('are found in what OpenMP chooses by the CPU', async () => {
    const variant = '#pragma omp declare variant(g) match(device={isa("avx2")})';
    expect(await asks(`${variant}\nint f(void);\n`)).toBe('later');
    expect(await asks('#pragma omp metadirective when(device={isa("avx2")}: simd)\n')).toBe(
      'later',
    );
  });

  it('are looked for in a text that is one long word, too', async () => {
    expect(await asks(`"${'0123456789abcdef'.repeat(65_536)}"`)).toBe('no');
  });
});
