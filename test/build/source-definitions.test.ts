// What a source that does not compile would have defined, read from its text.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { definedIn } from '../../src/build/source-definitions.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retarget definitions-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function defined(text: string, ...symbols: readonly string[]): Promise<string[]> {
  const source = join(folder, 'source');
  await writeFile(source, text);
  return definedIn(source, symbols);
}

it.each([
  'void *qsort(void *base, int n)\n{\n}\n',
  'void\nqsort(void *base, int (*compare)(const void *, const void *)) { }\n',
  'int qsort(base, n)\n  char *base;\n  int n, *m[2];\n{ }\n',
  '__attribute__((noinline)) void qsort(void) __attribute__((cold)) { }\n',
  '#define qsort my_qsort\n',
  'int qsort = 3;\n',
  'static int const *qsort[4];\n',
  'qsort:\n  ret\n',
  'void qsort(void){}\n',
  'int qsort(int (n)) { }\n',
  'auto qsort(int n) -> int { }\n',
  'void T::qsort(int n) const && noexcept(true) { }\n',
  'qsort::qsort(int n) : base(n), more(n) { }\n',
  'int other;\nint qsort = 3;\n',
  '#include <stdlib.h>\n  # define qsort mine\n',
  'int/* hidden */qsort = 3;\n',
])('finds %j', async (text) => {
  expect(await defined(text, 'qsort', 'bsearch')).toEqual(['qsort']);
});

it.each([
  'int sort(void) { if (qsort(a, n)) { return 1; } return 0; }\n',
  'int sort(void) { while (x && qsort(a, (n))) { x--; } }\n',
  'int sort(void) { qsort(a, n) ; { int k; } }\n',
  'extern int qsort;\nvoid qsort(void *, int);\n',
  '// void qsort(void) { }\n/* int qsort = 1; */ const char *text = "qsort(void) {";\n',
  'void my_qsort(void) { }\nvoid qsort_r(void) { }\n',
])('finds no definition in %j', async (text) => {
  expect(await defined(text, 'qsort')).toEqual([]);
});

it("knows functions of C++ by their names, and C++'s own operators", async () => {
  const text = 'int space::parse(const char *text) const { }\nvoid *operator new(size_t n) { }\n';
  const symbols = [
    '_ZN5space5parseEPKc',
    '_Znwm',
    '_ZdlPv',
    '_ZNKSt6vectorIiE4sizeEv',
    '_Z4otheri',
  ];
  expect(await defined(text, ...symbols)).toEqual(['_ZN5space5parseEPKc', '_Znwm']);
});

it.each([
  ['_ZN5space10parse_textEPKc', 'int space::parse_text(const char *text) { }\n'],
  // Its parameter's type has a name with a length, too.
  ['_Z5parse4Text', 'int parse(Text text) { }\n'],
  ['_ZdlPv', 'void operator delete(void *gone) { }\n'],
  ['_ZnamRKSt9nothrow_t', 'void *operator  new[](size_t size, const std::nothrow_t &) { }\n'],
  ['crc32', 'long crc32(long from) { }\n'],
  ['crc$32', 'long crc$32(long from) { }\n'],
])('knows %s as it is written', async (symbol, text) => {
  expect(await defined(text, symbol, '_Z7nothingv')).toEqual([symbol]);
});

it('finds every one where the source cannot be read', async () => {
  expect(await definedIn(join(folder, 'gone.c'), ['qsort', 'puts'])).toEqual(['qsort', 'puts']);
});
